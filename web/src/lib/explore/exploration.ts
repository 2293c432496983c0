import type { Position } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'

export type Box = [west: number, south: number, east: number, north: number]

export type Section = 'actors' | 'practices' | 'collaborations'

export type FacetName =
  'theme' | 'skill' | 'kind' | 'country' | 'language' | 'territory' | 'programme'

export const sortings = ['relevance', 'distance', 'name', 'updated'] as const
export type Sorting = (typeof sortings)[number]

/** Facets that are shown, in order. Others may still be in the address and then get a chip. */
export const facetsOf: Record<Section, FacetName[]> = {
  actors: ['theme', 'kind', 'country', 'language'],
  practices: ['theme', 'skill', 'country'],
  collaborations: ['kind', 'theme', 'country', 'programme'],
}

const filtersOf: Record<Section, FacetName[]> = {
  actors: ['theme', 'skill', 'kind', 'country', 'language', 'territory'],
  practices: ['theme', 'skill', 'country', 'language', 'territory'],
  collaborations: ['theme', 'kind', 'country', 'programme', 'territory'],
}

export const PAGE_SIZE = 20

/** Kilometres to choose from, and to widen to when nothing is found. */
export const radii = [10, 25, 50, 100, 250, 500, 1000] as const

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
  sort: Sorting | null
  cursor: string | null
  /** Number of the first result on this page; for display only. */
  from: number
}

export function readExploration(section: Section, params: URLSearchParams): Exploration {
  const chosen: Exploration['chosen'] = {}
  for (const name of filtersOf[section]) {
    const values = [...new Set(params.getAll(name).filter(Boolean))]
    if (values.length) chosen[name] = values
  }
  const located = params.get('located')
  return {
    section,
    q: params.get('q')?.trim() ?? '',
    where: params.get('where')?.trim() ?? '',
    near: readNumbers(params.get('near'), 2),
    within: readPositive(params.get('within')),
    chosen,
    bbox: readBox(params.get('bbox')),
    located: located === 'true' || located === 'false' ? located : null,
    updatedSince: params.get('updatedSince'),
    sort: sortings.find((sorting) => sorting === params.get('sort')) ?? null,
    cursor: params.get('cursor'),
    from: readPositive(params.get('from')) ?? 1,
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
  const { q, chosen, bbox, within, located, updatedSince } = exploration
  return {
    lang,
    ...(q && { q }),
    ...chosen,
    ...(near && { near: near.join(',') }),
    ...(near && within && { within }),
    ...(bbox && { bbox: bbox.join(',') }),
    ...(located && { located }),
    ...(updatedSince && { updatedSince }),
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
  for (const name of ['cursor', 'from', 'selected']) params.delete(name)
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

export function readBox(text: string | null): Box | null {
  const box = readNumbers(text, 4) as Box | null
  return box && box[1] < box[3] ? box : null
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
