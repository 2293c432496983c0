import { sql } from 'drizzle-orm'
import { practiceTextFields, type Executor } from '@maillage/db'
import { findTowns, resolveReferences } from './references.queries.ts'
import type { Fields, FieldValue, Rejection } from './rows.rules.ts'
import {
  byIncoming,
  conceptSlugs,
  flatten,
  insertConcepts,
  insertRecords,
  insertTexts,
  integers,
  json,
  notFromSource,
  readRecords,
  type Stored,
  type Target,
  titleSlugs,
  updateTexts,
} from './target.ts'

export const practicesTarget: Target = {
  async settle(tx, batch, { sourceId }) {
    const rejections: Rejection[] = []
    const references = batch.flatMap(({ fields }) => asTexts(fields['practitioners']))
    const actors = await resolveReferences(tx, 'actors', references, sourceId)
    for (const { line, fields } of batch) {
      const role = fields['practitionerRole'] ?? 'practises'
      const unknown = asTexts(fields['practitioners']).find((one) => !actors.has(one))
      if (unknown !== undefined) {
        rejections.push({ line, field: 'practitioners', reason: `there is no actor ${unknown}` })
      }
      if ('practitioners' in fields) {
        fields['practitioners'] = asTexts(fields['practitioners'])
          .map((one): FieldValue => [actors.get(one) ?? 0, role])
          .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      }
      Reflect.deleteProperty(fields, 'practitionerRole')
    }
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
    return rejections
  },

  async match(tx, batch, { sourceId }) {
    const asked = batch.map(({ fields }, n) => ({
      n,
      title: fields['title'],
      country: fields['country'],
    }))
    const found = await tx.execute<{ n: number; id: number }>(sql`
      select n, min(practices.id) as id
      from jsonb_to_recordset(${json(asked)}) as asked(n int, title text, country text)
      join search_documents on feature = 'practices' and name_key = folded_words(asked.title)
      join practices on practices.id = record_id and country_code is not distinct from asked.country
      where ${notFromSource('practices', sql`practices.id`, sourceId)}
      group by n having count(*) = 1`)
    return byIncoming(batch, found)
  },

  read: (tx, ids) =>
    readRecords(
      tx,
      'practice',
      ids,
      sql`
        'title', title, 'language', language, 'town', town, 'country', country_code, 'placeId', place_id,
        'skills', ${conceptSlugs('practice', 'skill')},
        'roles', (select jsonb_agg(role order by position) from practice_roles where practice_id = practices.id),
        'resources', (select jsonb_agg(resource order by position)
          from practice_resources where practice_id = practices.id),
        'steps', (select jsonb_agg(title order by position) from practice_steps where practice_id = practices.id),
        'practitioners', (select jsonb_agg(jsonb_build_array(actor_id, role))
          from practice_actors where practice_id = practices.id)`,
    ),

  async create(tx, records, origin) {
    const stored = await insertRecords(tx, records, origin, {
      table: 'practices',
      slugsOf: titleSlugs,
      columnsOf,
      insert: (rows) => sql`
          insert into practices
            (slug, title, language, town, country_code, place_id, source_id, source_url, licence)
          select slug, title, language, town, country_code, place_id,
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
      update practices set title = row.title, language = row.language, town = row.town,
        country_code = row.country_code, place_id = row.place_id, source_url = row.source_url,
        licence = row.licence, version = version + 1, updated_at = now()
      from jsonb_to_recordset(${json(rows)}) as row(id int, ${columnTypes})
      where practices.id = row.id`)
    // What a file cannot say (a step’s text, a resource’s order) stays where its field did not change.
    await updateTexts(tx, 'practice', records, practiceTextFields)
    for (const [table, field] of Object.entries(children)) {
      const changed = records.filter(({ changed }) => changed.has(field))
      if (changed.length === 0) continue
      await tx.execute(sql`
        delete from ${sql.identifier(table)}
        where practice_id = any (${integers(changed.map(({ id }) => id))})`)
    }
    await writeChildren(
      tx,
      records.map(({ id, fields, changed }) => ({
        id,
        fields: Object.fromEntries(
          Object.entries(fields).filter(([name]) => !name.includes(':') && changed.has(name)),
        ),
      })),
    )
  },

  async refresh(tx, created, updated) {
    const ids = [...created, ...updated.map(({ id }) => id)]
    await tx.execute(sql`select refresh_practice_documents(${integers(ids)})`)
  },
}

const children = {
  practice_themes: 'themes',
  practice_skills: 'skills',
  practice_roles: 'roles',
  practice_resources: 'resources',
  practice_steps: 'steps',
  practice_actors: 'practitioners',
}

const columnTypes = sql.raw(`title text, language text, town text, country_code text, place_id int,
  source_url text, licence text`)

const columnsOf = (fields: Fields) => ({
  title: fields['title'],
  language: fields['language'] ?? 'und',
  town: fields['town'],
  country_code: fields['country'],
  place_id: fields['placeId'],
  source_url: fields['sourceUrl'],
  licence: fields['licence'],
})

const asTexts = (value: FieldValue | undefined): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []

async function writeChildren(tx: Executor, records: readonly Stored[]): Promise<void> {
  await insertTexts(tx, 'practice', records, practiceTextFields)
  await insertConcepts(tx, 'practice', 'theme', records)
  await insertConcepts(tx, 'practice', 'skill', records)
  const lists = { practice_roles: 'role', practice_resources: 'resource', practice_steps: 'title' }
  for (const [table, column] of Object.entries(lists)) {
    const field = children[table as keyof typeof lists]
    const rows = records.flatMap(({ id, fields }) =>
      asTexts(fields[field]).map((text, position) => ({ id, position: position + 1, text })),
    )
    await tx.execute(sql`
      insert into ${sql.identifier(table)} (practice_id, position, ${sql.identifier(column)})
      select * from jsonb_to_recordset(${json(rows)}) as row(id int, position int, text text)`)
  }
  const practitioners = flatten(records, 'practitioners', ([actor, role], id) => ({
    id,
    actor,
    role,
  }))
  await tx.execute(sql`
    insert into practice_actors (practice_id, actor_id, role)
    select * from jsonb_to_recordset(${json(practitioners)})
      as row(id int, actor int, role practitioner_role)
    on conflict do nothing`)
}
