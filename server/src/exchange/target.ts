import { sql, type SQL } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { slugCandidates } from '../http/slug.rules.ts'
import { findFreeSlugs } from '../http/slugs.queries.ts'
import type { Fields, Incoming, Rejection } from './rows.rules.ts'

/** What a batch takes that nobody else sees before it is committed. */
export interface Taken {
  ids: Set<number>
  slugs: Set<string>
}

export const nothingTaken = (): Taken => ({ ids: new Set(), slugs: new Set() })

/** Where the records of a batch come from. */
export interface Origin {
  sourceId: number
  /** What the batch before took, which may not be committed yet. */
  takenBefore: Taken
  /** What this batch takes. */
  taken: Taken
}

export interface NewRecord {
  key: string
  fields: Fields
}

/** A record that was written, and what it was written with. */
export interface Stored {
  id: number
  fields: Fields
}

export interface ChangedRecord {
  id: number
  /** The whole record as it is to be. */
  fields: Fields
  changed: ReadonlySet<string>
}

/** What importing needs to know of one feature. Each method takes a whole batch. */
export interface Target {
  /** Whether a batch may begin while the documents of the one before are refreshed. */
  overlaps?: boolean
  /** Completes fields with what only the database knows, such as the ids of records that a row names. */
  settle(
    tx: Executor,
    batch: Incoming[],
    origin: Origin,
    previous: ReadonlyMap<string, Fields>,
  ): Promise<Rejection[]>
  /** Finds records that are here already, though not from this source. */
  match(tx: Executor, batch: Incoming[], origin: Origin): Promise<Map<Incoming, number>>
  /** The current fields of records; those that are gone or hidden are missing. */
  read(tx: Executor, ids: number[]): Promise<Map<number, Fields>>
  /** Returns the ids in the order of `records`. */
  create(tx: Executor, records: NewRecord[], origin: Origin): Promise<number[]>
  update(tx: Executor, records: ChangedRecord[]): Promise<void>
  /** Brings search up to date; triggers are put off during a batch. */
  refresh(tx: Executor, created: number[], updated: readonly ChangedRecord[]): Promise<void>
}

/** Rows for `jsonb_to_recordset`: one parameter, whatever their number. */
export const json = (value: unknown): SQL => sql`${JSON.stringify(value)}::jsonb`

export const integers = (values: readonly number[]): SQL =>
  sql`${`{${values.join(',')}}`}::integer[]`

/** A list of texts as rows with one column, `value`. */
export const texts = (values: readonly string[]): SQL =>
  sql`jsonb_array_elements_text(${json(values)}) as asked(value)`

/**
 * Records that this source already has under another id are others, however alike.
 *
 * A subquery that the planner cannot turn into a join: it would go through all records of the source.
 */
export const notFromSource = (feature: string, id: SQL, sourceId: number): SQL => sql`(
  select true from imported_records
  where feature = ${feature} and record_id = ${id} and source_id = ${sourceId} limit 1) is null`

/** Free slugs for records, also beside those of batches that are not written yet. */
async function freeSlugs(
  tx: Executor,
  table: 'actors' | 'practices' | 'collaborations',
  wanted: string[][],
  { takenBefore, taken }: Origin,
): Promise<string[]> {
  const free = await findFreeSlugs(tx, table, wanted, takenBefore.slugs)
  for (const slug of free) taken.slugs.add(slug)
  return free
}

/** The entries of a list as rows of their own. */
export const flatten = <T>(
  records: readonly Stored[],
  field: string,
  row: (value: unknown[], id: number) => T,
): T[] =>
  records.flatMap(({ id, fields }) => {
    const values = fields[field]
    return Array.isArray(values)
      ? values.map((value) => row(Array.isArray(value) ? value : [value], id))
      : []
  })

/** The rows of a batch, which was asked about by their numbers, for which a record was found. */
export const byIncoming = (
  batch: readonly Incoming[],
  found: readonly { n: number; id: number }[],
): Map<Incoming, number> =>
  new Map(
    found.flatMap(({ n, id }) => {
      const incoming = batch[n]
      return incoming ? [[incoming, id]] : []
    }),
  )

interface Creation {
  table: 'actors' | 'practices' | 'collaborations'
  slugsOf: (record: NewRecord) => string[]
  columnsOf: (fields: Fields) => object
  /** Inserts rows, given as JSON of their columns and `slug`, and returns `id` and `slug` of each. */
  insert: (rows: SQL) => SQL
}

/** Inserts records under free slugs and returns them in their order. */
export async function insertRecords(
  tx: Executor,
  records: readonly NewRecord[],
  origin: Origin,
  { table, slugsOf, columnsOf, insert }: Creation,
): Promise<Stored[]> {
  const slugs = await freeSlugs(tx, table, records.map(slugsOf), origin)
  const rows = records.map(({ fields }, n) => ({ ...columnsOf(fields), slug: slugs[n] }))
  const created = await tx.execute<{ id: number; slug: string }>(insert(json(rows)))
  const ids = new Map(created.map(({ id, slug }) => [slug, id]))
  return records.map(({ fields }, n) => ({ id: ids.get(slugs[n] ?? '') ?? 0, fields }))
}

/** Slugs for what has a title, the best first. */
export const titleSlugs = ({ key, fields }: NewRecord): string[] =>
  slugCandidates(String(fields['title']), undefined, key, fields['slug'])

type TextFeature = 'actor' | 'practice' | 'collaboration'

