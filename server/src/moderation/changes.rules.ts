import { isDeepStrictEqual } from 'node:util'

type Fields = Record<string, unknown>

/** Lists whose order says nothing. */
const SETS = new Set([
  'themes',
  'skills',
  'suggestedThemes',
  'suggestedSkills',
  'identifiers',
  'practices',
  'actors',
  'adoptions',
  'participants',
])

const inOrder = (value: unknown) =>
  [...(value as unknown[])].sort((one, other) =>
    JSON.stringify(sortKeys(one)) < JSON.stringify(sortKeys(other)) ? -1 : 1,
  )

const sortKeys = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(
        Object.entries(value)
          .map(([key, part]): [string, unknown] => [key, sortKeys(part)])
          .sort(([one], [other]) => (one < other ? -1 : 1)),
      )
    : value

/** The fields of a document, those of its texts apart: `name`, `location`, `texts.summary`. */
export function fieldsOf(document: object): Fields {
  const { texts, ...rest } = document as Fields & { texts: Fields }
  const fields = Object.entries(rest).map(([field, value]) => [
    field,
    SETS.has(field) ? inOrder(value) : value,
  ])
  const written = Object.entries(texts).map(([field, value]) => [`texts.${field}`, inOrder(value)])
  return Object.fromEntries([...fields, ...written]) as Fields
}

/** The document of such fields. */
function toDocument(fields: Fields): object {
  const texts = Object.entries(fields).filter(([field]) => field.startsWith('texts.'))
  const rest = Object.entries(fields).filter(([field]) => !field.startsWith('texts.'))
  return {
    ...Object.fromEntries(rest),
    texts: Object.fromEntries(texts.map(([field, value]) => [field.slice('texts.'.length), value])),
  }
}

export interface Change {
  field: string
  before: unknown
  after: unknown
}

/** What differs between two documents, field by field. */
export function changesBetween(before: object, after: object): Change[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)]
  return [...new Set([...Object.keys(old), ...Object.keys(now)])]
    .filter((field) => !isDeepStrictEqual(old[field], now[field]))
    .map((field) => ({ field, before: old[field] ?? null, after: now[field] ?? null }))
}

/** The names of the fields that differ. */
export const changedFields = (before: object, after: object): string[] =>
  changesBetween(before, after).map(({ field }) => field)

/**
 * A document with these fields of another: a change is put on top of what others changed meanwhile. Where `base`, which the
 * change was made to, is known, that goes for each entry of a set.
 */
export function withFields<Document extends object>(
  current: Document,
  changed: Document,
  fields: readonly string[],
  base?: Document,
): Document {
  const [mine, theirs] = [fieldsOf(changed), fieldsOf(current)]
  const before = base && fieldsOf(base)
  return toDocument({
    ...theirs,
    ...Object.fromEntries(
      fields.map((field) => [
        field,
        before && SETS.has(field)
          ? mergeSets(before[field], mine[field], theirs[field])
          : mine[field],
      ]),
    ),
  }) as Document
}

/** What is there now, without what one took out and with what they put in. */
function mergeSets(before: unknown, mine: unknown, theirs: unknown): unknown[] {
  const [was, wanted, is] = [keyed(before), keyed(mine), keyed(theirs)]
  const kept = [...is].filter(([key]) => wanted.has(key) || !was.has(key))
  const added = [...wanted].filter(([key]) => !was.has(key) && !is.has(key))
  return inOrder([...kept, ...added].map(([, entry]) => entry))
}

const keyed = (entries: unknown) =>
  new Map(((entries ?? []) as unknown[]).map((each) => [JSON.stringify(sortKeys(each)), each]))
