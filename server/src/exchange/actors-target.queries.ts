import { sql } from 'drizzle-orm'
import { actorTextFields, type Executor } from '@maillage/db'
import { locate } from '../places/locate.queries.ts'
import { nameVariants } from './name-variants.rules.ts'
import type { Fields, FieldValue, Incoming } from './rows.rules.ts'
import { slugCandidates } from '../http/slug.rules.ts'
import {
  type ChangedRecord,
  conceptSlugs,
  deleteDropped,
  flatten,
  insertConcepts,
  insertRecords,
  insertTexts,
  integers,
  json,
  type NewRecord,
  notFromSource,
  readRecords,
  type Stored,
  type Target,
  updateTexts,
} from './target.ts'

export const actorsTarget: Target = {
  overlaps: true,

  async settle(tx, batch, _, previous) {
    await forgetUnknownPlaces(tx, batch)
    await locateBatch(tx, batch, previous)
    return []
  },

  async match(tx, batch, { sourceId, takenBefore }) {
    const asked = batch.map(({ fields }, n) => ({
      n,
      country: fields['country'] ?? null,
      town: fields['town'] ?? null,
      identifiers: fields['identifiers'] ?? [],
      names: nameVariants(asText(fields['name']) ?? ''),
    }))
    // The first half says most of it, and is quick.
    const elsewhere = sql`actors.source_id <> ${sourceId}
      and ${notFromSource('actors', sql`actors.id`, sourceId)}`
    const candidates = await tx.execute<{ n: number; id: number; strong: boolean }>(sql`
      with asked as materialized (
        select n, country, folded_words(town) as town_key, identifiers, names
        from jsonb_to_recordset(${json(asked)})
          as asked(n int, country text, town text, identifiers jsonb, names jsonb)
      ), named as materialized (
        select n, country, town_key, folded_words(name) as name_key, rank
        from asked cross join lateral jsonb_array_elements_text(names) with ordinality as variant(name, rank)
      ), called_alike as materialized (
        -- Once a name, because a chain has hundreds of branches that are called alike.
        select record_id, name_key, country
        from (select distinct name_key, country from named) as distinctly
        join search_documents using (name_key)
        where feature = 'actors'
      ), namesakes as materialized (
        select actors.id, name_key, country, folded_words(town) as town_key
        from called_alike join actors on actors.id = record_id and country_code = country
        where ${elsewhere}
      )
      select n, actors.id, true as strong
      from asked
      cross join lateral jsonb_array_elements(identifiers) as one(pair)
      join actor_identifiers on scheme = pair->>0 and value = pair->>1
      join actors on actors.id = actor_id
      where actors.status = 'published' and ${elsewhere}
      union
      select n, id, false
      from named
      join namesakes using (name_key, country)
      -- Another way of writing the name counts only where the town is the same.
      where named.town_key = namesakes.town_key
        or rank = 1 and (named.town_key is null or namesakes.town_key is null)`)
    // What the batch before took is from this source, though the database may not tell yet.
    return onlyMatches(
      batch,
      candidates.filter(({ id }) => !takenBefore.ids.has(id)),
    )
  },

  read: (tx, ids) =>
    readRecords(
      tx,
      'actor',
      ids,
      sql`
        'name', name, 'shortName', short_name, 'kind', kind, 'legalForm', legal_form,
        'languages', languages, 'website', website, 'foundedYear', founded_year,
        'street', street, 'postalCode', postal_code, 'town', town, 'region', region,
        'country', country_code, 'placeId', place_id, 'scope', scope,
        'location', case when location_precision is not null then jsonb_build_array(
          round(ST_X(location)::numeric, 7), round(ST_Y(location)::numeric, 7), location_precision) end,
        'skills', ${conceptSlugs('actor', 'skill')},
        'links', (select jsonb_agg(jsonb_build_array(kind, url)) from actor_links where actor_id = actors.id),
        'identifiers', (select jsonb_agg(jsonb_build_array(scheme, value))
          from actor_identifiers where actor_id = actors.id)`,
    ),

  async create(tx, records, origin) {
    const stored = await insertRecords(tx, records, origin, {
      table: 'actors',
      slugsOf,
      columnsOf,
      insert: (rows) => sql`
          insert into actors (slug, name, short_name, kind, legal_form, languages, website, founded_year,
            street, postal_code, town, region, country_code, place_id, location, location_precision, scope,
            source_id, source_url, licence)
          select slug, name, short_name, kind, legal_form, coalesce(languages, '{}'), website, founded_year,
            street, postal_code, town, region, country_code, place_id,
            ST_SetSRID(ST_MakePoint(lng, lat), 4326), location_precision, scope,
            ${origin.sourceId}, source_url, licence
          from jsonb_to_recordset(${rows}) as row(slug text, ${columnTypes})
          returning id, slug`,
    })
    await writeChildren(tx, stored)
    return stored.map(({ id }) => id)
  },

  async update(tx, records) {
    const rows = records.map(({ id, fields }) => ({ ...columnsOf(fields), id }))
    await tx.execute(sql`
      update actors set name = row.name, short_name = row.short_name, kind = row.kind,
        legal_form = row.legal_form, languages = coalesce(row.languages, '{}'), website = row.website,
        founded_year = row.founded_year, street = row.street, postal_code = row.postal_code,
        town = row.town, region = row.region, country_code = row.country_code,
        place_id = row.place_id, location = ST_SetSRID(ST_MakePoint(row.lng, row.lat), 4326),
        location_precision = row.location_precision, scope = row.scope,
        source_url = row.source_url, licence = row.licence,
        version = version + 1, updated_at = now()
      from jsonb_to_recordset(${json(rows)}) as row(id int, ${columnTypes})
      where actors.id = row.id`)
    await updateTexts(tx, 'actor', records, actorTextFields)
    await updateLists(tx, records)
  },

  async refresh(tx, created, updated) {
    // Nothing rests on a new actor yet, and most updates neither move an actor nor rename it.
    const isShown = ({ changed }: ChangedRecord) =>
      SHOWN_ELSEWHERE.some((field) => changed.has(field))
    const shown = updated.filter(isShown).map(({ id }) => id)
    const rest = updated.filter((record) => !isShown(record)).map(({ id }) => id)
    if (created.length > 0) {
      await tx.execute(sql`select add_actor_territories(${integers(created)})`)
      await tx.execute(sql`select add_actor_documents(${integers(created)})`)
    }
    if (rest.length > 0) {
      await tx.execute(sql`select refresh_actor_documents(${integers(rest)})`)
    }
    if (shown.length > 0) await tx.execute(sql`select refresh_actors(${integers(shown)})`)
  },
}

