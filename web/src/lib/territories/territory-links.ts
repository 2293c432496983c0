import { isSlug } from '#lib/api/slug.ts'
import type { FigureQuery } from '#lib/api/types.ts'

/** What an address of a page about a territory, or about a drawn area, is made of. */
interface Place {
  code: string | null
  area: string | null
  /** Which ties count. */
  tied?: Tied
}

const evidences = ['disputed', 'imported', 'claimed', 'confirmed'] as const
interface Tied {
  from?: number
  to?: number
  minEvidence?: (typeof evidences)[number]
}
/** The same as an address has it. */
export type TiedWords = Partial<Record<keyof Tied, string>>

const YEAR = /^[1-9]\d{3}$/

/** Years and evidence in an address; what cannot be meant is left out. */
export function readTied(search: URLSearchParams): Tied {
  const [from, to] = ['from', 'to'].map((name) => {
    const text = search.get(name)?.trim() ?? ''
    return YEAR.test(text) ? Number(text) : undefined
  })
  const minEvidence = evidences.find((each) => each === search.get('minEvidence'))
  const isForward = from === undefined || to === undefined || from <= to
  return {
    ...(from !== undefined && isForward && { from }),
    ...(to !== undefined && isForward && { to }),
    ...(minEvidence && { minEvidence }),
  }
}

/** As parameters of an address. */
export const tiedQuery = (tied: Tied): Record<string, string> =>
  Object.fromEntries(Object.entries(tied).map(([name, value]) => [name, String(value)]))

/** Whose ties alone an address asks for. */
export function readActor(search: URLSearchParams): string | undefined {
  const actor = search.get('actor') ?? ''
  return isSlug(actor, 300) ? actor : undefined
}

const DRAWN = 'drawn'

/** The parameters with which the API is asked about a place. */
export const placeParams = ({ code, area }: Place) => ({
  path: { code: code ?? DRAWN },
  query: area === null ? {} : { area },
})

/** The same, with which ties count. */
export function tiedParams(place: Place) {
  const { path, query } = placeParams(place)
  return { path, query: { ...query, ...place.tied } }
}

/** What a page's address says about its place. */
export function readPlace(code: string, search: URLSearchParams): Place {
  const area = search.get('area')
  const tied = readTied(search)
  return code === DRAWN && area !== null ? { code: null, area, tied } : { code, area: null, tied }
}

/** A page about a place: its figures, or another by its name. */
export function placePath(place: Place, page = '', parameters: Record<string, string> = {}) {
  const path = `/territories/${place.code ?? DRAWN}${page && `/${page}`}`
  const query = new URLSearchParams({
    ...(place.area !== null && { area: place.area }),
    ...parameters,
  })
  return withQuery(path, query)
}

/** Where what a figure counts is listed. */
export function figurePath(place: Place, { query: { list, parameters } }: { query: FigureQuery }) {
  const query = new URLSearchParams(
    Object.entries(parameters).flatMap(([name, values]) =>
      [values].flat().map((value): [string, string] => [name, value]),
    ),
  )
  return list === 'ties' || list === 'reached'
    ? placePath(place, list, Object.fromEntries(query))
    : withQuery(`/${list}`, query)
}

/** Commas, semicolons and slashes stay readable; all are allowed in a query. */
function withQuery(path: string, query: URLSearchParams) {
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3B', ';').replaceAll('%2F', '/')
  return text ? `${path}?${text}` : path
}
