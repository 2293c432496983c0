import { createContext } from 'svelte'
import { api } from '#lib/api/client.ts'
import type { Draft, SimilarActor } from '#lib/api/types.ts'
import type { FormImage } from '#lib/images/form-images.ts'
import type { Language } from '#lib/i18n/languages.ts'
import type { Page, Step } from '#lib/submissions/steps.ts'
import { type Row, rowsOf, textOf, type Values } from '#lib/ui/form-values.ts'

/** What was answered on a page. */
export const answersOf = (draft: Draft, step: Step): Values => draft.answers[step] ?? {}

interface Answers {
  page: Page
  values: Values
  errors: Record<string, string | undefined>
}

/** What stands on the page, and what is wrong with it, for each of its answers. */
export const [useAnswers, setAnswers] = createContext<() => Answers>()

interface FetchContext {
  fetch: typeof fetch
  url: URL
}

interface Candidate {
  name: string
  website?: string
  country?: string
  town?: string
  at?: string
}

/** What was answered so far that tells an actor from others. */
export function candidateOf(draft: Draft): Candidate {
  const { name, links, where } = draft.answers
  const known = {
    website: links?.website?.trim(),
    country: where?.country,
    town: where?.town,
    at: where?.lng && where.lat && `${where.lng},${where.lat}`,
  }
  const said = Object.entries(known).filter(([, value]) => value)
  return { name: name?.name ?? '', ...Object.fromEntries(said) }
}

/** The actors that this may be already. */
export async function findSimilar(
  event: FetchContext,
  candidate: Candidate,
  lang: Language,
): Promise<SimilarActor[]> {
  const name = candidate.name.trim().slice(0, 300)
  if (name.length < 3) return []
  const query = { ...candidate, name, lang, limit: 4 }
  const { data } = await api(event).GET('/actors/similar', { params: { query } })
  return data?.items ?? []
}

/** Images as rows of the answers: their alternative texts stand in one field for each language. */
export const pictureRows = (images: FormImage[]): Row[] =>
  images.map(({ key, role, alt, credit }) => ({
    key,
    role,
    alt: Object.values(alt).find((words) => words !== '') ?? '',
    credit: credit ?? '',
  }))

/** The images of the answers as a form shows them, in the language that the draft is written in. */
export const imagesOf = (values: Values, role: FormImage['role'], language: string): FormImage[] =>
  rowsOf(values, 'images')
    .filter((row) => row['role'] === role)
    .map(({ key = '', alt = '', credit = '' }) => ({
      key,
      role,
      alt: alt === '' ? {} : { [language]: alt },
      credit: credit || null,
    }))

/** The language that a draft is written in. */
export const writingOf = (draft: Draft | undefined, lang: Language): string =>
  (draft && textOf(answersOf(draft, 'about'), 'language')) || lang

/** The control of a field of the answers: images have theirs by role and language. */
export function controlOf(field: string, values: Values, language: string): string {
  const [list, index = '', own] = field.split('.')
  if (list !== 'images' || own === undefined) return field
  const rows = rowsOf(values, 'images')
  const role = rows[Number(index)]?.['role'] ?? 'picture'
  const place = rows.slice(0, Number(index)).filter((row) => row['role'] === role).length
  return `${role}.${String(place)}.${own === 'alt' ? `alt.${language}` : own}`
}
