import { around, distance } from 'geokdbush'
import KDBush from 'kdbush'
import type { Position } from '../http/schema.ts'

export type Provider = {
  slug: string
  name: string
  coordinates: Position
}

export interface Served<Place> {
  place: Place
  nearest: (Provider & { distanceMeters: number }) | null
}

/** The provider nearest to each place, and how far it is on the globe. */
export function nearestProviders<Place extends { coordinates: Position }>(
  places: readonly Place[],
  providers: readonly Provider[],
): Served<Place>[] {
  if (providers.length === 0) return places.map((place) => ({ place, nearest: null }))
  const index = new KDBush(providers.length)
  for (const { coordinates } of providers) index.add(...coordinates)
  index.finish()
  return places.map((place) => {
    const [lng, lat] = place.coordinates
    const [at] = around(index, lng, lat, 1)
    const nearest = at === undefined ? undefined : providers[at]
    if (!nearest) return { place, nearest: null }
    const kilometers = distance(lng, lat, ...nearest.coordinates)
    return { place, nearest: { ...nearest, distanceMeters: Math.round(kilometers * 1000) } }
  })
}

const KILOMETERS_A_DEGREE = 111.2
/** More points than a picture can show apart. */
const MOST_POINTS = 2_000

/** Where those are from whom any of the places could be within reach, each point once. */
export function pointsWithinReach(
  places: readonly { coordinates: Position }[],
  providers: readonly Pick<Provider, 'coordinates'>[],
  kilometers: number,
): Position[] {
  const lngs = places.map(({ coordinates: [lng] }) => lng)
  const lats = places.map(({ coordinates: [, lat] }) => lat)
  const [south, north] = [least(lats), most(lats)]
  const up = kilometers / KILOMETERS_A_DEGREE
  const farthest = Math.min(89, Math.max(Math.abs(south), Math.abs(north)) + up)
  const across = up / Math.cos((farthest * Math.PI) / 180)
  const [west, east] = [least(lngs) - across, most(lngs) + across]
  const near = providers.flatMap(({ coordinates: [lng, lat] }) =>
    lng >= west && lng <= east && lat >= south - up && lat <= north + up ? [`${lng} ${lat}`] : [],
  )
  return [...new Set(near)]
    .slice(0, MOST_POINTS)
    .map((point) => point.split(' ').map(Number) as Position)
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity)

/** Places with nobody within so many metres. */
export const withoutProvider = <Place>(served: readonly Served<Place>[], meters: number) =>
  served.filter(({ nearest }) => !nearest || nearest.distanceMeters > meters)
