import type { Position } from './geometry.ts'

const METERS_PER_DEGREE = 111_320
/** What one press of an arrow key should move the pin on the screen, about. */
const STEP_PIXELS = 12
const EARTH_METERS = 40_075_017

const roundSteps = [5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000]

/** How far an arrow key moves a pin at a zoom and latitude: a round number of metres. */
export function stepMeters(zoom: number, lat: number): number {
  const metersPerPixel = (EARTH_METERS * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** zoom)
  const wanted = metersPerPixel * STEP_PIXELS
  return roundSteps.find((step) => step >= wanted) ?? 50_000
}

export type Side = 'north' | 'south' | 'east' | 'west'

/** A position moved by so many metres. */
export function movedBy([lng, lat]: Position, side: Side, meters: number): Position {
  const shrink = Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  const north = { north: 1, south: -1, east: 0, west: 0 }[side]
  const east = { north: 0, south: 0, east: 1, west: -1 }[side]
  return rounded([
    lng + (east * meters) / (METERS_PER_DEGREE * shrink),
    lat + (north * meters) / METERS_PER_DEGREE,
  ])
}

/** As exact as a house, on earth. */
export function rounded([lng, lat]: Position): Position {
  const exact = (degrees: number, most: number) =>
    Math.round(Math.min(most, Math.max(-most, degrees)) * 1e5) / 1e5
  return [exact(lng, 180), exact(lat, 90)]
}
