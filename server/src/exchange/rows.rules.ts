import { hash } from 'node:crypto'
import {
  cellText,
  cleanLine,
  cleanProse,
  isTestName,
  isTestRecord,
  readNumber,
  readPair,
  readUrl,
  readYear,
  withoutContacts,
} from './clean.rules.ts'
import { fold } from '../http/fold.ts'
import { readCountry } from './countries.rules.ts'
import { findField, requiredFields, type Feature, type FieldDefinition } from './features.ts'
import { readLanguage } from './languages.rules.ts'
import { columnsOf, type CellSource, type FieldSource, type Mapping } from './mapping.schema.ts'
import { readPartialDate } from '../http/partial-date.rules.ts'

/** One row of a file. `line` is where it begins, or the number of the feature in GeoJSON. */
export interface Row {
  line: number
  cells: Record<string, string>
}

export type FieldValue = string | number | null | FieldValue[]

/** A record as flat fields that can be compared one by one: `name`, `summary:fr`, `themes`, `location`. */
export type Fields = Record<string, FieldValue>

/** A value that was left out because it could not be understood. */
export interface Omission {
  field: string
  value: string
  reason: string
}

export interface Incoming {
  line: number
  /** Identifies the record within its source. */
  key: string
  fields: Fields
}

export interface Rejection {
  line: number
  field: string
  reason: string
  name?: string
}

export type RowReading =
  | { incoming: Incoming; omissions: Omission[]; rejection?: never }
  | { rejection: Rejection; incoming?: never }

/** The concepts that exist, by slug and by folded label. */
export interface Vocabulary {
  theme: ReadonlyMap<string, string>
  skill: ReadonlyMap<string, string>
}

class Rejected extends Error {
  readonly field: string
  constructor(field: string, reason: string) {
    super(reason)
    this.field = field
  }
}

/** Fields that point to a record. Composed of names they are folded, so that spelling doesn’t make two of one. */
const KEYS = new Set(['id', 'collaboration', 'actor', 'host', 'practitioners'])
const isComposed = (source: FieldSource) =>
  typeof source === 'object' && !Array.isArray(source) && source.columns !== undefined

/** The beginning of a cell, to be shown in reports: without addresses of people. */
const excerpt = (cell: string, length: number) =>
  withoutContacts(cell.slice(0, 1_000)).trim().slice(0, length)

/** More than any key has. */
const LONGEST_REFERENCE = 500

const LISTS = new Set<FieldDefinition['type']>(['languages', 'concepts', 'texts', 'references'])

/** Prepares the reading of rows: what a mapping says is worked out once and not for every row. */
export function rowReader(
  feature: Feature,
  mapping: Mapping,
  vocabulary: Vocabulary,
): (row: Row) => RowReading {
  const empty = new Set(mapping.empty)
  const readers = Object.entries(mapping.features[feature] ?? {}).map(([name, source]) => {
    const definition = findField(feature, name)
    if (!definition) throw new Error(`${feature} have no field ${name}`)
    const values = valuesReader(source, definition, empty)
    if (!KEYS.has(name) || !isComposed(source)) return { name, definition, values }
    return { name, definition, values: (cells: Row['cells']) => values(cells).map(fold) }
  })

  const columns = distinct(Object.values(mapping.features[feature] ?? {}).flatMap(columnsOf))

  return (row) => {
    const raw: Record<string, FieldValue> = {}
    const omissions: Omission[] = []
    const cells = cutCells(row.cells, columns, omissions)
    try {
      for (const { name, definition, values } of readers) {
        raw[name] = readField(name, definition, values(cells), vocabulary, omissions)
      }
      const { key, fields } = compose(feature, raw, row, mapping, omissions)
      return { incoming: { line: row.line, key, fields }, omissions }
    } catch (error) {
      if (!(error instanceof Rejected)) throw error
      const name = raw['name'] ?? raw['title']
      return {
        rejection: {
          line: row.line,
          field: error.field,
          reason: error.message,
          ...(typeof name === 'string' && { name }),
        },
      }
    }
  }
}

const LONGEST_CELL = 100_000

