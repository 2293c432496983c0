import { createHash } from 'node:crypto'
import { sql, type SQL } from 'drizzle-orm'
import type { Executor, textOrigins } from '@maillage/db'
import type { Translation } from './language.ts'
import type { WrittenText } from './document.schema.ts'

type Origin = (typeof textOrigins)[number]

/** What is stored of a translation so that it is known to be stale when its original changes. */
export const hashOf = (original: string) => createHash('md5').update(original, 'utf8').digest('hex')

/** The tables of texts in several languages, and the column of the record that they are about. */
export const textTables = {
  actors: { table: 'actor_texts', key: 'actor_id' },
  practices: { table: 'practice_texts', key: 'practice_id' },
  collaborations: { table: 'collaboration_texts', key: 'collaboration_id' },
} as const

type Feature = keyof typeof textTables

/** The title is kept with its record, in the record's language; its translations are among the texts. */
const ownTitles = {
  actors: sql`false`,
  practices: sql`written.field = 'title' and exists (
    select from practices where id = written.practice_id and md5(title) = written.original_hash)`,
  collaborations: sql`written.field = 'title' and exists (
    select from collaborations
    where id = written.collaboration_id and md5(title) = written.original_hash)`,
}

/**
 * Whether a row of the table of texts, called `written`, translates what its original no longer says. Of several originals
 * any will do.
 */
function isStale(feature: Feature): SQL<boolean> {
  const { table, key } = textTables[feature]
  return sql<boolean>`(written.origin <> 'original' and not (${ownTitles[feature]}) and not exists (
    select from ${sql.identifier(table)} as original
    where original.${sql.identifier(key)} = written.${sql.identifier(key)}
      and original.field = written.field and original.origin = 'original'
      and md5(original.text) = written.original_hash))`
}

/** A field of each record of the query in all its languages, for `chooseText`. */
export function textsOf(feature: Feature, field: string): SQL<Translation[] | null> {
  const { table, key } = textTables[feature]
  return sql<Translation[] | null>`(
    select json_agg(json_build_object(
      'language', language, 'text', text, 'origin', origin, 'isStale', ${isStale(feature)}
    ) order by language)
    from ${sql.identifier(table)} as written
    where written.${sql.identifier(key)} = ${sql.identifier(feature)}.id and field = ${field})`
}

type StoredText = WrittenText & { field: string; originalHash: string | null }

function selectTexts(db: Executor, feature: Feature, id: number) {
  const { table, key } = textTables[feature]
  return db.execute<StoredText & Record<string, unknown>>(sql`
    select field, language, text, origin, original_hash as "originalHash", ${isStale(feature)} as "isStale"
    from ${sql.identifier(table)} as written
    where ${sql.identifier(key)} = ${id}
    order by field, language`)
}

/** All that is written of a record, by field, in the order of language codes. */
export async function readTexts<Field extends string>(
  db: Executor,
  feature: Feature,
  id: number,
  fields: readonly Field[],
): Promise<Record<Field, WrittenText[]>> {
  const rows = await selectTexts(db, feature, id)
  const texts = fields.map((field) => [
    field,
    rows
      .filter((row) => row.field === field)
      .map(({ language, text, origin, isStale }) => ({ language, text, origin, isStale })),
  ])
  return Object.fromEntries(texts) as Record<Field, WrittenText[]>
}

interface Stored {
  text: string
  origin: Origin
  originalHash: string | null
  isStale: boolean
}

/**
 * The original that a translation is taken to be made from. One that was not touched keeps the original it had, so that
 * it goes stale when that changes; a stale one is fresh again when it was rewritten, or said to be still right.
 */
export function originalHashOf(
  written: WrittenText,
  stored: Stored | undefined,
  original: string | undefined,
): string | null {
  if (written.origin === 'original') return null
  const isUntouched = stored?.text === written.text && stored.origin === written.origin
  if (isUntouched && stored.isStale === written.isStale) return stored.originalHash
  return written.isStale || original === undefined ? null : hashOf(original)
}

/** Replaces all texts of a record. `own` are the originals that are kept elsewhere, by field. */
export async function writeTexts(
  tx: Executor,
  feature: Feature,
  id: number,
  texts: Record<string, readonly WrittenText[]>,
  own: Record<string, string> = {},
): Promise<void> {
  const { table, key } = textTables[feature]
  const stored = await selectTexts(tx, feature, id)
  const storedBy = new Map(stored.map((row) => [`${row.field} ${row.language}`, row]))
  const rows = Object.entries(texts).flatMap(([field, written]) => {
    const original = own[field] ?? written.find(({ origin }) => origin === 'original')?.text
    return written.map((each) => ({
      field,
      language: each.language,
      text: each.text,
      origin: each.origin,
      original_hash: originalHashOf(each, storedBy.get(`${field} ${each.language}`), original),
    }))
  })
  await tx.execute(sql`delete from ${sql.identifier(table)} where ${sql.identifier(key)} = ${id}`)
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into ${sql.identifier(table)}
      (${sql.identifier(key)}, field, language, text, origin, original_hash)
    select ${id}, field, language, text, origin, original_hash
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(
      field ${sql.identifier(table.replace('_texts', '_text_field'))}, language text, text text,
      origin text_origin, original_hash text)`)
}
