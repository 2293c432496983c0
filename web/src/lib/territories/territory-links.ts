import type { Figure } from '#lib/api/types.ts'

/** What an address of a page about a territory, or about a drawn area, is made of. */
interface Place {
  code: string | null
  area: string | null
}

const DRAWN = 'drawn'

/** The parameters with which the API is asked about a place. */
export const placeParams = ({ code, area }: Place) => ({
  path: { code: code ?? DRAWN },
  query: area === null ? {} : { area },
})

/** What a page's address says about its place. */
export function readPlace(code: string, search: URLSearchParams): Place {
  const area = search.get('area')
  return code === DRAWN && area !== null ? { code: null, area } : { code, area: null }
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
export function figurePath(place: Place, { query: { list, parameters } }: Figure) {
  return list === 'ties'
    ? placePath(place, 'ties', parameters)
    : withQuery(`/${list}`, new URLSearchParams(parameters))
}

/** Commas and semicolons stay readable; both are allowed in a query. */
function withQuery(path: string, query: URLSearchParams) {
  const text = query.toString().replaceAll('%2C', ',').replaceAll('%3B', ';')
  return text ? `${path}?${text}` : path
}
