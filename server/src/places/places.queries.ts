import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { foldWords } from '../http/fold.ts'
import { countryName } from '../http/language.ts'
import type { Bounds, Language, Position } from '../http/schema.ts'
import { withoutControlCharacters } from '../http/sql.ts'

type PlaceRow = {
  id: string
  name: string
  region: string | null
  country: string
  coordinates: Position
  population: number | null
  postalCode: string | null
}

/**
 * Places whose name, in any spelling, begins with what is typed, the most populous first; then, where these are too
 * few, places that are written alike. Words after a comma say in which region or country.
 */
export async function findPlaces(db: Executor, text: string, limit: number, language: Language) {
  const [name = '', ...where] = withoutControlCharacters(text).split(',')
  const hint = foldWords(where.join(' '))
  const wanted = hint === '' ? limit : limit * 10
  const byCode = /\d/.test(name) ? await listByPostalCode(db, name, wanted) : []
  const byName = byCode.length < wanted ? await listByName(db, name, wanted) : []
  const alike = byCode.length + byName.length < limit ? await listAlike(db, name, wanted) : []

  const places = new Map([...byCode, ...byName, ...alike].map((place) => [place.id, place]))
  const isWhere = ({ region, country }: PlaceRow) =>
    [region ?? '', country, countryName(country, language), countryName(country, 'en')].some(
      (known) => hint !== '' && foldWords(known).startsWith(hint),
    )
  return [...places.values()]
    .sort((one, other) => Number(isWhere(other)) - Number(isWhere(one)))
    .slice(0, limit)
    .map((place) => ({ ...place, countryName: countryName(place.country, language) }))
}

const columns = sql`
  places.id::text as id, places.name, places.region, places.country_code as country,
  json_build_array(ST_X(places.location), ST_Y(places.location)) as coordinates,
  places.population, null::text as "postalCode"`

/** Enough of the most populous to put those first whose own name it is. */
const CANDIDATES = 200

/**
 * A name typed in full counts as much as one of a place ten times its size that goes on, and so does a place's own
 * name against one that is only used in another language.
 */
function listByName(db: Executor, name: string, limit: number) {
  return db.execute<PlaceRow>(sql`
    with typed as (select folded_words(${name}::text) as name_key),
    candidates as (
      select place_id, is_whole, population
      from (
        select place_id, bool_or(place_names.name_key = typed.name_key) as is_whole
        from typed join place_names on place_names.name_key like typed.name_key || '%'
        where typed.name_key <> ''
        group by place_id
      ) as found join places on id = place_id
      order by (population + 1) * case when is_whole then 10 else 1 end desc, place_id
      limit ${CANDIDATES}
    )
    select ${columns}
    from candidates join places on places.id = place_id cross join typed
    order by
      (candidates.population + 1)
        * case when is_whole then 10 else 1 end
        * case when folded_words(places.name) like typed.name_key || '%' then 10 else 1 end desc,
      places.id
    limit ${limit}`)
}

function listAlike(db: Executor, name: string, limit: number) {
  return db.execute<PlaceRow>(sql`
    with typed as (select folded_words(${name}::text) as name_key)
    select ${columns}
    from (
      select place_id, max(similarity(place_names.name_key, typed.name_key)) as likeness
      from typed join place_names on place_names.name_key % typed.name_key
      where length(typed.name_key) >= 3
      group by place_id
    ) as found join places on places.id = place_id
    where likeness >= 0.4
    order by likeness desc, places.population desc, places.id
    limit ${limit}`)
}

function listByPostalCode(db: Executor, text: string, limit: number) {
  return db.execute<PlaceRow>(sql`
    select
      country_code || ':' || code_key || ':' || name_key as id, name, region, country_code as country,
      json_build_array(ST_X(location), ST_Y(location)) as coordinates,
      null::int as population, code as "postalCode"
    from postal_codes
    where code_key like upper(regexp_replace(folded_words(${text}::text), '\\s', '', 'g')) || '%'
    order by length(code_key), country_code, code_key, name_key
    limit ${limit}`)
}

async function isFilled(db: Executor, table: 'places' | 'postal_codes'): Promise<boolean> {
  const [row] = await db.execute<{ has: boolean }>(
    sql`select exists (select from ${sql.identifier(table)}) as has`,
  )
  return row?.has === true
}

/** Whether a gazetteer was loaded. */
export const hasPlaces = (db: Executor) => isFilled(db, 'places')

/** Whether any were loaded: the gazetteer itself has none. */
export const hasPostalCodes = (db: Executor) => isFilled(db, 'postal_codes')

const CITY_PEOPLE = 100_000

/** The city nearest to each of these places, another one of its country, by the id of the place. */
export async function findNearestCities(db: Executor, ids: readonly number[]) {
  const rows = await db.execute<{ id: number; city: string }>(sql`
    select places.id, city.name as city
    from places cross join lateral (
      select name from places as other
      where other.population >= ${CITY_PEOPLE} and other.country_code = places.country_code
        and other.id <> places.id and other.name <> places.name
      order by other.location <-> places.location limit 1
    ) as city
    where places.id = any (${`{${ids.join(',')}}`}::integer[])`)
  return new Map(rows.map(({ id, city }) => [id, city]))
}

/** The most populous places in a box; one across the date line is cut there. */
export function listPlaceLabels(db: Executor, bbox: Bounds, limit: number) {
  const [west, south, east, north] = bbox
  const inside = (from: number, to: number) =>
    sql`location && ST_MakeEnvelope(${from}::float8, ${south}::float8, ${to}::float8, ${north}::float8, 4326)`
  const isInside =
    west > east ? sql`(${inside(west, 180)} or ${inside(-180, east)})` : inside(west, east)
  return db.execute<{ name: string; coordinates: Position }>(sql`
    select name, json_build_array(ST_X(location), ST_Y(location)) as coordinates
    from places where ${isInside}
    order by population desc, id limit ${limit}`)
}

/** How far the nearest place may be, for one that is in the middle of nowhere. */
const NEAREST_METERS = 60_000

/** The place nearest to a point. */
export async function findNearestPlace(db: Executor, [lng, lat]: Position, language: Language) {
  const point = sql`ST_SetSRID(ST_MakePoint(${lng}::float8, ${lat}::float8), 4326)`
  // The nearest few by degrees, then by metres: a degree of longitude is shorter.
  const [place] = await db.execute<PlaceRow>(sql`
    select ${columns}
    from (select * from places order by location <-> ${point} limit 12) as places
    where ST_DWithin(location::geography, ${point}::geography, ${NEAREST_METERS})
    order by location::geography <-> ${point}::geography, id
    limit 1`)
  return place && { ...place, countryName: countryName(place.country, language) }
}
