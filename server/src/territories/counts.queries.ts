import { sql, type SQL } from 'drizzle-orm'
import type { actorKinds, Executor } from '@maillage/db'
import { textArray } from '../http/sql.ts'
import { isInArea, parts, type Scope, sides } from '../search/reach.queries.ts'
import { areTied, type Tied } from '../search/tied.queries.ts'
import type { CountedYear } from './figures.rules.ts'

/** What a list with the parameter `territory` or `area` finds. */
export const isHere = ({ code, area }: Scope): SQL =>
  area ? isInArea(area) : sql`territories && ${textArray([code])}`

export type Counted<Value> = { value: Value; count: number }

type ActorCounts = {
  total: number
  kinds: Counted<(typeof actorKinds)[number]>[]
  themes: Counted<number>[]
}

const counted = (values: SQL) => sql`
  (select coalesce(json_agg(json_build_object('value', value, 'count', count) order by count desc, value), '[]')
   from (select value, count(*)::int as count from (${values}) as valued group by value) as grouped)`

/** Actors in a place, by kind and theme. */
export async function countActors(db: Executor, scope: Scope): Promise<ActorCounts> {
  const [row] = await db.execute<ActorCounts>(sql`
    with here as materialized (
      select kind, themes from search_documents where feature = 'actors' and ${isHere(scope)}
    )
    select
      (select count(*)::int from here) as total,
      ${counted(sql`select kind as value from here`)} as kinds,
      ${counted(sql`select unnest(themes) as value from here`)} as themes`)
  return row ?? { total: 0, kinds: [], themes: [] }
}

type PracticeRow = { slug: string; title: string; language: string; practitioners: number }

const FIRST_PRACTICES = 10

/** Practices that actors of a place have, those of most actors first. */
export async function countPractices(db: Executor, scope: Scope) {
  const here = sql`select record_id from search_documents where feature = 'practices' and ${isHere(scope)}`
  const [total] = await db.execute<{ total: number }>(
    sql`select count(*)::int as total from (${here}) as here`,
  )
  const first = await db.execute<PracticeRow>(sql`
    with inside as materialized (
      select record_id as actor_id from search_documents where feature = 'actors' and ${isHere(scope)}
    )
    select slug, title, language, count(distinct inside.actor_id)::int as practitioners
    from practices
    left join practice_actors on practice_id = practices.id
    left join inside on inside.actor_id = practice_actors.actor_id
    where practices.id in (${here})
    group by practices.id order by practitioners desc, title, practices.id limit ${FIRST_PRACTICES}`)
  return { total: total?.total ?? 0, first: [...first] }
}

/** Everyone's part, everyone's side, and what each collaboration of the place reaches. */
const reached = (scope: Scope, asked: Tied) => sql`
  part as materialized (${parts(asked)}),
  side as materialized (${sides(scope)}),
  reached as materialized (
    select collaboration_id, bool_or(not is_inside) as is_across
    from part join side using (actor_id)
    group by collaboration_id having bool_or(is_inside)
  )`

/** Collaborations of a place: of its own, and with others. */
export async function countCollaborations(db: Executor, scope: Scope, asked: Tied) {
  const [row] = await db.execute<{ all: number; across: number }>(sql`
    with ${reached(scope, asked)}
    select count(*)::int as "all", count(*) filter (where is_across)::int as across from reached`)
  return row ?? { all: 0, across: 0 }
}

type PartnerRow = { code: string; level: number; count: number }

/** With which countries, and which territories of the same level, there are collaborations. */
export function countPartners(db: Executor, scope: Scope, asked: Tied, level: number | null) {
  return db.execute<PartnerRow>(sql`
    with ${reached(scope, asked)}
    select theirs.code, theirs.level, count(distinct collaboration_id)::int as count
    from reached
    join part using (collaboration_id)
    join side on side.actor_id = part.actor_id and not is_inside
    join actor_territories on actor_territories.actor_id = part.actor_id
    join territories as theirs on theirs.code = territory_code
    where theirs.level in (0, ${level ?? 0})
    group by theirs.code order by count desc, theirs.code`)
}

