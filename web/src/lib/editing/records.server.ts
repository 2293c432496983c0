import type { Language } from '#lib/i18n/languages.ts'
import { findTown } from '#lib/places/town.ts'
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

/** Finds the town that was typed; `places` are what the words may mean where that is not clear. */
export async function resolveTown(event: Event, section: Section, values: Values) {
  const path = section.fields.find(({ input }) => input === 'town')?.path
  if (path === undefined) return { values }
  const text = (name: string) => (values[name] ?? '').trim()
  const said = {
    typed: text(`${path}_typed`),
    known: text(`${path}_known`),
    choice: text(`${path}_choice`),
  }
  const { town, places } = await findTown(event, said)
  if (places) return { path, values, places }
  const parts = Object.entries({ ...town }).map(([name, value]) => [`${path}.${name}`, value])
  return { values: { ...values, ...(Object.fromEntries(parts) as Values) } }
}

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
