import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'

/** The number of the public data as it is now: another one wherever a transaction changed what is public. */
export async function readDataVersion(db: Executor): Promise<number> {
  const [row] = await db.execute<{ version: number }>(
    sql`select coalesce((select version from data_version), 0)::float8 as version`,
  )
  if (!row) throw new Error('A version without a row')
  return row.version
}

/** Steps the number, once a transaction, where tables changed that do not step it by themselves, such as places and borders. */
export async function stepDataVersion(tx: Executor): Promise<void> {
  await tx.execute(
    sql`insert into data_changes (backend_pid) values (pg_backend_pid()) on conflict do nothing`,
  )
}
