import { api } from '#lib/api/client.ts'
import type { GazetteerPlace } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'

interface FetchContext {
  fetch: typeof fetch
  url: URL
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** "Timișoara, Romania": what is written into the field when a place is chosen. */
export function placeLabel({ name, region, countryName }: GazetteerPlace) {
  return [name, region === name ? null : region, countryName].filter(Boolean).join(', ')
}

export async function listPlaces(context: FetchContext, q: string, lang: Language, limit = 6) {
  const query = { q, lang, limit }
  const { data } = await api(context).GET('/places', { params: { query } })
  return data?.items ?? []
}

/**
 * The places that a typed text may mean, best first.
 *
 * What follows a comma narrows down: "Lyons, Georgia" is not the Lyons of another state.
 */
export async function findPlaces(context: FetchContext, text: string, lang: Language) {
  const [name = '', ...rest] = text.split(',').map(fold)
  const places = await listPlaces(context, text.split(',')[0]?.trim() ?? text, lang, 12)
  const score = (place: GazetteerPlace) => {
    const surroundings = [place.region, place.countryName, place.country].map((part) =>
      fold(part ?? ''),
    )
    const exact = fold(place.name) === name || place.postalCode === text.trim() ? 1 : 0
    return exact + rest.filter((part) => surroundings.includes(part)).length * 2
  }
  return places
    .map((place, rank) => ({ place, rank, score: score(place) }))
    .sort((a, b) => b.score - a.score || a.rank - b.rank)
    .map(({ place }) => place)
}

/** Other places of the same name that the reader may have meant. */
export function namesakes([best, ...others]: GazetteerPlace[], text: string) {
  if (!best || text.includes(',')) return []
  return others.filter(({ name }) => fold(name) === fold(best.name)).slice(0, 4)
}
