import type { FormImage } from '#lib/images/form-images.ts'
import type { RowChange } from '#lib/ui/form-values.ts'
import { changeRows, type Row as FormRow } from '#lib/ui/form-values.ts'
import type { Column, Field, Named, Section } from './fields.ts'
import { fromLocation, type Location, toLocation } from './location.ts'

/** A document as a form sees it: the API checks what goes into it. */
export type Document = Record<string, unknown>

export interface WrittenText {
  language: string
  text: string
  origin: 'original' | 'person' | 'machine'
  isStale: boolean
}

/** What a form sent, or would send for a document: texts by the names of its controls. */
export type Values = Record<string, string>

/** What the records that a document names are called. */
export type Names = Record<Named, Record<string, string>>

type Row = Record<string, unknown>
type Rows = Extract<Field, { input: 'rows' }>

function at(document: Document, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (value as Row | null | undefined)?.[name], document)
}

/** A copy of a document with another value somewhere in it. */
function withValue(document: Document, path: string, value: unknown): Document {
  const [name = '', ...rest] = path.split('.')
  if (rest.length === 0) return { ...document, [name]: value }
  const inner = (document[name] ?? {}) as Document
  return { ...document, [name]: withValue(inner, rest.join('.'), value) }
}

const asText = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : ''

const textValues = (path: string, written: readonly WrittenText[]): Values =>
  Object.fromEntries(
    written.flatMap(({ language, text, origin, isStale }, n) => {
      const own = `${path}.${String(n)}`
      return [
        [`${own}.language`, language],
        [`${own}.text`, text],
        [`${own}.origin`, origin],
        ...(isStale ? [[`${own}.stale`, 'on']] : []),
      ]
    }),
  ) as Values

/** A record is shown by its name; the name that its slug stands for tells whether another was typed. */
function recordValues(path: string, slug: unknown, names: Record<string, string>): Values {
  const name = names[asText(slug)] ?? asText(slug)
  return { [path]: asText(slug), [`${path}_name`]: name, [`${path}_known`]: name }
}

interface DocumentTown {
  town: string | null
  country: string | null
  placeId: number | null
}

const townValues = (path: string, { town, country, placeId }: DocumentTown): Values => ({
  [`${path}.town`]: town ?? '',
  [`${path}.country`]: country ?? '',
  [`${path}.placeId`]: asText(placeId),
})

/** The number of the gazetteer goes as soon as other words are written by hand. */
function toTown(path: string, values: Values, before: DocumentTown): DocumentTown {
  const text = (name: string) => (values[`${path}.${name}`] ?? '').trim() || null
  const [town, country] = [text('town'), text('country')?.toUpperCase() ?? null]
  const placeId = Number(text('placeId')) || null
  const isOther = town !== before.town || country !== before.country
  return { town, country, placeId: isOther && placeId === before.placeId ? null : placeId }
}

function columnValues(path: string, column: Column, row: Row, names: Names): Values {
  const own = `${path}.${column.name}`
  const value = at(row, column.name)
  if (column.input === 'texts') return textValues(own, (value ?? []) as WrittenText[])
  if (column.input === 'record') return recordValues(own, value, names[column.named])
  return { [own]: asText(value) }
}

function rowValues({ path, columns, isPlain }: Rows, list: unknown[], names: Names): Values {
  const all = list.map((entry, n) => {
    const own = `${path}.${String(n)}`
    const row = isPlain ? { slug: entry } : (entry as Row)
    return Object.assign(
      { [`${own}._was`]: String(n) },
      ...columns.map((column) => columnValues(own, column, row, names)),
    ) as Values
  })
  return Object.assign({}, ...all) as Values
}

function fieldValues(document: Document, field: Field, names: Names): Values {
  const { path } = field
  const value = at(document, path)
  switch (field.input) {
    case 'lines':
      return { [path]: ((value ?? []) as string[]).join('\n') }
    case 'words':
      return { [path]: ((value ?? []) as { label: string }[]).map(({ label }) => label).join('\n') }
    case 'concepts':
    case 'languages':
      return Object.fromEntries(
        ((value ?? []) as string[]).map((slug) => [`${path}.${slug}`, 'on']),
      )
    case 'texts':
      return textValues(path, (value ?? []) as WrittenText[])
    case 'rows':
      return rowValues(field, (value ?? []) as unknown[], names)
    case 'record':
      return recordValues(path, value, names[field.named])
    case 'town':
      return townValues(path, value as DocumentTown)
    case 'where':
      return fromLocation(value as Location)
    case 'images':
      return {}
    default:
      return { [path]: asText(value) }
  }
}

/** What the controls of a section show of a document. */
export const toValues = (
  document: Document,
  section: Section,
  names: Names = { actors: {}, practices: {} },
): Values =>
  Object.assign({}, ...section.fields.map((field) => fieldValues(document, field, names))) as Values

/** How many entries of a list the values have. */
export function countOf(values: Values, path: string): number {
  const places = Object.keys(values).flatMap((name) => {
    const rest = name.startsWith(`${path}.`) ? name.slice(path.length + 1) : ''
    return /^\d+\./.test(rest) ? [Number.parseInt(rest)] : []
  })
  return Math.max(-1, ...places) + 1
}

