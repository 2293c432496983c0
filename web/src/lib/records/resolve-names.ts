import type { Language } from '#lib/i18n/languages.ts'
import { findRecords, type FoundRecord } from './find-records.ts'

interface Event {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** A control of a form that holds the slug of a record, and which records are meant; see RecordField. */
export interface Naming {
  path: string
  named: 'actors' | 'practices'
}

interface Resolved {
  values: Record<string, string>
  /** What the names may mean that are not clear yet, by control; an empty list where nothing was found. */
  choices: Record<string, FoundRecord[]>
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Finds the records whose names were typed without choosing one; where several may be meant, people choose. */
export async function resolveNames(
  event: Event,
  naming: readonly Naming[],
  given: Record<string, string>,
): Promise<Resolved> {
  const values = { ...given }
  const choices: Record<string, FoundRecord[]> = {}
  const take = (path: string, slug: string, name: string) => {
    Object.assign(values, { [path]: slug, [`${path}_name`]: name, [`${path}_known`]: name })
  }
  for (const { path, named } of naming) {
    const typed = (values[`${path}_name`] ?? '').trim()
    const [slug = '', ...name] = (values[`${path}_choice`] ?? '').split(' ')
    if (slug !== '') take(path, slug, name.join(' '))
    else if (typed === '') take(path, '', '')
    else if (typed !== values[`${path}_known`]) {
      const found = await findRecords(event, named, typed, event.params.lang)
      const [same, other] = found.filter((record) => fold(record.name) === fold(typed))
      if (same && !other) take(path, same.slug, same.name)
      else choices[path] = found
    }
  }
  return { values, choices }
}
