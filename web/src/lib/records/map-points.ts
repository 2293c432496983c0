import type { Point } from '#lib/api/types.ts'

export interface MapPoint {
  lng: number
  lat: number
  label: string
  href?: string
  emphasis?: boolean
}

/** A point of the small map, for what has a location; nothing otherwise. */
export function mapPoints(
  location: Point | null,
  about: Omit<MapPoint, 'lng' | 'lat'>,
): MapPoint[] {
  const [lng, lat] = location?.coordinates ?? []
  return lng === undefined || lat === undefined ? [] : [{ lng, lat, ...about }]
}