const MOST_ENTRIES = 1_000

/** The entries of a list among values, each with the names of its own controls. */
export function rowsIn(values: Values, path: string): FormRow[] {
  const rows = Array.from({ length: Math.min(countOf(values, path), MOST_ENTRIES) }, () => ({}))
  for (const [name, value] of Object.entries(values)) {
    const [, index = '', own = ''] =
      (name.startsWith(`${path}.`) && /^(\d+)\.(.+)$/.exec(name.slice(path.length + 1))) || []
    const row: FormRow | undefined = own === '' ? undefined : rows[Number(index)]
    if (row) row[own] = value
  }
  return rows
}

/** Values of an entry under the name that it has in the form. */
export const under = (path: string, row: FormRow): Values =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [`${path}.${name}`, value]))

/** The values after a button of a list was pressed. */
export function withRowChange(values: Values, change: RowChange): Values {
  const others = Object.entries(values).filter(([name]) => !name.startsWith(`${change.list}.`))
  const rows = changeRows<FormRow>(rowsIn(values, change.list), change, { _was: '' })
  return Object.assign(
    Object.fromEntries(others),
    ...rows.map((row, n) => under(`${change.list}.${String(n)}`, row)),
  ) as Values
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

function toRow(field: Rows, row: FormRow, before: unknown[], language: string): Row {
  const was = row['_was'] ? before[Number(row['_was'])] : undefined
  let changed: Document = { ...((was as Row | undefined) ?? {}) }
  for (const column of field.columns) {
    const text = (row[column.name] ?? '').trim()
    const own =
      column.name === 'language' && /offers|needs/.test(field.path) && text === '' ? language : text
    const value =
      column.input === 'texts'
        ? toTexts(column.name, row)
        : own === ''
          ? null
          : column.input === 'address'
            ? toAddress(own)
            : own
    changed = withValue(changed, column.name, value)
  }
  return changed
}

function toRows(field: Rows, values: Values, before: unknown[], language: string): unknown[] {
  const rows = rowsIn(values, field.path).filter((row) => (row[field.key] ?? '').trim() !== '')
  if (field.isPlain) return [...new Set(rows.map((row) => (row[field.key] ?? '').trim()))]
  return rows.map((row) => toRow(field, row, before, language))
}

/** People leave out what browsers do not need. */
function toAddress(text: string): string {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  return URL.canParse(address) ? new URL(address).href : address
}

function toTexts(path: string, values: Values): WrittenText[] {
  return rowsIn(values, path)
    .map((row) => (name: string) => (row[name] ?? '').trim())
    .filter((get) => get('text') !== '')
    .map((get) => ({
      language: get('language'),
      text: get('text'),
      origin: get('origin') as WrittenText['origin'],
      isStale: get('stale') === 'on' && get('checked') !== 'on' && get('origin') !== 'original',
    }))
}

function fieldValue(document: Document, field: Field, values: Values, language: string): unknown {
  const { path } = field
  const text = (values[path] ?? '').trim()
  switch (field.input) {
    case 'lines':
      return lines(text)
    case 'words':
      return lines(text).map((label) => {
        const known = at(document, path) as { label: string }[]
        return known.find((each) => each.label === label) ?? { label, language }
      })
    case 'concepts':
    case 'languages':
      return Object.keys(values)
        .filter((name) => name.startsWith(`${path}.`))
        .map((name) => name.slice(path.length + 1))
    case 'texts':
      return toTexts(path, values)
    case 'rows':
      return toRows(field, values, (at(document, path) ?? []) as unknown[], language)
    case 'number':
      return text === '' ? null : Number(text.replace(',', '.'))
    case 'address':
      return text === '' ? null : toAddress(text)
    case 'town':
      return toTown(path, values, at(document, path) as DocumentTown)
    case 'where':
      return toLocation(values, at(document, path) as Location)
    case 'images':
      return at(document, path)
    default:
      return text === '' ? null : text
  }
}

/** A document with what a form of one section says; `language` is that of the page. */
export function withSection(
  document: Document,
  section: Section,
  values: Values,
  { language, images }: { language: string; images?: FormImage[] | undefined },
): Document {
  let changed = document
  for (const field of section.fields) {
    const value =
      field.input === 'images' && images ? images : fieldValue(document, field, values, language)
    changed = withValue(changed, field.path, value)
  }
  return changed
}

/** What a section says in one document and in another, by the fields of the document. */
export function differences(section: Section, before: Document, after: Document) {
  const fields = section.fields.map(({ path }) =>
    path.startsWith('texts.') ? path : (path.split('.')[0] ?? path),
  )
  return [...new Set(fields)]
    .map((field) => ({ field, before: at(before, field), after: at(after, field) }))
    .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after))
}

/** What a form sent, without what SvelteKit and the browser add. */
export function readValues(form: FormData): Values {
  const values: Values = {}
  for (const [name, value] of form) {
    if (typeof value === 'string') values[name] = value.replaceAll('\r\n', '\n')
  }
  return values
}