/** Writes the texts of new records. */
export async function insertTexts(
  tx: Executor,
  feature: TextFeature,
  records: readonly Stored[],
  names: readonly string[],
): Promise<void> {
  const written = languageTexts(records, names)
  if (written.length === 0) return
  await tx.execute(sql`
    insert into ${sql.identifier(`${feature}_texts`)}
      (${sql.identifier(`${feature}_id`)}, field, language, text)
    select * from jsonb_to_recordset(${json(written)})
      as row(id int, field ${sql.raw(`${feature}_text_field`)}, language text, text text)
    on conflict do nothing`)
}

/** Writes the themes or skills of records beside those that they have; unknown ones are left out. */
export async function insertConcepts(
  tx: Executor,
  feature: TextFeature,
  scheme: 'theme' | 'skill',
  records: readonly Stored[],
): Promise<void> {
  const concepts = flatten(records, `${scheme}s`, ([slug], id) => ({ id, slug }))
  if (concepts.length === 0) return
  await tx.execute(sql`
    insert into ${sql.identifier(`${feature}_${scheme}s`)}
      (${sql.identifier(`${feature}_id`)}, concept_id)
    select row.id, concepts.id
    from jsonb_to_recordset(${json(concepts)}) as row(id int, slug text)
    join concepts on concepts.scheme = ${scheme} and concepts.slug = row.slug
    on conflict do nothing`)
}

/** The slugs of the themes or skills of the record that a query is at. */
export const conceptSlugs = (feature: TextFeature, scheme: 'theme' | 'skill'): SQL => sql`(
  select jsonb_agg(concepts.slug order by concepts.slug collate "C")
  from ${sql.identifier(`${feature}_${scheme}s`)} join concepts on concepts.id = concept_id
  where ${sql.identifier(`${feature}_id`)} = ${sql.identifier(`${feature}s`)}.id)`

/**
 * The fields that an import compares: those given, as arguments of `jsonb_build_object`, and those of every feature;
 * texts are named as `summary:fr`.
 */
export async function readRecords(
  tx: Executor,
  feature: TextFeature,
  ids: readonly number[],
  fields: SQL,
): Promise<Map<number, Fields>> {
  const table = sql.identifier(`${feature}s`)
  const rows = await tx.execute<{ id: number; fields: Fields; texts: Fields | null }>(sql`
    select id,
      jsonb_build_object(
        ${fields}, 'sourceUrl', source_url, 'licence', licence,
        'themes', ${conceptSlugs(feature, 'theme')}
      ) as fields,
      (select jsonb_object_agg(field || ':' || language, text)
        from ${sql.identifier(`${feature}_texts`)}
        where ${sql.identifier(`${feature}_id`)} = ${table}.id) as texts
    from ${table} where id = any (${integers(ids)}) and status in ('published', 'pending')`)
  return new Map(rows.map(({ id, fields, texts }) => [id, { ...fields, ...texts }]))
}

/** Brings the texts that changed up to date and leaves the others alone. */
export async function updateTexts(
  tx: Executor,
  feature: TextFeature,
  records: readonly ChangedRecord[],
  names: readonly string[],
): Promise<void> {
  const rows = records.flatMap(({ id, fields, changed }) =>
    [...changed].flatMap((name) => {
      const [field = '', language] = name.split(':')
      if (language === undefined || !names.includes(field)) return []
      return [{ id, field, language, text: fields[name] ?? null }]
    }),
  )
  if (rows.length === 0) return
  const table = sql.identifier(`${feature}_texts`)
  const key = sql.identifier(`${feature}_id`)
  const type = sql.raw(`${feature}_text_field`)
  const asked = (some: typeof rows) =>
    sql`jsonb_to_recordset(${json(some)}) as row(id int, field ${type}, language text, text text)`
  await tx.execute(sql`
    delete from ${table} using ${asked(rows.filter(({ text }) => text === null))}
    where ${key} = row.id and ${table}.field = row.field and ${table}.language = row.language`)
  await tx.execute(sql`
    insert into ${table} (${key}, field, language, text)
    select * from ${asked(rows.filter(({ text }) => text !== null))}
    on conflict (${key}, field, language) do update set text = excluded.text`)
}

/** Deletes the pairs that records no longer have; what is said of the others stays. */
export async function deleteDropped(
  tx: Executor,
  { table, key, columns }: { table: string; key: string; columns: [string, string] },
  records: readonly Stored[],
  field: string,
): Promise<void> {
  const kept = flatten(records, field, ([a, b], id) => ({ id, a, b }))
  const [a, b] = columns.map((column) => sql.identifier(column))
  await tx.execute(sql`
    delete from ${sql.identifier(table)} as here
    where here.${sql.identifier(key)} = any (${integers(records.map(({ id }) => id))})
      and not exists (
        select from jsonb_to_recordset(${json(kept)}) as kept(id int, a text, b text)
        where kept.id = here.${sql.identifier(key)} and kept.a = here.${a} and kept.b = here.${b})`)
}

/** Fields such as `summary:fr` as rows of their own. */
function languageTexts(
  records: readonly Stored[],
  names: readonly string[],
): { id: number; field: string; language: string; text: string }[] {
  return records.flatMap(({ id, fields }) =>
    Object.entries(fields).flatMap(([name, text]) => {
      const [field = '', language] = name.split(':')
      return language !== undefined && names.includes(field) && typeof text === 'string'
        ? [{ id, field, language, text }]
        : []
    }),
  )
}
