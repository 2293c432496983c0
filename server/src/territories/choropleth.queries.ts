import { sql, type SQL } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { textArray } from '../http/sql.ts'
import { parts } from '../search/reach.queries.ts'
import { queryMaker, tiedParameters } from './figures.queries.ts'
import type { FigureQuery } from './figures.schema.ts'
import { areTied, type Tied } from '../search/tied.queries.ts'

export const mappedFigures = [
  'actors',
  'practices',
  'collaborations',
  'across',
  'acrossShare',
  'eiIndex',
  'newcomers',
] as const
export type MappedFigure = (typeof mappedFigures)[number]

export interface Mapped {
  level: number
  figure: MappedFigure
  /** Slugs; for actors only. */
  themes: string[]
  /** For newcomers: the first year that counts. */
  since: number
  /** Which ties count. */
  tied: Tied
}

/** The lists of what a figure counts in a territory; of what a share or an index is reckoned from: that across the border first. */
function queriesOf(
  code: string,
  { figure, themes, since, tied: asked }: Mapped,
): [FigureQuery, FigureQuery?] {
  const list = queryMaker({ code })
  const ties = tiedParameters(asked)
  switch (figure) {
    case 'actors':
      return [list('actors', themes.length > 0 ? { theme: themes } : {})]
    case 'practices':
      return [list('practices')]
    case 'collaborations':
      return [list('collaborations', { reach: 'any', ...ties })]
    case 'across':
      return [list('collaborations', { reach: 'across', ...ties })]
    case 'acrossShare':
      return [
        list('collaborations', { reach: 'across', ...ties }),
        list('collaborations', { reach: 'any', ...ties }),
      ]
    case 'eiIndex':
      return [list('ties', { side: 'across', ...ties }), list('ties', { side: 'inside', ...ties })]
    case 'newcomers': {
      const evidence = tiedParameters({ minEvidence: asked.minEvidence })
      return [list('actors', { newIn: `${String(since)}/..`, ...evidence })]
    }
  }
}

/** What leads on from a value: the list that it is the total of, or the figures that it is reckoned from. */
export function leadsOf({ code, value, parts }: ValueRow, asked: Mapped) {
  const [query, rest] = queriesOf(code, asked)
  if (!parts || !rest) return { query: value === null ? null : query, parts: [] }
  const figures = [query, rest].map((each, at) => ({ value: parts[at] ?? 0, query: each }))
  return { query: null, parts: figures }
}

type ValueRow = { code: string; value: number | null; parts?: [across: number, rest: number] }

/** A figure of every territory of a level that has anything to count. */
export function listValues(db: Executor, asked: Mapped): Promise<ValueRow[]> {
  return db.execute<ValueRow>(sql`
    with level as materialized (select code from territories where level = ${asked.level})
    select valued.* from (${valuesOf(asked)}) as valued join level using (code) order by code`)
}

function valuesOf({ level, figure, themes, since, tied: asked }: Mapped): SQL {
  switch (figure) {
    case 'actors':
      return documents('actors', themes)
    case 'practices':
      return documents('practices', [])
    case 'collaborations':
      return sql`with ${reached(level, asked)} select code, count(*)::float8 as value from here group by code`
    case 'across':
      return sql`with ${reached(level, asked)}
        select code, count(*) filter (where is_across)::float8 as value from here group by code`
    case 'acrossShare':
      return sql`with ${reached(level, asked)}
        select code, (count(*) filter (where is_across))::float8 / count(*) as value,
          json_build_array(count(*) filter (where is_across), count(*)) as parts
        from here group by code`
    case 'eiIndex':
      return sql`with ${tied(level, asked)}
        select code, sum(case when is_across then 1 else -1 end)::float8 / count(*) as value,
          json_build_array(count(*) filter (where is_across), count(*) filter (where not is_across)) as parts
        from tie group by code`
    case 'newcomers':
      return sql`with ${placed(level, { minEvidence: asked.minEvidence })}
        select code, count(*)::float8 as value
        from placed join (
          select actor_id from part group by actor_id having extract(year from min(starts_on)) >= ${since}
        ) as newcomer using (actor_id)
        where code is not null group by code`
  }
}

function documents(feature: 'actors' | 'practices', themes: string[]): SQL {
  const hasTheme = themes.length
    ? sql`themes && array(select id from concepts where scheme = 'theme' and slug = any(${textArray(themes)}))`
    : sql`true`
  return sql`
    select territory as code, count(*)::float8 as value
    from search_documents cross join unnest(territories) as territory
    where feature = ${feature} and ${hasTheme} group by territory`
}

/** Each actor's territory of the level, and country. */
const placed = (level: number, asked: Tied) => sql`
  part as materialized (${parts(asked)}),
  placed as materialized (
    select actor_id,
      max(territory_code) filter (where territories.level = ${level}) as code,
      max(territory_code) filter (where territories.level = 0) as country
    from actor_territories join territories on code = territory_code
    group by actor_id
  )`

/** Each collaboration in each territory where someone takes part; across where someone is known to be elsewhere. */
const reached = (level: number, asked: Tied) => sql`
  ${placed(level, asked)},
  wide as materialized (
    select collaboration_id, count(distinct code) > 1 or count(distinct country) > 1 as is_across
    from part join placed using (actor_id) group by collaboration_id
  ),
  here as (
    select distinct collaboration_id, code, is_across
    from part join placed using (actor_id) join wide using (collaboration_id)
    where code is not null
  )`

/** Each tie in the territory of either end. */
const tied = (level: number, asked: Tied) => sql`
  ${placed(level, asked)},
  pair as materialized (
    select distinct mine.actor_id as one_id, theirs.actor_id as other_id
    from part as mine join part as theirs using (collaboration_id)
    where mine.actor_id < theirs.actor_id and ${areTied(asked)}
  ),
  ends as (
    select mine.code, theirs.code as other_code, mine.country <> theirs.country as is_abroad
    from pair join placed as mine on mine.actor_id = one_id join placed as theirs on theirs.actor_id = other_id
    union all
    select theirs.code, mine.code, mine.country <> theirs.country
    from pair join placed as mine on mine.actor_id = one_id join placed as theirs on theirs.actor_id = other_id
    where mine.code is distinct from theirs.code
  ),
  tie as (
    select code, code is distinct from other_code as is_across from ends
    where code is not null and (other_code is not null or is_abroad)
  )`
