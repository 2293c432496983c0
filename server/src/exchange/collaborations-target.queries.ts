import { sql } from 'drizzle-orm'
import { collaborationTextFields, type Executor } from '@maillage/db'
import { boundary } from '../http/partial-date.rules.ts'
import type { Fields } from './rows.rules.ts'
import {
  byIncoming,
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

export const collaborationsTarget: Target = {
  settle: () => Promise.resolve([]),

  async match(tx, batch, { sourceId }) {
    const asked = batch.map(({ fields }, n) => ({
      n,
      title: fields['title'],
      programme: fields['programme'],
      reference: fields['reference'],
    }))
    const found = await tx.execute<{ n: number; id: number }>(sql`
      select n, min(collaborations.id) as id
      from jsonb_to_recordset(${json(asked)})
        as asked(n int, title text, programme text, reference text)
      join search_documents on feature = 'collaborations' and name_key = folded_words(asked.title)
      join collaborations on collaborations.id = record_id
        and collaborations.programme is not distinct from asked.programme
        and (asked.reference is null or collaborations.reference is null
          or collaborations.reference = asked.reference)
      where ${notFromSource('collaborations', sql`collaborations.id`, sourceId)}
      group by n having count(*) = 1`)
    return byIncoming(batch, found)
  },

  read: (tx, ids) =>
    readRecords(
      tx,
      'collaboration',
      ids,
      sql`
        'title', title, 'language', language, 'kind', kind, 'programme', programme,
        'reference', reference, 'website', website,
        'start', ${partial('starts')}, 'end', ${partial('ends')}`,
    ),

  async create(tx, records, origin) {
    const stored = await insertRecords(tx, records, origin, {
      table: 'collaborations',
      slugsOf: titleSlugs,
      columnsOf,
      insert: (rows) => sql`
          insert into collaborations (slug, title, language, kind, programme, reference, website,
            starts_on, starts_precision, ends_on, ends_precision, source_id, source_url, licence)
          select slug, title, language, kind, programme, reference, website,
            starts_on, starts_precision, ends_on, ends_precision,
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
      update collaborations set title = row.title, language = row.language, kind = row.kind,
        programme = row.programme, reference = row.reference, website = row.website,
        starts_on = row.starts_on, starts_precision = row.starts_precision,
        ends_on = row.ends_on, ends_precision = row.ends_precision,
        source_url = row.source_url, licence = row.licence,
        version = version + 1, updated_at = now()
      from jsonb_to_recordset(${json(rows)}) as row(id int, ${columnTypes})
      where collaborations.id = row.id`)
    await updateTexts(tx, 'collaboration', records, collaborationTextFields)
    const themed = records
      .filter(({ changed }) => changed.has('themes'))
      .map(({ id, fields }) => ({ id, fields: { themes: fields['themes'] ?? [] } }))
    if (themed.length === 0) return
    const ids = integers(themed.map(({ id }) => id))
    await tx.execute(sql`delete from collaboration_themes where collaboration_id = any (${ids})`)
    await writeChildren(tx, themed)
  },

  async refresh(tx, created, updated) {
    const ids = [...created, ...updated.map(({ id }) => id)]
    await tx.execute(sql`select refresh_collaboration_documents(${integers(ids)})`)
  },
}

/** A date cut to what is known of it. */
export const partial = (end: 'starts' | 'ends') =>
  sql.raw(
    `left(${end}_on::text, case ${end}_precision when 'year' then 4 when 'month' then 7 else 10 end)`,
  )

/** The columns of a period from the fields `start` and `end`. */
export function periodOf({ start, end }: Fields) {
  const starts = typeof start === 'string' ? boundary(start, 'first') : undefined
  const ends = typeof end === 'string' ? boundary(end, 'last') : undefined
  return {
    starts_on: starts?.on,
    starts_precision: starts?.precision,
    ends_on: ends?.on,
    ends_precision: ends?.precision,
  }
}

/** Their types, for `jsonb_to_recordset`. */
export const PERIOD_TYPES =
  'starts_on date, starts_precision date_precision, ends_on date, ends_precision date_precision'

const columnTypes = sql.raw(`title text, language text, kind collaboration_kind, programme text,
  reference text, website text, ${PERIOD_TYPES}, source_url text, licence text`)

const columnsOf = (fields: Fields) => ({
  title: fields['title'],
  language: fields['language'] ?? 'und',
  kind: fields['kind'] ?? 'project',
  programme: fields['programme'],
  reference: fields['reference'],
  website: fields['website'],
  ...periodOf(fields),
  source_url: fields['sourceUrl'],
  licence: fields['licence'],
})

async function writeChildren(tx: Executor, records: readonly Stored[]): Promise<void> {
  await insertTexts(tx, 'collaboration', records, collaborationTextFields)
  await insertConcepts(tx, 'collaboration', 'theme', records)
}
