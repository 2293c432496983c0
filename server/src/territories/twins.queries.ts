import { sql, type SQL } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import type { Scope } from '../search/reach.queries.ts'
import { isHere } from './counts.queries.ts'
import type { Mix } from './twins.rules.ts'

export interface Counted {
  actors: number
  mix: Mix
}

type MixRow = { code: string; actors: number; names: string[]; counts: number[] }

/** Below this, a mix says nothing. */
export const LEAST_ACTORS = 3

/** What actors are about, one row each: their themes with broader ones, and the practices that they have. */
const abouts = (here: SQL) => sql`
  here as materialized (${here}),
  about as (
    select code, 'theme ' || theme as name, record_id from here cross join unnest(themes) as theme
    union
    select code, 'practice ' || practice_id, record_id
    from here join practice_actors on actor_id = record_id
    join practices on practices.id = practice_id and practices.status = 'published'
  ),
  counted as (select code, name, count(*)::int as count from about group by code, name)
  select here.code, here.actors, names, counts
  from (select code, count(*)::int as actors from here group by code) as here
  left join (
    select code, json_agg(name order by name) as names, json_agg(count order by name) as counts
    from counted group by code
  ) as mixes using (code)`

const toCounted = ({ actors, names, counts }: Partial<MixRow>): Counted => ({
  actors: actors ?? 0,
  mix: new Map((names ?? []).map((name, at) => [name, counts?.[at] ?? 0])),
})

/** The mixes of all territories of a level, by code. */
export async function listMixes(db: Executor, level: number): Promise<Map<string, Counted>> {
  const rows = await db.execute<MixRow>(sql`
    with ${abouts(sql`
      select territory as code, record_id, themes
      from search_documents cross join unnest(territories) as territory
      join territories on territories.code = territory and level = ${level}
      where feature = 'actors'`)}
    where here.actors >= ${LEAST_ACTORS}`)
  return new Map(rows.map((row) => [row.code, toCounted(row)]))
}

/** The mix of one place. */
export async function findMix(db: Executor, scope: Scope): Promise<Counted> {
  const [row] = await db.execute<MixRow>(sql`
    with ${abouts(sql`
      select 'here' as code, record_id, themes
      from search_documents where feature = 'actors' and ${isHere(scope)}`)}`)
  return toCounted(row ?? {})
}
