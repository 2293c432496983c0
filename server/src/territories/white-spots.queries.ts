import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import type { Position } from '../http/schema.ts'
import { hasPractice } from '../search/filters.queries.ts'
import { areaGeometry, type Scope } from '../search/reach.queries.ts'
import { isHere } from './counts.queries.ts'
import type { Provider } from './white-spots.rules.ts'

/** What somebody should provide. */
export type Sought =
  { theme: string; practice?: undefined } | { theme?: undefined; practice: string }

export type Settlement = {
  id: number
  name: string
  region: string | null
  population: number
  coordinates: Position
}

/** More than the places of a thousand people in any country of the gazetteer. */
export const MOST_PLACES = 20_000

/** Places of the gazetteer inside, the largest first. */
export async function listSettlements(
  db: Executor,
  scope: Scope,
  { level, population }: { level: number | null; population: number },
): Promise<Settlement[]> {
  const isInside = scope.area
    ? sql`ST_Intersects(location, ${areaGeometry(scope.area)})`
    : level === 0
      ? sql`country_code = ${scope.code}`
      : sql`location && (select border from territories where code = ${scope.code}) and exists (
          select from territory_parts
          where ST_Covers(part, location) and territory_code in (
            with recursive inside as (
              select ${scope.code}::text as code
              union select territories.code from territories join inside on parent_code = inside.code
            ) select code from inside))`
  return db.execute<Settlement>(sql`
    select id, name, region, population,
      json_build_array(ST_X(location), ST_Y(location)) as coordinates
    from places where population >= ${population} and ${isInside}
    order by population desc, id limit ${MOST_PLACES}`)
}

const provides = ({ theme, practice }: Sought) =>
  theme === undefined
    ? hasPractice(practice)
    : sql`themes && array(select id from concepts where scheme = 'theme' and slug = ${theme})`

/** How many of the actors of a place do. */
export async function countProvidersHere(db: Executor, scope: Scope, sought: Sought) {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from search_documents
    where feature = 'actors' and ${provides(sought)} and ${isHere(scope)}`)
  return row?.count ?? 0
}

/**
 * Actors who have the theme, or originate, practise or transmit the practice, wherever they are: how many, and those of whom
 * more than the region is known. A distance to the middle of a region would be invented.
 */
export async function listProviders(
  db: Executor,
  sought: Sought,
): Promise<{ count: number; located: Provider[] }> {
  const providers = await db.execute<Omit<Provider, 'coordinates'> & { at: Position | null }>(sql`
    select slug, name, case when location_precision in ('address', 'town')
      then json_build_array(ST_X(actors.location), ST_Y(actors.location)) end as at
    from search_documents join actors on actors.id = record_id
    where feature = 'actors' and ${provides(sought)}
    order by actors.id`)
  return {
    count: providers.length,
    located: providers.flatMap(({ at, ...named }) => (at ? [{ ...named, coordinates: at }] : [])),
  }
}
