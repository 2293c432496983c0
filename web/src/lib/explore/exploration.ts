import type { Position } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { isPossible, type FacetName, type Section } from './known-values.ts'

export type { FacetName, Section }

export type Box = [west: number, south: number, east: number, north: number]

export const sortings = ['relevance', 'distance', 'name', 'updated'] as const
export type Sorting = (typeof sortings)[number]

/** Facets that are shown, in order. Others may still be in the address and then get a chip. */
export const facetsOf: Record<Section, FacetName[]> = {
  actors: ['theme', 'kind', 'country', 'language', 'freshness'],
  practices: ['theme', 'skill', 'country'],
  collaborations: ['kind', 'theme', 'country', 'programme'],
}

const filtersOf: Record<Section, FacetName[]> = {
  actors: [
    'theme',
    'skill',
    'kind',
    'country',
    'language',
    'territory',
    'freshness',
    'offers',
    'practice',
  ],
  practices: ['theme', 'skill', 'country', 'language', 'territory'],
  collaborations: ['theme', 'kind', 'country', 'programme', 'territory'],
}

/** What an address can name once. */
const single = new Set<FacetName>(['offers', 'practice'])

export const PAGE_SIZE = 20

/** Kilometres to choose from, and to widen to when nothing is found. */
export const radii = [10, 25, 50, 100, 250, 500, 1000] as const

/** As many as the API takes of one filter. */
const MOST_VALUES = 50
export const MOST_CHARACTERS = 200
const MOST_KILOMETERS = 20_040

/** What stands in the address and asks for nothing that there is. */
export interface Ignored {
  name: string
  value: string
}

/** Filters by ties: where those who take part are, with whom, since when, in which years, and what must back them. */
export const tieFilters = ['area', 'reach', 'with', 'newIn', 'from', 'to', 'minEvidence'] as const
export type TieFilters = Partial<Record<(typeof tieFilters)[number], string>>

type CountedTies = Partial<Record<'from' | 'to' | 'minEvidence', string>>

const countedForms = {
  from: /^[1-9]\d{3}$/,
  to: /^[1-9]\d{3}$/,
  minEvidence: /^(disputed|imported|claimed|confirmed)$/,
}

function readCounted(params: URLSearchParams, ties: TieFilters): CountedTies {
  if (!ties.reach && !ties.with && !ties.newIn) return {}
  const all = Object.entries(countedForms).flatMap(([name, form]) => {
    const value = params.get(name)?.trim() ?? ''
    return form.test(value) ? [[name, value] as const] : []
  })
  const counted: CountedTies = Object.fromEntries(all)
  const isForward = !counted.from || !counted.to || counted.from <= counted.to
  return isForward ? counted : {}
}

/** What is asked for: the address, read. */
export interface Exploration {
  section: Section
  q: string
  where: string
  near: Position | null
  within: number | null
  chosen: Partial<Record<FacetName, string[]>>
  bbox: Box | null
  located: 'true' | 'false' | null
  updatedSince: string | null
  ties: TieFilters
  /** Years and evidence of the ties that a figure counts; the map of a list has them for its arcs alone. */
  counted: CountedTies
  sort: Sorting | null
  cursor: string | null
  /** Number of the first result on this page; for display only. */
  from: number
  ignored: Ignored[]
}

