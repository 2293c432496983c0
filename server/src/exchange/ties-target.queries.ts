import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { partial, periodOf, PERIOD_TYPES } from './collaborations-target.queries.ts'
import { findTowns, resolveReferences } from './references.queries.ts'
import type { Fields, Incoming, Rejection } from './rows.rules.ts'
import { integers, json, type Origin, type Target } from './target.ts'

type Reference = ['collaboration' | 'actor' | 'host', 'collaborations' | 'actors']

/** Replaces the keys that a row names by ids: `collaboration` becomes `collaborationId`. */
async function resolve(
  tx: Executor,
  batch: Incoming[],
  { sourceId }: Origin,
  references: Reference[],
): Promise<Rejection[]> {
  const rejections: Rejection[] = []
  for (const [field, feature] of references) {
    const named = batch.flatMap(({ fields }) => asText(fields[field]) ?? [])
    const ids = await resolveReferences(tx, feature, named, sourceId)
    for (const { line, fields } of batch) {
      const reference = asText(fields[field])
      const id = reference === undefined ? null : (ids.get(reference) ?? null)
      if (reference !== undefined && id === null) {
        const what = feature === 'actors' ? 'actor' : 'collaboration'
        rejections.push({ line, field, reason: `there is no ${what} ${reference}` })
      }
      fields[`${field}Id`] = id
      Reflect.deleteProperty(fields, field)
    }
  }
  return rejections
}

const asText = (value: unknown) => (typeof value === 'string' ? value : undefined)

/** Records that have no identity beyond what they tie: the natural key finds them, whatever their source. */
async function matchByKey(
  tx: Executor,
  batch: Incoming[],
  find: (asked: ReturnType<typeof json>) => Parameters<Executor['execute']>[0],
): Promise<Map<Incoming, number>> {
  const rows = batch.map(({ fields }, n) => ({ ...fields, n }))
  const found = await tx.execute<{ n: number; id: number }>(find(json(rows)))
  return new Map(
    found.flatMap(({ n, id }) => {
      const incoming = batch[n]
      return incoming ? [[incoming, id]] : []
    }),
  )
}

const inOrder = (created: readonly { n: number; id: number }[]): number[] =>
  [...created].sort((a, b) => a.n - b.n).map(({ id }) => id)

export const participationsTarget: Target = {
  overlaps: true,
  async settle(tx, batch, origin) {
    for (const { fields } of batch) fields['role'] ??= 'partner'
    return resolve(tx, batch, origin, [
      ['collaboration', 'collaborations'],
      ['actor', 'actors'],
    ])
  },
  match: (tx, batch) =>
    matchByKey(
      tx,
      batch,
      (asked) => sql`
        select n, participations.id
        from jsonb_to_recordset(${asked})
          as asked(n int, "collaborationId" int, "actorId" int, role participation_role)
        join participations on collaboration_id = "collaborationId" and actor_id = "actorId"
          and participations.role = asked.role`,
    ),
  async read(tx, ids) {
    const rows = await tx.execute<{ id: number; fields: Fields }>(sql`
      select id, jsonb_build_object(
        'collaborationId', collaboration_id, 'actorId', actor_id, 'role', role,
        'start', ${partial('starts')}, 'end', ${partial('ends')}, 'sourceUrl', source_url) as fields
      from participations where id = any (${integers(ids)})`)
    return new Map(rows.map(({ id, fields }) => [id, fields]))
  },
  async create(tx, records, { sourceId }) {
    const rows = records.map(({ fields }, n) => ({ ...fields, ...periodOf(fields), n }))
    const created = await tx.execute<{ n: number; id: number }>(sql`
      with asked as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as asked(n int, "collaborationId" int,
          "actorId" int, role participation_role, "sourceUrl" text, ${sql.raw(PERIOD_TYPES)})
      ), inserted as (
        insert into participations (collaboration_id, actor_id, role, evidence, starts_on,
          starts_precision, ends_on, ends_precision, source_id, source_url)
        select "collaborationId", "actorId", role, 'imported', starts_on,
          starts_precision, ends_on, ends_precision, ${sourceId}, "sourceUrl"
        from asked
        returning id, collaboration_id, actor_id, role
      )
      select n, id from inserted join asked
        on "collaborationId" = collaboration_id and "actorId" = actor_id and asked.role = inserted.role`)
    return inOrder(created)
  },
  async update(tx, records) {
    const rows = records.map(({ id, fields }) => ({ ...fields, ...periodOf(fields), id }))
    await tx.execute(sql`
      update participations set starts_on = row.starts_on, starts_precision = row.starts_precision,
        ends_on = row.ends_on, ends_precision = row.ends_precision, source_url = row."sourceUrl"
      from jsonb_to_recordset(${json(rows)})
        as row(id int, "sourceUrl" text, ${sql.raw(PERIOD_TYPES)})
      where participations.id = row.id`)
  },
  refresh: async (tx, created, updated) => {
    const ids = [...created, ...updated.map(({ id }) => id)]
    await tx.execute(sql`
      select refresh_collaboration_documents(array(
        select distinct collaboration_id from participations where id = any (${integers(ids)})))`)
  },
}