/** The cells, of which those that nobody could have written for readers are cut. */
function cutCells(
  cells: Row['cells'],
  columns: readonly string[],
  omissions: Omission[],
): Row['cells'] {
  let cut: Row['cells'] | undefined
  for (const column of columns) {
    const cell = cells[column]
    if (cell === undefined || cell.length <= LONGEST_CELL) continue
    cut ??= { ...cells }
    cut[column] = cell.slice(0, LONGEST_CELL)
    const reason = `is longer than ${String(LONGEST_CELL)} characters and was cut`
    omissions.push({ field: column, value: excerpt(cell, 60), reason })
  }
  return cut ?? cells
}

/** The texts that a field gets from a row, before they are understood. */
function valuesReader(
  source: FieldSource,
  definition: FieldDefinition,
  empty: ReadonlySet<string>,
): (cells: Record<string, string>) => string[] {
  if (Array.isArray(source)) {
    const alternatives = source.map((one) => valuesReader(one, definition, empty))
    if (LISTS.has(definition.type)) return (cells) => alternatives.flatMap((read) => read(cells))
    return (cells) => {
      for (const read of alternatives) {
        const values = read(cells)
        if (values.length > 0) return values
      }
      return []
    }
  }
  const cell: CellSource = typeof source === 'string' ? { column: source } : source
  const { column, columns, join = ' ', prefix = '', otherwise } = cell
  const separators = [cell.split ?? []].flat()
  const constant = cell.constant === undefined ? [] : [cell.constant].flat()
  const mapped =
    cell.values && new Map(Object.entries(cell.values).map(([k, v]) => [foldKey(k), v]))
  const ignored = cell.ignore?.map((one) => one.toLowerCase()) ?? []
  const isIgnored = (text: string) => {
    const lower = text.toLowerCase()
    return ignored.some((one) =>
      one.endsWith('*') ? lower.startsWith(one.slice(0, -1)) : lower === one,
    )
  }

  return (cells) => {
    let texts: string[] = []
    if (columns) {
      const parts = columns.flatMap((name) => cellText(cells[name] ?? '', empty) ?? [])
      if (parts.length > 0) texts = [parts.join(join)]
    } else if (column !== undefined) {
      const text = cellText(cells[column] ?? '', empty)
      if (text !== undefined) texts = [text]
    }
    if (texts.length === 0) texts = constant
    for (const separator of separators) {
      texts = texts
        .flatMap((text) => text.split(separator))
        .flatMap((text) => cellText(text, empty) ?? [])
    }
    if (ignored.length > 0) texts = texts.filter((text) => !isIgnored(text))
    if (prefix) texts = texts.map((text) => prefix + text)
    if (!mapped) return texts
    return texts.flatMap((text) => {
      const value = mapped.get(foldKey(text))
      if (value !== undefined) return value === null ? [] : value
      if (otherwise !== undefined) return otherwise === null ? [] : otherwise
      return text
    })
  }
}

/** Addresses of concepts differ in their punctuation only, so that they are compared as they are. */
const foldKey = (text: string) => (/^https?:/.test(text) ? text : fold(text))

function readField(
  name: string,
  definition: FieldDefinition,
  values: string[],
  vocabulary: Vocabulary,
  omissions: Omission[],
): FieldValue {
  const [first] = values
  const omit = (reason: string, value = first ?? '') => {
    omissions.push({ field: name, value: excerpt(value, 120), reason })
    return null
  }
  switch (definition.type) {
    case 'languages':
      return distinct(
        values
          .flatMap((value) => value.split(/[,;/|]/))
          .filter((value) => value.trim() !== '')
          .flatMap((value) => readLanguage(value) ?? omit('is not a language', value) ?? []),
      )
    case 'concepts':
      return distinct(
        values.flatMap(
          (value) =>
            vocabulary[definition.scheme].get(fold(value)) ??
            omit(`is not a ${definition.scheme}`, value) ??
            [],
        ),
      ).sort()
    case 'texts':
      return values.map(cleanLine).filter((value) => value !== '')
    case 'references':
      return distinct(values.map((value) => value.slice(0, LONGEST_REFERENCE)))
  }
  if (first === undefined) return null
  switch (definition.type) {
    case 'text': {
      const line = cleanLine(definition.lines ? joinLines(first) : first)
      if (definition.limit && line.length > definition.limit) {
        throw new Rejected(name, `is longer than ${String(definition.limit)} characters`)
      }
      return line === '' ? null : line
    }
    case 'prose': {
      const prose = cleanProse(first)
      return prose === '' ? null : prose
    }
    case 'number': {
      const number = readNumber(first)
      if (number === undefined) throw new Rejected(name, `“${excerpt(first, 60)}” is not a number`)
      return number
    }
    case 'coordinates': {
      const pair = readPair(first)
      if (!pair) throw new Rejected(name, `“${excerpt(first, 60)}” are not two coordinates`)
      return pair
    }
    case 'year':
      return readYear(first) ?? omit('is not a year')
    case 'date':
      return readPartialDate(first) ?? omit('is not a date')
    case 'url':
      return readUrl(first) ?? omit('is not a web address')
    case 'country':
      return readCountry(first) ?? omit('is not a country')
    case 'language':
      return readLanguage(first) ?? omit('is not a language')
    case 'choice': {
      const word = first
        .slice(0, 100)
        .trim()
        .toLowerCase()
        .replace(/[\s-]+/g, '_')
      if (definition.choices.includes(word)) return word
      omit(`is none of ${definition.choices.join(', ')}`)
      return definition.otherwise ?? null
    }
  }
}

