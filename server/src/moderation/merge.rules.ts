import type { ActorDocument } from '../actors/actor-document.schema.ts'

type Document = ActorDocument

/** Whose value a field takes when two actors become one; `both` for what can be joined. */
export const mergeChoices = ['kept', 'merged', 'both'] as const
export type MergeChoice = (typeof mergeChoices)[number]

export const mergeableFields = [
  'name',
  'shortName',
  'kind',
  'legalForm',
  'languages',
  'website',
  'foundedYear',
  'scope',
  'licence',
  'location',
  'summary',
  'description',
  'themes',
  'skills',
  'suggestedThemes',
  'suggestedSkills',
  'links',
  'identifiers',
  'offers',
  'needs',
  'images',
] as const
type MergeableField = (typeof mergeableFields)[number]
export type MergeChoices = Partial<Record<MergeableField, MergeChoice>>

type Values = Record<MergeableField, unknown>

/** The fields of a document that are chosen one by one. */
export const valuesOf = ({ texts, ...document }: Document): Values => ({ ...document, ...texts })

const toDocument = (values: Values): Document => {
  const { summary, description, ...rest } = values
  return { ...rest, texts: { summary, description } } as Document
}

/** What makes two entries of a list the same. */
function keyOf(field: MergeableField, entry: unknown): string {
  if (typeof entry === 'string') return entry
  const { language, url, key, isStale: _, ...rest } = entry as Record<string, unknown>
  switch (field) {
    case 'summary':
    case 'description':
      return String(language)
    case 'links':
      return String(url)
    case 'images':
      return String(key)
    default:
      return JSON.stringify(Object.entries({ ...rest, language }).sort())
  }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value)

const isEmpty = (value: unknown) => value === null || (Array.isArray(value) && value.length === 0)

/** The choices that a field has. */
export const choicesFor = (value: unknown): MergeChoice[] =>
  Array.isArray(value) ? ['kept', 'merged', 'both'] : ['kept', 'merged']

/** The choice where nobody makes one: lists are joined, else the kept actor's value stands unless it has none. */
export function defaultChoice(field: MergeableField, kept: unknown, merged: unknown): MergeChoice {
  if (Array.isArray(kept)) return 'both'
  if (field === 'location') {
    const { point } = kept as Document['location']
    const other = merged as Document['location']
    return point === null && other.point !== null ? 'merged' : 'kept'
  }
  return isEmpty(kept) && !isEmpty(merged) ? 'merged' : 'kept'
}

function join(field: MergeableField, kept: unknown, merged: unknown): unknown {
  if (!isList(kept) || !isList(merged)) return kept
  const known = new Set(kept.map((entry) => keyOf(field, entry)))
  return [...kept, ...merged.filter((entry) => !known.has(keyOf(field, entry)))]
}

/** The document of two actors that become one. */
export function mergeDocuments(kept: Document, merged: Document, choices: MergeChoices): Document {
  const [ours, theirs] = [valuesOf(kept), valuesOf(merged)]
  const values = Object.fromEntries(
    mergeableFields.map((field) => {
      const choice = choices[field] ?? defaultChoice(field, ours[field], theirs[field])
      const value =
        choice === 'both'
          ? join(field, ours[field], theirs[field])
          : choice === 'merged'
            ? theirs[field]
            : ours[field]
      return [field, value]
    }),
  ) as Values
  return toDocument(values)
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

/**
 * The document of the kept actor after the merge is undone: what the merge changed goes back, what someone changed since
 * stays.
 */
export function unmergeDocument(before: Document, after: Document, now: Document): Document {
  const [was, became, is] = [valuesOf(before), valuesOf(after), valuesOf(now)]
  const values = Object.fromEntries(
    mergeableFields.map((field) => {
      if (isSame(is[field], became[field])) return [field, was[field]]
      const [before, after, current] = [was[field], became[field], is[field]]
      if (!Array.isArray(before) || !Array.isArray(after) || !Array.isArray(current)) {
        return [field, current]
      }
      const own = new Set(before.map((entry) => keyOf(field, entry)))
      const brought = new Set(
        after.map((entry) => keyOf(field, entry)).filter((key) => !own.has(key)),
      )
      return [field, current.filter((entry) => !brought.has(keyOf(field, entry)))]
    }),
  ) as Values
  return toDocument(values)
}
