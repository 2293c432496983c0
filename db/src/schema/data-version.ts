import { bigint, boolean, integer, pgTable } from 'drizzle-orm/pg-core'

/**
 * One row: a number that changes with every transaction that changes what is public. Triggers on `search_documents` keep it
 * (migration `number-the-data`); no code writes it.
 */
export const dataVersion = pgTable('data_version', {
  isOnly: boolean().primaryKey().default(true),
  version: bigint({ mode: 'number' }).notNull(),
})

/** Connections whose transaction has changed something and will change the version as the last thing it does. */
export const dataChanges = pgTable('data_changes', {
  backendPid: integer().primaryKey(),
})
