import { sql } from 'drizzle-orm'
import type { MultiPolygon, Polygon } from 'geojson'
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

/** Parts of its size that a border keeps when it is handed out; a kilometre at most, however large. */
const DETAIL = 700
const COARSEST = 0.01

export type Border = {
  border: Polygon | MultiPolygon
  corners: { coordinates: Position }[]
}

/** The border of a place, as a map shows it, and two corners of the box around it. */
export async function findBorder(db: Executor, scope: Scope): Promise<Border | undefined> {
  const border = scope.area
    ? areaGeometry(scope.area)
    : sql`(select border from territories where code = ${scope.code})`
  const [row] = await db.execute<Border>(sql`
    select
      ST_AsGeoJSON(ST_SimplifyPreserveTopology(border, least(${COARSEST}::float8, greatest(east - west, north - south) / ${DETAIL})), 5)::json as border,
      json_build_array(
        json_build_object('coordinates', json_build_array(west, south)),
        json_build_object('coordinates', json_build_array(east, north))) as corners
    from (
      select border, ST_XMin(border) as west, ST_YMin(border) as south, ST_XMax(border) as east, ST_YMax(border) as north
      from (select ${border} as border) as subject
    ) as measured where border is not null`)
  return row
}

/** Less is what rounding leaves over: about a hectare. */
const LEAST_SQUARE_DEGREES = 1e-6

export type WhiteArea = {
  geometry: { type: 'Polygon'; coordinates: Position[][] }
  innermost: Position
}

/** What is inside a border and in none of the rings, piece by piece, each with the point farthest from its edge. */
export function listWhiteAreas(db: Executor, border: Border['border'], rings: Position[][]) {
  return db.execute<WhiteArea>(sql`
    with subject as materialized (
      select ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(${JSON.stringify(border)}), 4326)) as border
    ), served as (
      select ST_Union(circle) as served
      from subject, jsonb_array_elements(${JSON.stringify(rings)}::jsonb) as ring,
        -- Also what a circle beyond 180 degrees has on the other side.
        (values (-360), (0), (360)) as turned (degrees),
        lateral (
          select ST_Translate(ST_SetSRID(ST_GeomFromGeoJSON(
            jsonb_build_object('type', 'Polygon', 'coordinates', jsonb_build_array(ring))), 4326), degrees, 0) as circle
        ) as turning
      where circle && border
    ), piece as (
      select (ST_Dump(case when served is null then border else ST_Difference(border, served) end)).geom
      from subject, served
    )
    select ST_AsGeoJSON(ST_ForcePolygonCCW(geom), 5)::json as geometry,
      json_build_array(round(ST_X(center)::numeric, 5)::float8, round(ST_Y(center)::numeric, 5)::float8) as innermost
    from piece, lateral (select (ST_MaximumInscribedCircle(geom)).center) as inside
    where ST_Dimension(geom) = 2 and ST_Area(geom) > ${LEAST_SQUARE_DEGREES}::float8
    order by ST_Area(geom) desc`)
}