/** Reads an address; what cannot be meant is left out and told, so that no address is an error. */
export function readExploration(section: Section, params: URLSearchParams): Exploration {
  const ignored: Ignored[] = []
  const read = <T>(name: string, meaning: (text: string) => T | null): T | null => {
    const value = params.get(name)?.trim()
    if (!value) return null
    const meant = meaning(value)
    if (meant === null) ignored.push({ name, value })
    return meant
  }

  const chosen: Exploration['chosen'] = {}
  for (const name of filtersOf[section]) {
    const values = [...new Set(params.getAll(name).filter(Boolean))]
    const possible = values.filter((value) => isPossible(section, name, value))
    const kept = possible.slice(0, single.has(name) ? 1 : MOST_VALUES)
    if (kept.length) chosen[name] = kept
    const left = values.filter((value) => !kept.includes(value))
    ignored.push(...left.map((value) => ({ name, value })))
  }
  const asked = tieFilters.flatMap((name) => {
    const value = read(name, (text) => readTieFilter(section, name, text))
    return value === null ? [] : [[name, value] as const]
  })
  // How far ties reach can only be said from one place.
  const hasArea = asked.some(([name]) => name === 'area')
  const isOnePlace = (chosen.territory?.length ?? 0) + (hasArea ? 1 : 0) === 1
  const from = asked.find(([name]) => name === 'from')?.[1]
  const isMeant = ([name, value]: (typeof asked)[number]) =>
    name === 'reach' || name === 'with' ? isOnePlace : name !== 'to' || !from || from <= value
  ignored.push(...asked.filter((each) => !isMeant(each)).map(([name, value]) => ({ name, value })))
  const ties: TieFilters = Object.fromEntries(asked.filter(isMeant))
  const cursor = params.get('cursor')
  return {
    section,
    q: params.get('q')?.trim().slice(0, MOST_CHARACTERS) ?? '',
    where: params.get('where')?.trim().slice(0, MOST_CHARACTERS) ?? '',
    near: read('near', readPosition),
    within: read('within', readKilometers),
    chosen,
    bbox: read('bbox', readBox),
    located: read('located', (text) => (text === 'true' || text === 'false' ? text : null)),
    updatedSince: read('updatedSince', readDay),
    ties,
    counted: readCounted(params, ties),
    sort: read('sort', (text) => sortings.find((sorting) => sorting === text) ?? null),
    cursor,
    from: cursor ? (readPositive(params.get('first')) ?? 1) : 1,
    ignored,
  }
}

/** The same without values that turned out to be unknown. */
export function ignoring(exploration: Exploration, unknown: Ignored[]): Exploration {
  const isUnknown = (name: string, value: string) =>
    unknown.some((each) => each.name === name && each.value === value)
  const chosen = Object.fromEntries(
    Object.entries(exploration.chosen)
      .map(([name, values]) => [name, values.filter((value) => !isUnknown(name, value))] as const)
      .filter(([, values]) => values.length),
  )
  const isCursor = unknown.some(({ name }) => name === 'cursor')
  const ties = Object.fromEntries(
    Object.entries(exploration.ties).filter(([name, value]) => !isUnknown(name, value)),
  )
  return {
    ...exploration,
    chosen,
    ties,
    ...(isCursor && { cursor: null, from: 1 }),
    ignored: [...exploration.ignored, ...unknown],
  }
}

/** The order that serves best when none was chosen. */
export function effectiveSort({ sort, q }: Exploration, near: Position | null): Sorting {
  if (sort && (sort !== 'distance' || near) && (sort !== 'relevance' || q)) return sort
  return near ? 'distance' : q ? 'relevance' : 'name'
}

export type ApiQuery = Record<string, string | string[] | number>

/** The filters as the API takes them, without paging. */
export function filterQuery(
  exploration: Exploration,
  lang: Language,
  near: Position | null,
): ApiQuery {
  const { q, chosen, bbox, within, located, updatedSince, ties } = exploration
  return {
    lang,
    ...(q && { q }),
    ...chosen,
    ...(near && { near: near.join(',') }),
    ...(near && within && { within }),
    ...(bbox && { bbox: bbox.join(',') }),
    ...(located && { located }),
    ...(updatedSince && { updatedSince }),
    ...ties,
    ...exploration.counted,
  }
}

/** The filters as they go to the clusters of the map: no box, since the map brings its own. */
export function mapQuery(query: ApiQuery): URLSearchParams {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (name === 'bbox' || name === 'located') continue
    for (const each of [value].flat()) params.append(name, String(each))
  }
  return params
}

type Change = string | number | string[] | null

