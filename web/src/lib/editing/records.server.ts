import type { Language } from '#lib/i18n/languages.ts'
import { findTown } from '#lib/places/town.ts'
import { resolveNames, type Naming } from '#lib/records/resolve-names.ts'
import { rowsIn, type Values } from './documents.ts'
import type { Section } from './fields.ts'

interface Event {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** Where a section names other records: the controls that hold their slugs. */
const namingIn = (section: Section, values: Values): Naming[] =>
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

/** Finds the records whose names were typed; where several may be meant, people choose. */
export const resolveRecords = (event: Event, section: Section, values: Values) =>
  resolveNames(event, namingIn(section, values), values)