const joinLines = (text: string) =>
  text
    .split('\n')
    .map((line) => (line.trim().endsWith(',') ? line.trim().slice(0, -1) : line).trim())
    .filter((line) => line !== '')
    .join(', ')

const distinct = (values: string[]) => [...new Set(values)]

/** Puts the fields of a row together and checks what they say as a whole. */
function compose(
  feature: Feature,
  raw: Record<string, FieldValue>,
  { cells }: Row,
  mapping: Mapping,
  omissions: Omission[],
): { key: string; fields: Fields } {
  if (isTestRecord(cells)) throw new Rejected('name', 'is a test record: single letters only')
  for (const name of requiredFields[feature]) {
    if (raw[name] === null || raw[name] === undefined) throw new Rejected(name, 'is missing')
  }
  const title = raw['name'] ?? raw['title']
  if (typeof title === 'string') {
    const field = 'name' in raw ? 'name' : 'title'
    if (isTestName(title, !saysMore(raw))) throw new Rejected(field, `“${title}” is a test record`)
    if (!/[\p{L}\p{N}]/u.test(title)) throw new Rejected(field, `“${title}” is not a name`)
  }
  const { id, latitude, longitude, coordinates, precision, place, ...fields } = raw

  if ('start' in fields && 'end' in fields) checkPeriod(fields)
  if (['practices', 'collaborations', 'activities', 'links'].includes(feature)) {
    if ('language' in fields || mapping.language) fields['language'] ??= mapping.language ?? 'und'
  }
  // Only what the file has: another file of the source may feed the rest of the record.
  if ('kind' in fields) fields['kind'] ??= defaultKind(feature)
  const isPlaced = ['latitude', 'longitude', 'coordinates', 'precision'].some((one) => one in raw)
  if (feature === 'actors') {
    const order = orderOf(mapping.features.actors?.['coordinates'])
    const pair = readPosition({ latitude, longitude, coordinates }, order, omissions)
    if (isPlaced) fields['location'] = locate(pair, precision)
    if ('place' in raw) fields['placeId'] = typeof place === 'number' ? place : null
  }
  if (feature === 'activities' && isPlaced) {
    const order = orderOf(mapping.features.activities?.['coordinates'])
    fields['location'] = readPosition({ latitude, longitude, coordinates }, order, omissions)
  }
  gather(fields, 'link:', 'links', (kind, value) => [kind, value])
  gather(fields, 'identifier:', 'identifiers', (scheme, value) => [scheme, String(value)])
  if (feature === 'themes' || feature === 'skills') {
    gather(fields, 'synonyms:', 'synonyms', (language, value) => [language, value])
    gather(fields, 'match:', 'matches', (scheme, value) => [scheme, value])
  }
  const key = keyOf(feature, raw, id)
  if (feature === 'themes' || feature === 'skills') fields['slug'] = slugOfKey(key)
  return { key, fields }
}

/** What tells an organisation from a name that was typed to try things out. */
const TELLING =
  /^(website|street|postalCode|town|latitude|coordinates|shortName|summary|description|link|identifier)/
