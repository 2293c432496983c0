import { bigint, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { nowByDefault } from './columns.ts'

/**
 * Figures of a territory, or of a drawn area, as they were at one version of the data, for a link that is cited. The reference
 * follows from what was asked and the version, so that the same is kept once. No names are in it: who is erased is gone here, too.
 */
export const territoryReports = pgTable('territory_reports', {
  reference: text().primaryKey(),
  territoryCode: text(),
  /** Corners of a drawn area. */
  area: text(),
  /** What counted: evidence and years. */
  filters: jsonb().$type<Record<string, string>>().notNull(),
  dataVersion: bigint({ mode: 'number' }).notNull(),
  counts: jsonb().notNull(),
  createdAt: nowByDefault(),
})