/** An address with some parameters changed; paging and selection belong to the old results. */
export function changed(url: Pick<URL, 'pathname' | 'search'>, changes: Record<string, Change>) {
  const params = new URLSearchParams(url.search)
  for (const name of ['cursor', 'first', 'selected', 'page']) params.delete(name)
  for (const [name, value] of Object.entries(changes)) {
    params.delete(name)
    if (value === null) continue
    for (const each of [value].flat()) params.append(name, String(each))
  }
  return address(url.pathname, params)
}

/** Commas and colons stay readable; both are allowed in a query. */
export function address(pathname: string, params: URLSearchParams) {
  const search = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return search ? `${pathname}?${search}` : pathname
}

/** An address without what is not understood in it. */
export function withoutIgnored(url: Pick<URL, 'pathname' | 'search'>, ignored: Ignored[]) {
  const params = new URLSearchParams(url.search)
  for (const { name, value } of ignored) {
    for (const written of params.getAll(name)) {
      if (written.trim() === value) params.delete(name, written)
    }
  }
  return address(url.pathname, params)
}

export function readBox(text: string | null): Box | null {
  const box = readNumbers(text, 4) as Box | null
  if (!box) return null
  const [west, south, east, north] = box
  return south < north && isOnEarth([west, south]) && isOnEarth([east, north]) ? box : null
}

const POSITION = String.raw`-?\d+(\.\d+)?,-?\d+(\.\d+)?`
const AREA = new RegExp(`^${POSITION}(;${POSITION}){2,100}$`)

function readTieFilter(section: Section, name: keyof TieFilters, text: string): string | null {
  const isPlain = name === 'area' || section !== 'practices'
  const forms = {
    area: AREA,
    reach: /^(any|inside|across)$/,
    with: /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/,
    newIn: /^(1[0-9]|2[01])\d\d(\/((1[0-9]|2[01])\d\d|\.\.))?$/,
    from: /^[1-9]\d{3}$/,
    to: /^[1-9]\d{3}$/,
    minEvidence: /^(disputed|imported|claimed|confirmed)$/,
  }
  const isBackwards =
    name === 'newIn' && /^\d+\/\d+$/.test(text) && text.slice(0, 4) > text.slice(5)
  return isPlain && forms[name].test(text) && !isBackwards ? text : null
}

function readPosition(text: string): Position | null {
  const position = readNumbers(text, 2)
  return position && isOnEarth(position) ? position : null
}

const isOnEarth = ([lng = 0, lat = 0]: Position) => Math.abs(lng) <= 180 && Math.abs(lat) <= 90

function readKilometers(text: string): number | null {
  const kilometers = readPositive(text)
  return kilometers && kilometers <= MOST_KILOMETERS ? kilometers : null
}

const DAY = /^\d{4}-\d{2}-\d{2}/
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/

/** A date, alone or with a time, that the calendar has. */
function readDay(text: string): string | null {
  const [day] = DAY.exec(text) ?? []
  if (!day || (text !== day && !TIME.test(text)) || day.startsWith('0000')) return null
  const isInCalendar = (date: string) =>
    !Number.isNaN(Date.parse(date)) && new Date(date).toISOString().startsWith(date)
  return isInCalendar(day) && !Number.isNaN(Date.parse(text)) ? text : null
}

function readNumbers(text: string | null, length: number) {
  const numbers = (text ?? '').split(',').map((part) => (part.trim() ? Number(part) : NaN))
  return numbers.length === length && numbers.every(Number.isFinite) ? numbers : null
}

function readPositive(text: string | null) {
  const number = Number(text)
  return number > 0 && Number.isFinite(number) ? number : null
}

const KM_PER_DEGREE = 111.2

/** The box that holds a circle; good enough for what a map shows. */
export function boxAround([lng = 0, lat = 0]: Position, radiusKm: number): Box {
  const height = radiusKm / KM_PER_DEGREE
  const width = height / Math.max(0.2, Math.cos((lat * Math.PI) / 180))
  return [lng - width, Math.max(-85, lat - height), lng + width, Math.min(85, lat + height)]
}
