import type { Actor, ActorCard, List } from '#lib/api/types.ts'
import type { ClusterAnswer } from './features.ts'
import { toQueryBox, type Box } from './geometry.ts'

/** What is on the map in a box at a zoom, for the filters in `query`. */
export function fetchClusters(
  query: string,
  box: Box,
  zoom: number,
  signal: AbortSignal,
): Promise<ClusterAnswer> {
  const params = new URLSearchParams(query)
  params.delete('lang')
  params.set('bbox', toQueryBox(box).join())
  params.set('zoom', String(Math.round(zoom)))
  return getJson(`/api/actors/clusters?${String(params)}`, signal)
}

/** The actors that share a place, by name. */
export function fetchActorsIn(
  query: string,
  box: Box,
  lang: string,
  signal: AbortSignal,
): Promise<List<ActorCard>> {
  const [west, south, east, north] = box
  // Wide enough to hold points that the box rounds away.
  const edge = 2e-5
  const around: Box = [west - edge, south - edge, east + edge, north + edge]
  const params = new URLSearchParams(query)
  params.set('bbox', toQueryBox(around).join())
  params.set('sort', 'name')
  params.set('limit', '50')
  params.set('lang', lang)
  return getJson(`/api/actors?${String(params)}`, signal)
}

/** One actor, for its card. */
export function fetchActor(slug: string, lang: string, signal: AbortSignal): Promise<Actor> {
  return getJson(`/api/actors/${encodeURIComponent(slug)}?lang=${lang}`, signal)
}

/** The largest towns in a box, for their names on the map. */
export function fetchPlaceLabels(
  box: Box,
  signal: AbortSignal,
): Promise<{ items: { name: string; coordinates: number[] }[] }> {
  return getJson(`/api/places/labels?bbox=${toQueryBox(box).join()}`, signal)
}

async function getJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } })
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`)
  return (await response.json()) as T
}
