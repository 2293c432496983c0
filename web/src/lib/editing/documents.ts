import type { Field, Section } from './fields.ts'

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

type Row = Record<string, unknown>

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

/** Points are two numbers in forms. */
function pointOf(document: Document, path: string): string | undefined {
  const index = { 'location.longitude': 0, 'location.latitude': 1 }[path]
  if (index === undefined) return undefined
  const point = at(document, 'location.point') as number[] | null
  return asText(point?.[index])
}

/** What the controls of a section show of a document. */
export function toValues(document: Document, section: Section): Values {
  const values: Values = {}
  for (const field of section.fields) {
    const { path } = field
    const value = at(document, path)
    switch (field.input) {
      case 'lines':
        values[path] = ((value ?? []) as string[]).join('\n')
        break
      case 'words':
        values[path] = ((value ?? []) as { label: string }[]).map(({ label }) => label).join('\n')
        break
      case 'concepts':
        for (const slug of (value ?? []) as string[]) values[`${path}.${slug}`] = 'on'
        break
      case 'check':
        if (value === true) values[path] = 'on'
        break
      case 'texts':
        for (const [n, each] of ((value ?? []) as WrittenText[]).entries()) {
          values[`${path}.${String(n)}.language`] = each.language
          values[`${path}.${String(n)}.text`] = each.text
          values[`${path}.${String(n)}.origin`] = each.origin
          if (each.isStale) values[`${path}.${String(n)}.stale`] = 'on'
        }
        break
      case 'rows':
        for (const [n, row] of ((value ?? []) as Row[]).entries()) {
          values[`${path}.${String(n)}._place`] = String(n + 1)
          values[`${path}.${String(n)}._was`] = String(n)
          for (const { name } of field.columns) {
            values[`${path}.${String(n)}.${name}`] = asText(row[name])
          }
        }
        break
      default:
        values[path] = pointOf(document, path) ?? asText(value)
    }
  }
  return values
}

/** How many entries of a list the values have. */
export function countOf(values: Values, path: string): number {
  const places = Object.keys(values).flatMap((name) => {
    const rest = name.startsWith(`${path}.`) ? name.slice(path.length + 1) : ''
    return /^\d+\./.test(rest) ? [Number.parseInt(rest)] : []
  })
  return Math.max(-1, ...places) + 1
}

const MOST_ENTRIES = 1_000

const lines = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Entries by the number that stands before them; those with the same number as they came. */
function entriesOf(values: Values, path: string): { n: number; get: (name: string) => string }[] {
  const count = Math.min(countOf(values, path), MOST_ENTRIES)
  return Array.from({ length: count }, (_, n) => ({
    n,
    get: (name: string) => (values[`${path}.${String(n)}.${name}`] ?? '').trim(),
  }))
}

function toRows(
  field: Extract<Field, { input: 'rows' }>,
  values: Values,
  before: Row[],
  language: string,
): Row[] {
  const entries = entriesOf(values, field.path).filter(({ get }) => get(field.key) !== '')
  const place = (get: (name: string) => string) => Number.parseFloat(get('_place')) || Infinity
  if (field.isOrdered)
    entries.sort((one, other) => place(one.get) - place(other.get) || one.n - other.n)
  return entries.map(({ get }) => {
    const was = get('_was') === '' ? undefined : before[Number(get('_was'))]
    const columns = field.columns.map(({ name, input }) => {
      const text = get(name)
      if (text !== '') return [name, input === 'address' ? toAddress(text) : text]
      return [name, name === 'language' && field.path.match(/offers|needs/) ? language : null]
    })
    return { ...(was ?? emptyRow(field.path)), ...(Object.fromEntries(columns) as Row) }
  })
}

/** What a new entry has besides what the form asks. */
function emptyRow(path: string): Row {
  if (path === 'steps') return { translations: { title: [], text: [] } }
  return path === 'roles' || path === 'resources' ? { translations: [] } : {}
}

/** People leave out what browsers do not need. */
function toAddress(text: string): string {
  const address = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  return URL.canParse(address) ? new URL(address).href : address
}

function toTexts(path: string, values: Values): WrittenText[] {
  return entriesOf(values, path)
    .filter(({ get }) => get('text') !== '')
    .map(({ get }) => ({
      language: get('language'),
      text: get('text'),
      origin: get('origin') as WrittenText['origin'],
      isStale: get('stale') === 'on' && get('checked') !== 'on' && get('origin') !== 'original',
    }))
}

/** A document with what a form of one section says; `language` is that of the page. */
export function withSection(
  document: Document,
  section: Section,
  values: Values,
  language: string,
): Document {
  let changed = document
  for (const field of section.fields) {
    const { path } = field
    const text = (values[path] ?? '').trim()
    const set = (value: unknown) => (changed = withValue(changed, path, value))
    switch (field.input) {
      case 'lines':
        set(lines(text))
        break
      case 'words':
        set(
          lines(text).map((label) => {
            const known = (at(document, path) as { label: string }[]).find(
              (each) => each.label === label,
            )
            return known ?? { label, language }
          }),
        )
        break
      case 'concepts':
        set(
          Object.keys(values)
            .filter((name) => name.startsWith(`${path}.`))
            .map((name) => name.slice(path.length + 1)),
        )
        break
      case 'check':
        set(text === 'on')
        break
      case 'texts':
        set(toTexts(path, values))
        break
      case 'rows':
        set(toRows(field, values, (at(document, path) ?? []) as Row[], language))
        break
      case 'number':
        if (pointOf(document, path) === undefined)
          set(text === '' ? null : Number(text.replace(',', '.')))
        break
      case 'address':
        set(text === '' ? null : toAddress(text))
        break
      default:
        set(text === '' ? null : text)
    }
  }
  return section.name === 'place' ? withPoint(changed, values) : changed
}

function withPoint(document: Document, values: Values): Document {
  const numbers = ['location.longitude', 'location.latitude'].map((path) =>
    (values[path] ?? '').trim().replace(',', '.'),
  )
  const point = numbers.some((number) => number === '') ? null : numbers.map(Number)
  const location = document['location'] as Row
  const precision = point && location['precision'] === null ? 'address' : location['precision']
  return { ...document, location: { ...location, point, precision } }
}

/** What a form sent, without what SvelteKit and the browser add. */
export function readValues(form: FormData): Values {
  const values: Values = {}
  for (const [name, value] of form) {
    if (typeof value === 'string') values[name] = value.replaceAll('\r\n', '\n')
  }
  return values
}