/** Fields that territories, practices and collaborations show something of. */
const SHOWN_ELSEWHERE = ['name', 'shortName', 'country', 'location']

const columnTypes = sql.raw(`name text, short_name text, kind actor_kind, legal_form text,
  languages text[], website text, founded_year int, street text, postal_code text, town text,
  region text, country_code text, place_id int, lng double precision, lat double precision,
  location_precision location_precision, scope geographic_scope, source_url text, licence text`)

function columnsOf(fields: Fields) {
  const [lng, lat, precision] = asList(fields['location'])
  return {
    name: fields['name'],
    short_name: fields['shortName'],
    kind: fields['kind'] ?? 'other',
    legal_form: fields['legalForm'],
    languages: fields['languages'],
    website: fields['website'],
    founded_year: fields['foundedYear'],
    street: fields['street'],
    postal_code: fields['postalCode'],
    town: fields['town'],
    region: fields['region'],
    country_code: fields['country'],
    place_id: fields['placeId'],
    lng,
    lat,
    location_precision: precision,
    scope: fields['scope'],
    source_url: fields['sourceUrl'],
    licence: fields['licence'],
  }
}

const asList = (value: FieldValue | undefined): FieldValue[] => (Array.isArray(value) ? value : [])
const asText = (value: FieldValue | undefined) => (typeof value === 'string' ? value : undefined)

const slugsOf = ({ key, fields }: NewRecord): string[] =>
  slugCandidates(asText(fields['name']) ?? '', asText(fields['town']), key, fields['slug'])

async function writeChildren(tx: Executor, records: readonly Stored[]): Promise<void> {
  await insertTexts(tx, 'actor', records, actorTextFields)
  await insertConcepts(tx, 'actor', 'theme', records)
  await insertConcepts(tx, 'actor', 'skill', records)
  const links = flatten(records, 'links', ([kind, url], id) => ({ id, kind, url }))
  if (links.length > 0) {
    await tx.execute(sql`
      insert into actor_links (actor_id, kind, url)
      select * from jsonb_to_recordset(${json(links)}) as row(id int, kind text, url text)
      where not exists (
        select from actor_links as here
        where here.actor_id = row.id and here.kind = row.kind and here.url = row.url)`)
  }
  const identifiers = flatten(records, 'identifiers', ([scheme, value], id) => ({
    id,
    scheme,
    value,
  }))
  if (identifiers.length > 0) {
    await tx.execute(sql`
      insert into actor_identifiers (actor_id, scheme, value)
      select * from jsonb_to_recordset(${json(identifiers)}) as row(id int, scheme text, value text)
      on conflict do nothing`)
  }
}

const lists = {
  themes: 'actor_themes',
  skills: 'actor_skills',
  links: 'actor_links',
  identifiers: 'actor_identifiers',
}

