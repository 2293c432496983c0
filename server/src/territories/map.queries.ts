import { sql, type SQL } from 'drizzle-orm'
import type { Geometry } from 'geojson'
import type { Executor } from '@maillage/db'
import type { Bounds, Language, Position } from '../http/schema.ts'
import { listTerritoryNames } from '../places/territories.queries.ts'
import { areaGeometry, type Scope } from '../search/reach.queries.ts'
import { isHere } from './counts.queries.ts'

/** How many lines a map drawn by its own is wide: a border has no more detail than can be seen. */
const DETAIL = 700
/** A map shows this part of its size around what it is about; in what is long and thin, more to the sides. */
const MARGIN = 0.12
/** What lies farther from the main part, such as islands overseas, would leave nothing of it to see. */
const FAR_DEGREES = 5
/** Points closer than this part of the map are drawn as one. */
const GRID = 70

type MapRow = {
  border: Geometry | null
  bounds: Bounds | null
  around: { code: string; geometry: Geometry }[]
  inside: { code: string; geometry: Geometry }[]
}

/** A border with what lies around and inside it, simplified for a picture. */
export async function findMap(db: Executor, scope: Scope) {
  const subject = scope.area
    ? sql`select null::text as code, ${areaGeometry(scope.area)} as border`
    : sql`select code, border from territories where code = ${scope.code}`
  const [row] = await db.execute<MapRow>(sql`
    with subject as materialized (${subject}),
    piece as materialized (
      select geom, Box2D(geom)::geometry as around, ST_Area(geom) as area
      from (select (ST_Dump(border)).geom from subject) as dumped
    ),
    box as materialized (
      select ST_Expand(core, size * ${MARGIN}::float8) as frame, size / ${DETAIL}::float8 as detail,
        ST_Expand(core, size) as wide
      from (
        select ST_Extent(piece.geom)::geometry as core from piece
        join (select around from piece order by area desc limit 1) as main
          on ST_DWithin(piece.around, main.around, ${FAR_DEGREES}::float8)
      ) as near, lateral (
        select greatest(ST_XMax(core) - ST_XMin(core), ST_YMax(core) - ST_YMin(core)) as size
      ) as measured
    )
    select
      (select ${drawn(sql`border`)} from subject, box) as border,
      (select json_build_array(ST_XMin(frame), ST_YMin(frame), ST_XMax(frame), ST_YMax(frame)) from box) as bounds,
      (select coalesce(json_agg(json_build_object('code', code, 'geometry', ${drawn(clipped)}) order by code), '[]')
       from territories, box where level = 0 and border && wide and not ST_IsEmpty(${clipped})) as around,
      (select coalesce(json_agg(json_build_object('code', territories.code, 'geometry', ${drawn(sql`territories.border`)}) order by territories.code), '[]')
       from territories, subject, box where territories.parent_code = subject.code) as inside`)
  const bounds = row?.bounds?.every((side) => typeof side === 'number') ? row.bounds : null
  return {
    border: row?.border ?? null,
    bounds,
    around: row?.around ?? [],
    inside: row?.inside ?? [],
  }
}

const clipped = sql`ST_ClipByBox2D(territories.border, wide)`

/** Three digits are a hundred metres. */
const drawn = (geometry: SQL) =>
  sql`ST_AsGeoJSON(ST_SimplifyPreserveTopology(${geometry}, detail), 3)::json`

/** Where actors of a place are: their public points, gathered where they would cover each other. */
export async function listPoints(db: Executor, scope: Scope, bounds: Bounds | null) {
  if (!bounds) return []
  const [west, south, east, north] = bounds
  const cell = Math.max(east - west, north - south) / GRID
  return db.execute<{ coordinates: Position; count: number }>(sql`
    select json_build_array(round(avg(lng)::numeric, 4)::float8, round(avg(lat)::numeric, 4)::float8) as coordinates,
      count(*)::int as count
    from (
      select ST_X(location::geometry) as lng, ST_Y(location::geometry) as lat
      from search_documents where feature = 'actors' and location is not null and ${isHere(scope)}
    ) as point
    group by floor(lng / ${cell}::float8), floor(lat / ${cell}::float8)
    order by count desc limit 1500`)
}

type BorderRow = { code: string; geometry: Geometry | null }

/** The borders of all territories of a level, of the whole or of one country, simplified for a picture. */
export async function listBorders(
  db: Executor,
  { level, country }: { level: number; country: string | undefined },
  language: Language,
) {
  const isChosen =
    country === undefined ? sql`true` : sql`coalesce(country_code, code) = ${country}`
  const rows = await db.execute<BorderRow>(sql`
    with chosen as materialized (
      select code, border from territories where level = ${level} and border is not null and ${isChosen}
    ), detail as (
      select least(0.05, (ST_XMax(frame) - ST_XMin(frame)) / ${DETAIL}::float8) as detail
      from (select ST_Extent(border) as frame from chosen) as extent
    )
    select code, ${drawn(sql`border`)} as geometry from chosen, detail order by code`)
  const names = await listTerritoryNames(
    db,
    rows.map(({ code }) => code),
    language,
  )
  return rows.flatMap(({ code, geometry }) =>
    geometry ? [{ code, name: names.get(code) ?? code, geometry }] : [],
  )
}

/** Levels that have borders, and how many. */
export function listLevels(db: Executor) {
  return db.execute<{ level: number; count: number }>(sql`
    select level, count(*)::int as count from territories
    where border is not null group by level order by level`)
}
