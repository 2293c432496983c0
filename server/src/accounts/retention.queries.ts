import { sql } from 'drizzle-orm'
import type { Database } from '@maillage/db'
import { eraseAccount } from './held.queries.ts'
import { retention, UNUSED_ACCOUNT_DAYS } from './retention.rules.ts'

const daysAgo = (now: Date, days: number) =>
  new Date(now.getTime() - days * 86_400_000).toISOString()

/** Lets go of what has been kept long enough; returns how many accounts were erased. */
export async function enforceRetention(db: Database, now: Date): Promise<number> {
  for (const { table, since, only = 'true', days, empty } of retention) {
    const isOver = sql`${sql.identifier(since)} < ${daysAgo(now, days)} and ${sql.raw(only)}`
    await db.execute(
      empty
        ? sql`update ${sql.identifier(table)} set ${sql.raw(empty.map((each) => `${each} = null`).join(', '))} where ${isOver}`
        : sql`delete from ${sql.identifier(table)} where ${isOver}`,
    )
  }
  const unused = await db.execute<{ id: number }>(sql`
    select id from accounts
    where role = 'person'
      and coalesce(last_seen_at, created_at) < ${daysAgo(now, UNUSED_ACCOUNT_DAYS)}
      and not exists (select from actor_editors where account_id = accounts.id)`)
  let erased = 0
  for (const { id } of unused) {
    if (await eraseAccount(db, id, now)) erased++
  }
  return erased
}
