import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'

/** The ids of actors by slug; that of a merged actor stands for the one it became, an erased one is missing. */
export async function findActorIds(
  db: Executor,
  slugs: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.execute<{ slug: string; id: number }>(sql`
    with recursive trail as (
      select slug as asked, id, status, merged_into_id, 0 as depth from actors
      where slug in (select jsonb_array_elements_text(${JSON.stringify(slugs)}::jsonb))
      union all
      select asked, actors.id, actors.status, actors.merged_into_id, depth + 1
      from trail join actors on actors.id = trail.merged_into_id
      where trail.status = 'merged' and depth < 10
    )
    select asked as slug, id from trail where status in ('published', 'pending')`)
  return new Map(rows.map(({ slug, id }) => [slug, id]))
}
