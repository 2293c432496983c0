import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'

/** Whether the gazetteer has a place of this number. */
export async function isPlace(db: Executor, id: number): Promise<boolean> {
  const rows = await db.execute(sql`select id from places where id = ${id}`)
  return rows.length > 0
}
