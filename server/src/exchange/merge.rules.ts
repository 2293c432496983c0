import type { Fields, FieldValue } from './rows.rules.ts'

export interface KeptField {
  field: string
  /** What stands here. */
  current: FieldValue
  /** What the file says. */
  incoming: FieldValue
}

export interface Merge {
  /** The record as it is to be. */
  merged: Fields
  changed: string[]
  kept: KeptField[]
}

/** Fields that are sets: what a source adds or drops is added or dropped, the rest stays as it is here. */
const SETS = new Set([
  'themes',
  'skills',
  'languages',
  'links',
  'identifiers',
  'synonyms',
  'matches',
])

/** Lists without an order; databases give them in any. */
const UNORDERED = new Set([...SETS, 'practitioners'])

const text = (value: FieldValue | undefined) => JSON.stringify(value ?? null)
/** Sorts the entries of lists, in whatever order they were read. */
export const byText = (a: FieldValue, b: FieldValue): number => {
  const [one, other] = [text(a), text(b)]
  return one < other ? -1 : one > other ? 1 : 0
}
const sorted = (value: FieldValue | undefined) =>
  Array.isArray(value) ? [...value].sort(byText) : value
const isEmpty = (value: FieldValue | undefined) =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0)

/**
 * Brings what a source says now into a record.
 *
 * A field that differs from what the source said before was edited here (or comes from elsewhere) and stays.
 */
export function mergeFields(current: Fields, before: Fields, incoming: Fields): Merge {
  const merged = { ...current }
  const changed: string[] = []
  const kept: KeptField[] = []
  for (const [field, says] of Object.entries(incoming)) {
    const isUnordered = UNORDERED.has(field)
    const here = isUnordered ? sorted(current[field]) : current[field]
    const said = isUnordered ? sorted(before[field]) : before[field]
    const value = isUnordered ? (sorted(says) ?? null) : says
    if (text(here) === text(value) || text(said) === text(value)) continue
    if (SETS.has(field)) {
      const next = applyDifference(list(here), list(said), list(value))
      if (text(next) === text(here ?? [])) continue
      merged[field] = next
      changed.push(field)
    } else if (
      isEmpty(here) ? (field in before ? isEmpty(said) : true) : text(here) === text(said)
    ) {
      merged[field] = value
      changed.push(field)
    } else {
      kept.push({ field, current: here ?? null, incoming: value })
    }
  }
  return { merged, changed, kept }
}

const list = (value: FieldValue | undefined): FieldValue[] => (Array.isArray(value) ? value : [])

function applyDifference(here: FieldValue[], said: FieldValue[], says: FieldValue[]): FieldValue[] {
  const saidBefore = new Set(said.map(text))
  const saysNow = new Set(says.map(text))
  const stays = here.filter((one) => saysNow.has(text(one)) || !saidBefore.has(text(one)))
  const known = new Set(here.map(text))
  const added = says.filter((one) => !saidBefore.has(text(one)) && !known.has(text(one)))
  return [...stays, ...added].sort(byText)
}
