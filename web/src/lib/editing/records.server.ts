import type { Language } from '#lib/i18n/languages.ts'
import { findRecords, type FoundRecord } from '#lib/records/find-records.ts'
import { rowsIn, type Values } from './documents.ts'
import type { Named, Section } from './fields.ts'

interface Event {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** Where a section names other records: the controls that hold their slugs. */
const namingIn = (section: Section, values: Values): { path: string; named: Named }[] =>
  section.fields.flatMap((field) => {
    if (field.input === 'record') return [{ path: field.path, named: field.named }]
    if (field.input !== 'rows') return []
    return field.columns.flatMap((column) =>
      column.input === 'record'
        ? rowsIn(values, field.path).map((_, n) => ({
            path: `${field.path}.${String(n)}.${column.name}`,
            named: column.named,
          }))
        : [],
    )
  })

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

interface Resolved {
  values: Values
  /** What the names may mean that are not clear yet, by control; an empty list where nothing was found. */
  choices: Record<string, FoundRecord[]>
}

/** Finds the records whose names were typed; where several may be meant, people choose. */
export async function resolveRecords(
  event: Event,
  section: Section,
  given: Values,
): Promise<Resolved> {
  const values = { ...given }
  const choices: Record<string, FoundRecord[]> = {}
  const take = (path: string, slug: string, name: string) => {
    Object.assign(values, { [path]: slug, [`${path}_name`]: name, [`${path}_known`]: name })
  }
  for (const { path, named } of namingIn(section, values)) {
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
