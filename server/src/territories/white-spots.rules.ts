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

/** Finds the provider nearest to a place, and how far it is on the globe. */
export function nearestAmong(providers: readonly Provider[]) {
  const index = providers.length === 0 ? undefined : new KDBush(providers.length)
  for (const { coordinates } of providers) index?.add(...coordinates)
  index?.finish()
  return <Place extends { coordinates: Position }>(place: Place): Served<Place> => {
    const [lng, lat] = place.coordinates
    const [at] = index ? around(index, lng, lat, 1) : []
    const nearest = at === undefined ? undefined : providers[at]
    if (!nearest) return { place, nearest: null }
    const kilometers = distance(lng, lat, ...nearest.coordinates)
    return { place, nearest: { ...nearest, distanceMeters: Math.round(kilometers * 1000) } }
  }
}

const KILOMETERS_A_DEGREE = 111.2
/** More points than a page can draw. */
const MOST_POINTS = 5_000
/** Parts of the distance, the finest first, within which two points may be taken for one. */
const FINENESS = [100, 30, 10]

/**
 * Where those are from whom any of the places could be within reach: each point once, and of many only one within a small part
 * of the distance. Nothing if these are still too many: without one of them, what it serves would look unserved.
 */
export function pointsWithinReach(
  places: readonly { coordinates: Position }[],
  providers: readonly Pick<Provider, 'coordinates'>[],
  kilometers: number,
  mostPoints = MOST_POINTS,
): Position[] | null {
  const lngs = places.map(({ coordinates: [lng] }) => lng)
  const lats = places.map(({ coordinates: [, lat] }) => lat)
  const [south, north] = [least(lats), most(lats)]
  const up = kilometers / KILOMETERS_A_DEGREE
  const farthest = Math.min(89, Math.max(Math.abs(south), Math.abs(north)) + up)
  const across = up / Math.cos((farthest * Math.PI) / 180)
  const [west, east] = [least(lngs) - across, most(lngs) + across]
  const near = providers.flatMap(({ coordinates: [lng, lat] }) =>
    lng >= west && lng <= east && lat >= south - up && lat <= north + up
      ? [[lng, lat] as Position]
      : [],
  )
  const each = thinned(near, ([lng, lat]) => `${lng} ${lat}`)
  if (each.length <= mostPoints) return each
  for (const fineness of FINENESS) {
    const cell = up / fineness
    const some = thinned(
      near,
      ([lng, lat]) => `${Math.floor(lng / cell)} ${Math.floor(lat / cell)}`,
    )
    if (some.length <= mostPoints) return some
  }
  return null
}

const thinned = (points: Position[], toCell: (point: Position) => string): Position[] => [
  ...new Map(points.map((point) => [toCell(point), point])).values(),
]

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity)
const most = (values: number[]) => values.reduce((a, b) => Math.max(a, b), -Infinity)

/** Places with nobody within so many metres. */
export const withoutProvider = <Place>(served: readonly Served<Place>[], meters: number) =>
  served.filter(({ nearest }) => !nearest || nearest.distanceMeters > meters)

/** As `geokdbush` has it. */
const EARTH_METERS = 6_371_000
/** A ring of so many corners is nowhere more than 0.2 % off the circle. */
const CORNERS = 64

/** What is so far from a point on the globe, as a closed ring; it goes on beyond 180 degrees. */
export function ringAround([lng, lat]: Position, meters: number): Position[] {
  const radius = meters / EARTH_METERS
  const from = toRadians(lat)
  return Array.from({ length: CORNERS + 1 }, (_, at) => {
    const bearing = (2 * Math.PI * (at % CORNERS)) / CORNERS
    const to = Math.asin(
      Math.sin(from) * Math.cos(radius) + Math.cos(from) * Math.sin(radius) * Math.cos(bearing),
    )
    const across = Math.atan2(
      Math.sin(bearing) * Math.sin(radius) * Math.cos(from),
      Math.cos(radius) - Math.sin(from) * Math.sin(to),
    )
    return [rounded(lng + toDegrees(across)), rounded(toDegrees(to))]
  })
}

const toRadians = (degrees: number) => (degrees * Math.PI) / 180
const toDegrees = (radians: number) => (radians * 180) / Math.PI
const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5
