import { integer, pgEnum, text } from 'drizzle-orm/pg-core'
import { moment, nowByDefault } from './columns.ts'
import { sources } from './sources.ts'

export const recordStatuses = ['published', 'pending', 'merged', 'erased'] as const
export const recordStatus = pgEnum('record_status', recordStatuses)

/** Where a record is from and how fresh it is: columns that every actor, practice and collaboration has. */
export const provenance = () => ({
  sourceId: integer()
    .notNull()
    .references(() => sources.id),
  /** The page that the record rests on. */
  sourceUrl: text(),
  licence: text(),
  status: recordStatus().notNull().default('published'),
  version: integer().notNull().default(1),
  createdAt: nowByDefault(),
  updatedAt: nowByDefault(),
  lastConfirmedAt: moment(),
})
