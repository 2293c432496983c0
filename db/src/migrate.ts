import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator'
import type { Database } from './connect.ts'

export const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

/** Any number will do, as long as nobody else locks it in this database. */
const MIGRATION_LOCK = 72_016_403

/**
 * Brings the database to the newest migration; of several processes that start at once, one does it.
 *
 * `db` must hold a single connection, because an advisory lock belongs to a session.
 */
export async function migrate(db: Database): Promise<void> {
  await db.execute(sql`select pg_advisory_lock(${MIGRATION_LOCK})`)
  try {
    await applyMigrations(db, { migrationsFolder })
  } finally {
    await db.execute(sql`select pg_advisory_unlock(${MIGRATION_LOCK})`)
  }
}