export const activitiesTarget: Target = {
  async settle(tx, batch, origin) {
    const placed = batch.filter(
      ({ fields }) => typeof fields['town'] === 'string' && typeof fields['country'] === 'string',
    )
    const places = await findTowns(
      tx,
      placed.map(({ fields }) => ({
        town: String(fields['town']),
        country: String(fields['country']),
      })),
    )
    for (const [n, { fields }] of placed.entries()) fields['placeId'] = places.get(n) ?? null
    return resolve(tx, batch, origin, [
      ['collaboration', 'collaborations'],
      ['host', 'actors'],
    ])
  },
  match: (tx, batch) =>
    matchByKey(
      tx,
      batch,
      (asked) => sql`
        select n, activities.id
        from jsonb_to_recordset(${asked}) as asked(n int, "collaborationId" int, title text)
        join activities on collaboration_id = "collaborationId" and activities.title = asked.title`,
    ),
  async read(tx, ids) {
    const rows = await tx.execute<{ id: number; fields: Fields }>(sql`
      select id, jsonb_build_object(
        'collaborationId', collaboration_id, 'kind', kind, 'title', title, 'language', language,
        'start', ${partial('starts')}, 'end', ${partial('ends')}, 'mode', mode, 'town', town,
        'country', country_code, 'placeId', place_id, 'hostId', host_actor_id, 'sourceUrl', source_url,
        'location', case when location is not null then jsonb_build_array(
          round(ST_X(location)::numeric, 7), round(ST_Y(location)::numeric, 7)) end) as fields
      from activities where id = any (${integers(ids)})`)
    return new Map(rows.map(({ id, fields }) => [id, fields]))
  },
  async create(tx, records) {
    const rows = records.map(({ fields }, n) => ({ ...activityColumns(fields), n }))
    const created = await tx.execute<{ n: number; id: number }>(sql`
      with asked as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as asked(n int, ${activityTypes})
      ), inserted as (
        insert into activities (collaboration_id, kind, title, language, starts_on, starts_precision,
          ends_on, ends_precision, mode, town, country_code, place_id, location, host_actor_id, source_url)
        select collaboration_id, kind, title, language, starts_on, starts_precision, ends_on,
          ends_precision, mode, town, country_code, place_id, ST_SetSRID(ST_MakePoint(lng, lat), 4326),
          host_actor_id, source_url
        from asked
        returning id, collaboration_id, title
      )
      select n, id from inserted join asked using (collaboration_id, title)`)
    return inOrder(created)
  },
  async update(tx, records) {
    const rows = records.map(({ id, fields }) => ({ ...activityColumns(fields), id }))
    await tx.execute(sql`
      update activities set kind = row.kind, language = row.language, starts_on = row.starts_on,
        starts_precision = row.starts_precision, ends_on = row.ends_on,
        ends_precision = row.ends_precision, mode = row.mode, town = row.town,
        country_code = row.country_code, place_id = row.place_id,
        location = ST_SetSRID(ST_MakePoint(row.lng, row.lat), 4326),
        host_actor_id = row.host_actor_id, source_url = row.source_url
      from jsonb_to_recordset(${json(rows)}) as row(id int, ${activityTypes})
      where activities.id = row.id`)
  },
  refresh: () => Promise.resolve(),
}

const activityTypes = sql.raw(`collaboration_id int, kind activity_kind, title text, language text,
  ${PERIOD_TYPES}, mode activity_mode, town text, country_code text, place_id int,
  lng double precision, lat double precision, host_actor_id int, source_url text`)

function activityColumns(fields: Fields) {
  const [lng, lat] = Array.isArray(fields['location']) ? fields['location'] : []
  return {
    collaboration_id: fields['collaborationId'],
    kind: fields['kind'] ?? 'event',
    title: fields['title'],
    language: fields['language'] ?? 'und',
    ...periodOf(fields),
    mode: fields['mode'] ?? 'in_person',
    town: fields['town'],
    country_code: fields['country'],
    place_id: fields['placeId'],
    lng,
    lat,
    host_actor_id: fields['hostId'],
    source_url: fields['sourceUrl'],
  }
}

export const linksTarget: Target = {
  settle: (tx, batch, origin) => {
    return resolve(tx, batch, origin, [['collaboration', 'collaborations']])
  },
  match: (tx, batch) =>
    matchByKey(
      tx,
      batch,
      (asked) => sql`
        select n, collaboration_links.id
        from jsonb_to_recordset(${asked}) as asked(n int, "collaborationId" int, url text)
        join collaboration_links on collaboration_id = "collaborationId"
          and collaboration_links.url = asked.url`,
    ),
  async read(tx, ids) {
    const rows = await tx.execute<{ id: number; fields: Fields }>(sql`
      select id, jsonb_build_object('collaborationId', collaboration_id, 'kind', kind,
        'title', title, 'url', url, 'language', language) as fields
      from collaboration_links where id = any (${integers(ids)})`)
    return new Map(rows.map(({ id, fields }) => [id, fields]))
  },
  async create(tx, records) {
    const rows = records.map(({ fields }, n) => ({ ...fields, n }))
    const created = await tx.execute<{ n: number; id: number }>(sql`
      with asked as materialized (
        select * from jsonb_to_recordset(${json(rows)}) as asked(n int, "collaborationId" int,
          kind collaboration_link_kind, title text, url text, language text)
      ), inserted as (
        insert into collaboration_links (collaboration_id, kind, title, url, language)
        select "collaborationId", coalesce(kind, 'website'), title, url, language from asked
        returning id, collaboration_id, url
      )
      select n, id from inserted join asked
        on "collaborationId" = collaboration_id and asked.url = inserted.url`)
    return inOrder(created)
  },
  async update(tx, records) {
    const rows = records.map(({ id, fields }) => ({ ...fields, id }))
    await tx.execute(sql`
      update collaboration_links set kind = coalesce(row.kind, 'website'), title = row.title,
        language = row.language
      from jsonb_to_recordset(${json(rows)})
        as row(id int, kind collaboration_link_kind, title text, language text)
      where collaboration_links.id = row.id`)
  },
  refresh: () => Promise.resolve(),
}
