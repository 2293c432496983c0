import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { json, texts } from './target.ts'

/**
 * The ids of records that rows refer to: by the source’s own key, else by slug, else by `scheme:value`. Erased
 * records are none.
 */
export async function resolveReferences(
  tx: Executor,
  feature: 'actors' | 'practices' | 'collaborations',
  references: readonly string[],
  sourceId: number,
): Promise<Map<string, number>> {
  const distinct = [...new Set(references)]
  if (distinct.length === 0) return new Map()
  const identified =
    feature === 'actors'
      ? sql`union all
          select asked.value, actor_id, 3 from ${texts(distinct)}
          join actor_identifiers on scheme = split_part(asked.value, ':', 1)
            and actor_identifiers.value = substr(asked.value, strpos(asked.value, ':') + 1)
          where strpos(asked.value, ':') > 1`
      : sql``
  // Only actors are merged; whoever names one that was means the one that stayed.
  const target =
    feature === 'actors' ? sql`coalesce(record.merged_into_id, record.id)` : sql`record.id`
  const found = await tx.execute<{ value: string; id: number }>(sql`
    select distinct on (value) value, ${target} as id
    from (
      select value, record_id as id, 1 as rank from ${texts(distinct)}
      join imported_records on source_id = ${sourceId} and feature = ${feature} and external_key = value
      union all
      select value, id, 2 from ${texts(distinct)} join ${sql.identifier(feature)} on slug = value
      ${identified}
    ) as candidate(value, id, rank)
    join ${sql.identifier(feature)} as record on record.id = candidate.id
    where record.status <> 'erased'
    order by value, rank, ${target}`)
  return new Map(found.map(({ value, id }) => [value, id]))
}

/** The places of towns, for records that have no point of their own. */
export async function findTowns(
  tx: Executor,
  towns: readonly { country: string; town: string }[],
): Promise<Map<number, number>> {
  const rows = towns.map((town, n) => ({ ...town, n }))
  const found = await tx.execute<{ n: number; id: number }>(sql`
    select distinct on (n) n, places.id
    from jsonb_to_recordset(${json(rows)}) as row(n int, country text, town text)
    join place_names on name_key = folded_words(town)
    join places on places.id = place_id and country_code = country
    order by n, population desc`)
  return new Map(found.map(({ n, id }) => [n, id]))
}
