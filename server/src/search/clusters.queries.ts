import { sql } from 'drizzle-orm'
import type { actorKinds, Executor, locationPrecisions } from '@maillage/db'
import type { Position } from '../http/schema.ts'
import { type Cell, cellSize, mergeCells } from './clusters.rules.ts'
import { conditions, type FacetName, type Filters, hasChosen } from './filters.queries.ts'

type SingleRow = {
  slug: string
  name: string
  kind: (typeof actorKinds)[number]
  coordinates: Position
  theme: string | null
  precision: (typeof locationPrecisions)[number]
}

/** Gathers the located actors that match into clusters fit for a zoom level; the lone ones come as themselves. */
export async function findClusters(db: Executor, filters: Filters, zoom: number) {
  const [west, south, east, north] = filters.bbox ?? [-180, -90, 180, 90]
  const isAcross = west > east
  const width = (east - west + (isAcross ? 360 : 0)) / 360
  const size = cellSize(zoom, width, mercatorY(south) - mercatorY(north))
  // East of the 180° line x counts on, so that a cluster may lie across it.
  const shift = isAcross
    ? sql`case when ST_X(location::geometry) < ${west}::float8 then 1 else 0 end`
    : sql`0`
  const chosen = Object.entries(filters.chosen) as [FacetName, string[]][]
  const where = [
    conditions({ ...filters, feature: 'actors' }),
    sql`location is not null`,
    ...chosen.map(([facet, values]) => hasChosen(facet, values)),
  ]

  const cells = await db.execute<Cell>(sql`
    with matching as (
      select record_id, x + ${shift} as x, y,
        ST_X(location::geometry) + 360 * (${shift}) as lng, ST_Y(location::geometry) as lat
      from search_documents where ${sql.join(where, sql` and `)}
    )
    select
      count(*)::int as count, avg(x) as x, avg(y) as y,
      min(lng) as west, min(lat) as south, max(lng) as east, max(lat) as north,
      case when count(*) = 1 then min(record_id) end as "actorId"
    from matching
    group by floor(x / ${size}::float8), floor(y / ${size}::float8)`)

  const { clusters, actorIds } = mergeCells(cells, zoom)
  const actors = actorIds.length > 0 ? await listSingles(db, actorIds) : []
  return {
    clusters,
    actors,
    total: cells.reduce((sum, { count }) => sum + count, 0),
  }
}

function listSingles(db: Executor, ids: number[]) {
  return db.execute<SingleRow>(sql`
    select slug, name, kind, location_precision as precision,
      json_build_array(ST_X(location), ST_Y(location)) as coordinates,
      (select concepts.slug from actor_themes join concepts on concepts.id = concept_id
       where actor_id = actors.id order by concepts.id limit 1) as theme
    from actors where id in (${sql.join(
      ids.map((id) => sql`${id}::int`),
      sql`, `,
    )})
    order by id`)
}

function mercatorY(lat: number): number {
  const clamped = Math.max(-85.05, Math.min(85.05, lat))
  return (1 - Math.asinh(Math.tan((clamped * Math.PI) / 180)) / Math.PI) / 2
}
