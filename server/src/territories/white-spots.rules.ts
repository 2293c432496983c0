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

/** Places with nobody within so many metres. */
export const withoutProvider = <Place>(served: readonly Served<Place>[], meters: number) =>
  served.filter(({ nearest }) => !nearest || nearest.distanceMeters > meters)