/** Pairs of actors that take part in something together, one of them or both inside. */
export const pairs = (scope: Scope, asked: Tied) => sql`
  ${reached(scope, asked)},
  pair as materialized (
    select distinct
      case when theirs.is_inside then least(mine.actor_id, theirs.actor_id) else mine.actor_id end as one_id,
      case when theirs.is_inside then greatest(mine.actor_id, theirs.actor_id) else theirs.actor_id end as other_id,
      not theirs.is_inside as is_across
    from (select * from reached join part using (collaboration_id) join side using (actor_id)) as mine
    join (select * from part join side using (actor_id)) as theirs using (collaboration_id)
    where mine.is_inside and ${areTied(asked)}
  ),
  themed as materialized (
    select actor_id, array_agg(concept_id) as themes from actor_themes group by actor_id
  ),
  tie as materialized (
    select pair.*, ones.themes && others.themes as has_same_theme
    from pair
    left join themed as ones on ones.actor_id = one_id
    left join themed as others on others.actor_id = other_id
  )`

type TieCounts = { inside: number; across: number; same: number; other: number }

/** Ties of a place, by side and by whether the two have a theme in common. */
export async function countTies(db: Executor, scope: Scope, asked: Tied): Promise<TieCounts> {
  const [row] = await db.execute<TieCounts>(sql`
    with ${pairs(scope, asked)}
    select
      count(*) filter (where not is_across)::int as inside,
      count(*) filter (where is_across)::int as across,
      count(*) filter (where has_same_theme)::int as same,
      count(*) filter (where not has_same_theme)::int as other
    from tie`)
  return row ?? { inside: 0, across: 0, same: 0, other: 0 }
}

type BridgingRow = {
  total: number
  slug: string
  name: string
  partners: number
  territories: number
}

const FIRST_BRIDGING = 10

/** The territory that each actor is in: of this level, or else the country. */
export const placed = (level: number | null) => sql`
  placed as (
    select distinct on (actor_id) actor_id, territory_code
    from actor_territories join territories on code = territory_code
    where territories.level <= ${level ?? 0}
    order by actor_id, territories.level desc, territory_code
  )`

/** Actors with ties across the border, those first that reach most other territories. */
export async function countBridging(db: Executor, scope: Scope, asked: Tied, level: number | null) {
  const rows = await db.execute<BridgingRow>(sql`
    with ${pairs(scope, asked)}, ${placed(level)}
    select
      count(*) over ()::int as total, slug, name,
      count(distinct other_id)::int as partners,
      count(distinct territory_code)::int as territories
    from tie
    join actors on actors.id = one_id
    left join placed on placed.actor_id = other_id
    where is_across
    group by actors.id
    order by territories desc, partners desc, name, actors.id limit ${FIRST_BRIDGING}`)
  return {
    total: rows[0]?.total ?? 0,
    first: rows.map(({ slug, name, partners, territories }) => ({
      actor: { slug, name },
      partners,
      territories,
    })),
  }
}

/** How many actors took part for the first time, and how many collaborations began, per year. */
export async function countYears(
  db: Executor,
  scope: Scope,
  { from, to, minEvidence }: Tied,
): Promise<CountedYear[]> {
  return db.execute<CountedYear>(sql`
    with ${reached(scope, { minEvidence })},
    newcomer as (
      select extract(year from min(starts_on))::int as year
      from part join side using (actor_id) where is_inside group by actor_id
    ), beginning as (
      select extract(year from starts_on)::int as year
      from reached join collaborations on id = collaboration_id
    )
    select year, sum(newcomers)::int as newcomers, sum(begun)::int as begun
    from (
      select year, 1 as newcomers, 0 as begun from newcomer
      union all select year, 0, 1 from beginning
    ) as counted
    where year between ${from ?? 0} and ${to ?? 9999}
    group by year order by year`)
}