const saysMore = (raw: Record<string, FieldValue>): boolean =>
  Object.entries(raw).some(([name, value]) => TELLING.test(name) && value !== null)

/** What a kind is that a file leaves open. */
function defaultKind(feature: Feature): string | null {
  const kind = findField(feature, 'kind')
  return kind?.type === 'choice' ? (kind.otherwise ?? null) : null
}

const slugOfKey = (key: string) => fold(key).replaceAll(' ', '-')

function orderOf(source: FieldSource | undefined): 'lat,lng' | 'lng,lat' {
  const [first] = [source].flat()
  return (typeof first === 'object' ? first.order : undefined) ?? 'lat,lng'
}

function checkPeriod({ start, end }: Record<string, FieldValue>): void {
  if (typeof start !== 'string' || typeof end !== 'string') return
  // “2020” to “2020-09” is a period, whichever is more exact.
  const length = Math.min(start.length, end.length)
  if (end.slice(0, length) < start.slice(0, length)) {
    throw new Rejected('end', `${end} is before the start, ${start}`)
  }
}

function readPosition(
  from: Record<'latitude' | 'longitude' | 'coordinates', FieldValue | undefined>,
  order: 'lat,lng' | 'lng,lat',
  omissions: Omission[],
): [lng: number, lat: number] | null {
  let lat = from.latitude ?? null
  let lng = from.longitude ?? null
  if (Array.isArray(from.coordinates)) {
    const [first = null, second = null] = from.coordinates
    ;[lat, lng] = order === 'lat,lng' ? [first, second] : [second, first]
  }
  if (typeof lat !== 'number' || typeof lng !== 'number') return null
  if (lat < -90 || lat > 90)
    throw new Rejected('latitude', `${String(lat)} is not between -90 and 90`)
  if (lng < -180 || lng > 180) {
    throw new Rejected('longitude', `${String(lng)} is not between -180 and 180`)
  }
  if (lat === 0 && lng === 0) {
    omissions.push({ field: 'latitude', value: '0, 0', reason: 'stands for an unknown place' })
    return null
  }
  // Seven digits are a centimetre, and what the database gives back.
  return [Number(lng.toFixed(7)), Number(lat.toFixed(7))]
}

/** The point with its precision; a country’s centre says nothing about where an actor is. */
function locate(pair: [number, number] | null, precision: FieldValue | undefined): FieldValue {
  if (precision === 'country') return [null, null, 'country']
  return pair && [...pair, precision ?? 'address']
}

/** Collects the fields that begin alike into one list: `link:website`, `link:facebook` become links. */
function gather(
  fields: Fields,
  prefix: string,
  into: string,
  entry: (suffix: string, value: FieldValue) => FieldValue[],
): void {
  let found: FieldValue[][] | undefined
  for (const [name, value] of Object.entries(fields)) {
    if (!name.startsWith(prefix)) continue
    found ??= []
    const values = Array.isArray(value) ? value : value === null ? [] : [value]
    for (const one of values) found.push(entry(name.slice(prefix.length), one))
    Reflect.deleteProperty(fields, name)
  }
  if (found) fields[into] = found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function keyOf(feature: Feature, raw: Record<string, FieldValue>, id: FieldValue | undefined) {
  const parts = (names: string[]) => names.map((name) => String(raw[name] ?? '').trim()).join('|')
  switch (feature) {
    case 'participations':
      return parts(['collaboration', 'actor', 'role'])
    case 'activities':
      return parts(['collaboration', 'title'])
    case 'links':
      return parts(['collaboration', 'url'])
    default: {
      if (typeof id === 'string' && id !== '') return id
      const place = [
        'country',
        'postalCode',
        'town',
        'latitude',
        'longitude',
        'coordinates',
        'start',
      ]
      const said = [raw['name'] ?? raw['title'], ...place.map((name) => raw[name])]
      return hashOf(said.map((one) => fold(String(one ?? ''))).join('|'))
    }
  }
}

const hashOf = (text: string) => hash('sha1', text, 'base64url')

/** Changes whenever a field does. */
export function hashFields(fields: Fields): string {
  return hashOf(JSON.stringify(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))))
}
