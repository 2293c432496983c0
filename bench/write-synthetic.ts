import { sql } from 'drizzle-orm'
import type { Database, Executor } from '@maillage/db'
import {
  makeActors,
  makeCollaborations,
  type SyntheticActor,
  type SyntheticCollaboration,
  type Town,
} from './synthetic.ts'

const BATCH = 2_000

export interface Written {
  actors: number
  collaborations: number
  participations: number
}

/** Writes so many synthetic actors and four times as many ties, the same for the same seed, under a source that says so. */
export async function writeSynthetic(
  db: Database,
  count: number,
  { seed, tell }: { seed: number; tell: (how: string) => void },
): Promise<Written> {
  const source = `Synthetic data, seed ${String(seed)}: nobody real`
  const [known] = await db.execute(sql`select from sources where name = ${source}`)
  if (known)
    throw new Error(
      `The synthetic data of seed ${String(seed)} are here already; take another seed.`,
    )
  const towns = await db.execute<Town & Record<string, unknown>>(sql`
    select id, name, country_code as "countryCode", population,
      ST_X(location) as lng, ST_Y(location) as lat
    from places where population > 0
    order by country_code, ST_GeoHash(location), id`)
  const themes = (
    await db.execute<{ id: number }>(
      sql`select id from concepts where scheme = 'theme' order by slug`,
    )
  ).map(({ id }) => id)

  const actors = makeActors(count, { seed, towns: [...towns], themes })
  const collaborations = makeCollaborations(count, { seed, themes })
  const [row] = await db.execute<{ id: number }>(
    sql`insert into sources (name, licence) values (${source}, 'CC0-1.0') returning id`,
  )
  const sourceId = row?.id ?? 0
  const ids = await inBatches(actors, tell, 'actors', (batch) =>
    db.transaction((tx) => writeActors(tx, batch, sourceId)),
  )
  await inBatches(collaborations, tell, 'collaborations', (batch) =>
    db.transaction((tx) => writeCollaborations(tx, batch, ids, sourceId)),
  )
  await db.$client.unsafe('analyze')
  const participations = collaborations.reduce((sum, each) => sum + each.participants.length, 0)
  return { actors: actors.length, collaborations: collaborations.length, participations }
}

async function inBatches<T, Result>(
  all: T[],
  tell: (how: string) => void,
  what: string,
  write: (batch: T[]) => Promise<Result[]>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let start = 0; start < all.length; start += BATCH) {
    results.push(...(await write(all.slice(start, start + BATCH))))
    tell(`${String(Math.min(all.length, start + BATCH))} of ${String(all.length)} ${what}`)
  }
  return results
}

const later = (tx: Executor) =>
  tx.execute(sql`select set_config('maillage.defer_documents', 'on', true)`)

const integers = (list: number[]) => sql`array(
  select value::int from jsonb_array_elements_text(${JSON.stringify(list)}::jsonb))`

async function writeActors(tx: Executor, batch: SyntheticActor[], sourceId: number) {
  await later(tx)
  const rows = await tx.execute<{ id: number }>(sql`
    insert into actors (slug, name, kind, place_id, town, country_code, location, location_precision, source_id)
    select slug, name, kind::actor_kind, place, town, country,
      ST_SetSRID(ST_MakePoint(lng, lat), 4326), 'town', ${sourceId}
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as given(
      slug text, name text, kind text, place int, town text, country text, lng float8, lat float8)
    order by slug
    returning id`)
  await tx.execute(sql`
    insert into actor_themes (actor_id, concept_id)
    select actors.id, theme::int
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as given(slug text, themes jsonb)
    join actors using (slug) cross join jsonb_array_elements_text(themes) as theme`)
  const ids = rows.map(({ id }) => id)
  await tx.execute(sql`select refresh_actors(${integers(ids)})`)
  return ids
}

async function writeCollaborations(
  tx: Executor,
  batch: SyntheticCollaboration[],
  actorIds: number[],
  sourceId: number,
) {
  await later(tx)
  const rows = await tx.execute<{ id: number }>(sql`
    insert into collaborations
      (slug, title, language, kind, starts_on, starts_precision, ends_on, ends_precision, source_id)
    select slug, title, 'en', kind::collaboration_kind, "startsOn", 'day', "endsOn",
      case when "endsOn" is not null then 'day'::date_precision end, ${sourceId}
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as given(
      slug text, title text, kind text, "startsOn" date, "endsOn" date)
    order by slug
    returning id`)
  const ids = rows.map(({ id }) => id)
  const parts = batch.flatMap(({ participants, evidences }, at) =>
    participants.map((actor, place) => ({
      collaboration: ids[at],
      actor: actorIds[actor],
      role: place === 0 ? 'coordinator' : 'partner',
      evidence: evidences[place],
    })),
  )
  await tx.execute(sql`
    insert into participations (collaboration_id, actor_id, role, evidence, source_id)
    select collaboration, actor, role::participation_role, evidence::evidence, ${sourceId}
    from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as given(
      collaboration int, actor int, role text, evidence text)`)
  const themed = batch.flatMap(({ theme }, at) => (theme === null ? [] : [[ids[at], theme]]))
  await tx.execute(sql`
    insert into collaboration_themes (collaboration_id, concept_id)
    select (pair ->> 0)::int, (pair ->> 1)::int
    from jsonb_array_elements(${JSON.stringify(themed)}::jsonb) as pair`)
  await tx.execute(sql`select refresh_collaboration_documents(${integers(ids)})`)
  return ids
}
