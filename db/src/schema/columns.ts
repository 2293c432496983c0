import { integer, timestamp, type AnyPgColumn } from 'drizzle-orm/pg-core'

/** The number of a row, which the database gives. */
export const identity = () => integer().primaryKey().generatedAlwaysAsIdentity()

/** The row that this one belongs to, and goes with. */
export const partOf = (column: () => AnyPgColumn) =>
  integer().notNull().references(column, { onDelete: 'cascade' })

/** A row that this one may name; forgotten when that goes. */
export const mayReferTo = (column: () => AnyPgColumn) =>
  integer().references(column, { onDelete: 'set null' })

/** A moment, with its time zone. */
export const moment = () => timestamp({ withTimezone: true })

/** A moment; the one of writing, unless another is given. */
export const nowByDefault = () => moment().notNull().defaultNow()
