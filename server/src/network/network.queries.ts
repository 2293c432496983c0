import { sql } from 'drizzle-orm'
import type { Database, Executor } from '@maillage/db'
import { textArray } from '../http/sql.ts'
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import type { PositionColumns } from './layout.rules.ts'

/** What the network is made of, as JSON that a worker parses: this thread has requests to answer. */
export interface NetworkTexts {
  version: number
  actors: string
  parts: string
}

type Columns = { version: number; columns: string }

const version = sql`coalesce((select version from data_version), 0)::float8 as version`

const readActors = (db: Executor) =>
  db.execute<Columns>(sql`
    select ${version}, json_build_object(
      'id', coalesce(json_agg(id), '[]'), 'slug', coalesce(json_agg(slug), '[]'),
      'name', coalesce(json_agg(name), '[]'), 'kind', coalesce(json_agg(kind), '[]'),
      'country', coalesce(json_agg(country_code), '[]'), 'theme', coalesce(json_agg(theme), '[]'),
      'lng', coalesce(json_agg(lng), '[]'), 'lat', coalesce(json_agg(lat), '[]'))::text as columns
    from (
      select actors.id, actors.slug, name, kind, country_code, concepts.slug as theme,
        round(ST_X(location)::numeric, 5) as lng, round(ST_Y(location)::numeric, 5) as lat
      from actors
      left join (
        select actor_id, min(concept_id) as concept_id from actor_themes group by actor_id
      ) as first on first.actor_id = actors.id
      left join concepts on concepts.id = first.concept_id
      where status = 'published' order by actors.id
    ) as public`)

const readParts = (db: Executor) =>
  db.execute<Columns>(sql`
    select ${version}, json_build_object(
      'collaboration', coalesce(json_agg(collaboration_id), '[]'),
      'actor', coalesce(json_agg(actor_id), '[]'), 'rank', coalesce(json_agg(rank), '[]'),
      'leads', coalesce(json_agg(leads), '[]'),
      'from', coalesce(json_agg(first_year), '[]'), 'to', coalesce(json_agg(last_year), '[]'))::text as columns
    from (
      select collaboration_id, actor_id,
        array_position(${textArray(evidenceByRank)}, evidence::text) - 1 as rank,
        role in ('coordinator', 'host') as leads,
        extract(year from coalesce(participations.starts_on, collaborations.starts_on)) as first_year,
        extract(year from coalesce(participations.ends_on, collaborations.ends_on)) as last_year
      from participations
      join collaborations on collaborations.id = collaboration_id and collaborations.status = 'published'
      join actors on actors.id = actor_id and actors.status = 'published'
      order by collaboration_id, actor_id
    ) as public`)

const ATTEMPTS = 3

/** Reads the whole public network, all of it at one version of the data. */
export async function readNetwork(db: Executor, attempt = 1): Promise<NetworkTexts> {
  if (attempt > ATTEMPTS) {
    return db.transaction((tx) => readNetwork(tx, 1), { isolationLevel: 'repeatable read' })
  }
  const [actors] = await readActors(db)
  const [parts] = await readParts(db)
  if (!actors || !parts) throw new Error('A network without rows')
  if (actors.version !== parts.version) return readNetwork(db, attempt + 1)
  return { version: actors.version, actors: actors.columns, parts: parts.columns }
}

/** Where the drawing has actors, as JSON. */
export async function readPositions(db: Executor): Promise<{ version: number; columns: string }> {
  const [row] = await db.execute<Columns>(sql`
    select coalesce((select version from network_layout), 0)::float8 as version, json_build_object(
      'actor', coalesce(json_agg(actor_id), '[]'), 'x', coalesce(json_agg(x), '[]'),
      'y', coalesce(json_agg(y), '[]'), 'community', coalesce(json_agg(community), '[]'))::text as columns
    from network_positions`)
  if (!row) throw new Error('Positions without a row')
  return row
}

/** Keeps where the drawing has actors, in place of what was; those that are gone meanwhile are left out. */
export async function writePositions(
  db: Database,
  version: number,
  columns: PositionColumns,
): Promise<void> {
  await db.transaction(async (tx) => {
    await tx.execute(sql`delete from network_positions`)
    await tx.execute(sql`
      insert into network_positions (actor_id, x, y, community)
      select actors.id, x, y, community
      from (
        select
          jsonb_array_elements_text(columns -> 'actor')::int as actor_id,
          jsonb_array_elements_text(columns -> 'x')::real as x,
          jsonb_array_elements_text(columns -> 'y')::real as y,
          jsonb_array_elements_text(columns -> 'community')::int as community
        from (select ${JSON.stringify(columns)}::jsonb as columns) as given
      ) as placed
      join actors on actors.id = actor_id`)
    await tx.execute(sql`delete from network_layout`)
    await tx.execute(sql`insert into network_layout (version) values (${version}::bigint)`)
  })
}

/** The version of the data, and the one that the drawing was laid out for. */
export async function readVersions(db: Executor): Promise<{ data: number; layout: number }> {
  const [row] = await db.execute<{ data: number; layout: number }>(sql`
    select coalesce((select version from data_version), 0)::float8 as data,
      coalesce((select version from network_layout), 0)::float8 as layout`)
  if (!row) throw new Error('Versions without a row')
  return row
}