/** Writes the lists that changed; people may have said more of an entry that stays, such as a title. */
async function updateLists(tx: Executor, records: readonly ChangedRecord[]): Promise<void> {
  const key = 'actor_id'
  for (const [field, table] of Object.entries(lists)) {
    const changed = records
      .filter(({ changed }) => changed.has(field))
      .map(({ id, fields }) => ({ id, fields: { [field]: fields[field] ?? [] } }))
    if (changed.length === 0) continue
    if (field === 'links') {
      await deleteDropped(tx, { table, key, columns: ['kind', 'url'] }, changed, field)
    } else if (field === 'identifiers') {
      await deleteDropped(tx, { table, key, columns: ['scheme', 'value'] }, changed, field)
    } else {
      const ids = integers(changed.map(({ id }) => id))
      await tx.execute(sql`delete from ${sql.identifier(table)} where actor_id = any (${ids})`)
    }
    await writeChildren(tx, changed)
  }
}

/** A file may name places that no gazetteer was loaded with. */
async function forgetUnknownPlaces(tx: Executor, batch: Incoming[]): Promise<void> {
  const named = batch.flatMap(({ fields }) =>
    typeof fields['placeId'] === 'number' ? fields['placeId'] : [],
  )
  if (named.length === 0) return
  const known = await tx.execute<{ id: number }>(
    sql`select id from places where id = any (${integers(named)})`,
  )
  const ids = new Set<unknown>(known.map(({ id }) => id))
  for (const { fields } of batch) {
    if ('placeId' in fields && !ids.has(fields['placeId'])) fields['placeId'] = null
  }
}

/** Gives rows without coordinates the point of their town, and rows without a country that of their point. */
async function locateBatch(
  tx: Executor,
  batch: Incoming[],
  previous: ReadonlyMap<string, Fields>,
): Promise<void> {
  // A file without coordinates must not replace those of another file by the point of the town.
  for (const { key, fields } of batch) {
    if (fields['location'] !== undefined || !('town' in fields || 'postalCode' in fields)) continue
    const before = asList(previous.get(key)?.['location'])
    if (before.length > 0 && before[2] !== 'town') continue
    fields['location'] = null
    if (before.length > 0) fields['placeId'] ??= null
  }
  const unlocated = batch.filter(
    ({ fields }) =>
      fields['location'] === null &&
      typeof fields['country'] === 'string' &&
      (typeof fields['town'] === 'string' || typeof fields['postalCode'] === 'string'),
  )
  if (unlocated.length > 0) {
    const found = await locate(
      tx,
      unlocated.map(({ fields }) => ({
        country: asText(fields['country']) ?? '',
        postalCode: asText(fields['postalCode']),
        town: asText(fields['town']),
      })),
    )
    for (const [n, { fields }] of unlocated.entries()) {
      const place = found.get(n)
      if (!place) continue
      fields['location'] = [place.lng, place.lat, 'town']
      fields['placeId'] ??= place.placeId
    }
  }
  const countryless = batch.filter(
    ({ fields }) =>
      'country' in fields &&
      fields['country'] === null &&
      Array.isArray(fields['location']) &&
      fields['location'][0] !== null,
  )
  if (countryless.length > 0) {
    const points = countryless.map(({ fields }, n) => {
      const [lng, lat] = asList(fields['location'])
      return { n, lng, lat }
    })
    const countries = await tx.execute<{ n: number; country: string | null }>(sql`
      select n, territories.country_code as country
      from jsonb_to_recordset(${json(points)}) as row(n int, lng double precision, lat double precision)
      cross join lateral territory_at(ST_SetSRID(ST_MakePoint(lng, lat), 4326)) as found
      join territories on territories.code = found.code`)
    for (const { n, country } of countries) {
      const row = countryless[n]
      if (row && country) row.fields['country'] = country
    }
  }
}

/** A match must be the only one of its kind, and no record is matched twice. */
function onlyMatches(
  batch: Incoming[],
  candidates: readonly { n: number; id: number; strong: boolean }[],
): Map<Incoming, number> {
  const matches = new Map<Incoming, number>()
  const taken = new Set<number>()
  for (const strong of [true, false]) {
    const byRow = new Map<number, Set<number>>()
    for (const candidate of candidates) {
      if (candidate.strong !== strong) continue
      const ids = byRow.get(candidate.n) ?? new Set()
      byRow.set(candidate.n, ids.add(candidate.id))
    }
    for (const [n, ids] of byRow) {
      const incoming = batch[n]
      const [id] = ids
      if (!incoming || id === undefined || ids.size > 1 || matches.has(incoming) || taken.has(id))
        continue
      matches.set(incoming, id)
      taken.add(id)
    }
  }
  return matches
}
