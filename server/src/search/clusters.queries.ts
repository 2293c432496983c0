import { sql, type SQL } from 'drizzle-orm'
import type { actorKinds, Executor, locationPrecisions } from '@maillage/db'
import { inOrder } from '../http/in-order.ts'
import { chooseTitle, type Translation } from '../http/language.ts'
import type { Bounds, Language, Position } from '../http/schema.ts'
import { type Cell, cellSize, type Clusters, mergeCells } from './clusters.rules.ts'
import {
  conditions,
  type FacetName,
  type Filters,
  hasChosen,
  isPointInside,
} from './filters.queries.ts'

type ActorRow = {
  slug: string
  name: string
  kind: (typeof actorKinds)[number]
  coordinates: Position
  theme: string | null
  precision: (typeof locationPrecisions)[number]
}

type TitleRow = {
  id: number
  slug: string
  title: string
  language: string
  titles: Translation[] | null
  theme: string | null
}

/**
 * Gathers the points of the records that match into clusters fit for a zoom level; the lone ones come as themselves.
 *
 * An actor has one point. A practice or a collaboration has those of its located actors, and counts once in each
 * cluster and once in the total, however many of them are in view.
 */
async function findClusters(db: Executor, filters: Filters, zoom: number) {
  const [west, south, east, north] = filters.bbox ?? WORLD
  const isAcross = west > east
  const width = (east - west + (isAcross ? 360 : 0)) / 360
  const size = cellSize(zoom, width, mercatorY(south) - mercatorY(north))
  const chosen = Object.entries(filters.chosen) as [FacetName, string[]][]
  const where = [
    conditions(filters),
    sql`location is not null`,
    ...chosen.map(([facet, values]) => hasChosen(facet, values)),
  ]
  const hasOnePoint = filters.feature === 'actors'
  const ids = hasOnePoint
    ? sql`case when count(*) = 1 then json_build_array(min(record_id)) else '[]' end`
    : sql`json_agg(distinct record_id)`

  const cells = await db.execute<Cell>(sql`
    with points as (${hasOnePoint ? actorPoints(where) : pointsInside(where, filters.bbox ?? WORLD)}),
    matching as (
      select record_id, y, lat, x + shift as x, lng + 360 * shift as lng
      -- East of the 180° line x counts on, so that a cluster may lie across it.
      from (select *, ${isAcross ? sql`case when lng < ${west}::float8 then 1 else 0 end` : sql`0`} as shift from points) as shifted
    )
    select
      count(*)::int as count, avg(x) as x, avg(y) as y,
      min(lng) as west, min(lat) as south, max(lng) as east, max(lat) as north,
      ${ids} as ids
    from matching
    group by floor(x / ${size}::float8), floor(y / ${size}::float8)`)

  const total = hasOnePoint
    ? cells.reduce((sum, { count }) => sum + count, 0)
    : new Set(cells.flatMap((cell) => cell.ids)).size
  return { ...mergeCells(cells, zoom), total }
}

const WORLD: Bounds = [-180, -90, 180, 90]

const actorPoints = (where: SQL[]) => sql`
  select record_id, x, y, ST_X(location::geometry) as lng, ST_Y(location::geometry) as lat
  from search_documents where ${sql.join(where, sql` and `)}`

/** Not all places of what lies in a box lie in it too. */
const pointsInside = (where: SQL[], box: Bounds) => sql`
  select record_id, lng, lat, (lng + 180) / 360 as x,
    (1 - asinh(tan(radians(greatest(-85.05, least(85.05, lat))))) / pi()) / 2 as y
  from (
    select record_id, ST_X(geom) as lng, ST_Y(geom) as lat, geom::geography as location
    from search_documents cross join lateral ST_DumpPoints(location::geometry)
    where ${sql.join(where, sql` and `)}
  ) as point
  where ${isPointInside(box)}`

/** Actors on a map. */
export async function findActorClusters(db: Executor, filters: Filters, zoom: number) {
  const { clusters, singles, total } = await findClusters(db, filters, zoom)
  const actors = singles.length > 0 ? await listActorPoints(db, idsOf(singles)) : []
  return { clusters, actors, total }
}

/** Practices on a map, where those are who practise them. */
export async function findPracticeClusters(
  db: Executor,
  filters: Filters,
  zoom: number,
  language: Language,
) {
  const { clusters, singles, total } = await findClusters(db, filters, zoom)
  const rows = singles.length > 0 ? await listTitles(db, 'practice', idsOf(singles)) : []
  const practices = inOrder(singles, rows).map(({ each, row }) => toPoint(row, each, language))
  return { clusters, practices, total }
}

/** Collaborations on a map, where those are who take part. */
export async function findCollaborationClusters(
  db: Executor,
  filters: Filters,
  zoom: number,
  language: Language,
) {
  const { clusters, singles, total } = await findClusters(db, filters, zoom)
  const rows = singles.length > 0 ? await listTitles(db, 'collaboration', idsOf(singles)) : []
  const collaborations = inOrder(singles, rows).map(({ each, row }) => toPoint(row, each, language))
  return { clusters, collaborations, total }
}

const idsOf = (singles: Clusters['singles']) => [...new Set(singles.map(({ id }) => id))]

const idList = (ids: number[]) =>
  sql.join(
    ids.map((id) => sql`${id}::int`),
    sql`, `,
  )

function listActorPoints(db: Executor, ids: number[]) {
  return db.execute<ActorRow>(sql`
    select slug, name, kind, location_precision as precision,
      json_build_array(ST_X(location), ST_Y(location)) as coordinates,
      ${firstTheme('actor')} as theme
    from actors where id in (${idList(ids)})
    order by id`)
}

function listTitles(db: Executor, record: 'practice' | 'collaboration', ids: number[]) {
  const table = sql.raw(`${record}s`)
  return db.execute<TitleRow>(sql`
    select id, slug, title, language, ${firstTheme(record)} as theme,
      (select json_agg(json_build_object('language', language, 'text', text))
       from ${sql.raw(`${record}_texts`)}
       where ${sql.raw(`${record}_id`)} = ${table}.id and field = 'title') as titles
    from ${table} where id in (${idList(ids)})`)
}

const firstTheme = (record: 'actor' | 'practice' | 'collaboration') => sql`(
  select concepts.slug from ${sql.raw(`${record}_themes`)} join concepts on concepts.id = concept_id
  where ${sql.raw(`${record}_id`)} = ${sql.raw(`${record}s`)}.id order by concepts.id limit 1)`

function toPoint(
  { slug, title, language: original, titles, theme }: TitleRow,
  { position }: { position: Position },
  language: Language,
) {
  const chosen = chooseTitle(titles, language, { title, language: original })
  return {
    slug,
    title: chosen.text,
    language: chosen.language,
    coordinates: position,
    theme,
  }
}

function mercatorY(lat: number): number {
  const clamped = Math.max(-85.05, Math.min(85.05, lat))
  return (1 - Math.asinh(Math.tan((clamped * Math.PI) / 180)) / Math.PI) / 2
}
