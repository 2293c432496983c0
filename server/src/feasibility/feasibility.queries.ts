import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { geographyAt } from '../http/sql.ts'
import type { Position } from '../http/schema.ts'
import { providersOf } from './taken.queries.ts'
import type { TakenLine } from './taken.rules.ts'

interface Provider {
  slug: string
  name: string
  town: string | null
  country: string | null
  distanceMeters: number
}

export interface LineProviders {
  nearby: number
  /** Nearby, farther away, and without a point on the map. */
  anywhere: number
  nearest: Provider[]
}

const nobody: LineProviders = { nearby: 0, anywhere: 0, nearest: [] }

type Row = {
  /** The place of the line in the list; null for all of them together. */
  line: number | null
  nearby: number
  anywhere: number
  nearest: Provider[]
}

/** Who offers each line around a place and at all, and how many actors nearby offer one of them. */
export async function countProviders(
  db: Executor,
  lines: readonly TakenLine[],
  near: Position,
  withinMeters: number,
): Promise<{ actors: number; lines: LineProviders[] }> {
  const rows = await db.execute<Row>(sql`
    with offering as materialized (${providersOf(lines)}),
    -- Each actor is measured once, however many lines it offers.
    provider as materialized (
      select record_id as actor_id, ST_Distance(location, ${geographyAt(near)}) as meters,
        coalesce(ST_DWithin(location, ${geographyAt(near)}, ${withinMeters}::float8), false) as is_nearby
      from search_documents
      where feature = 'actors' and record_id in (select actor_id from offering)
    ), ranked as (
      select line, actor_id, meters, is_nearby,
        row_number() over (partition by line order by meters, actor_id) as place
      from offering join provider using (actor_id)
    )
    select line, count(*)::int as anywhere, count(*) filter (where is_nearby)::int as nearby,
      (select coalesce(json_agg(json_build_object(
         'slug', slug, 'name', name, 'town', town, 'country', country_code, 'distanceMeters', meters
       ) order by meters, actors.id), '[]')
       from ranked as nearest join actors on actors.id = actor_id
       where nearest.line = ranked.line and place <= 3 and meters is not null) as nearest
    from ranked group by line
    union all
    select null, count(*)::int, count(*) filter (where is_nearby)::int, '[]'::json from provider`)
  const byLine = new Map(rows.map((row) => [row.line, row]))
  return {
    actors: byLine.get(null)?.nearby ?? 0,
    lines: lines.map((_, line) => byLine.get(line) ?? nobody),
  }
}
