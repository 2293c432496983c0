export type Position = readonly [lng: number, lat: number]

export type Box = readonly [west: number, south: number, east: number, north: number]

export const world: Box = [-180, -85, 180, 85]

// GeoJSON says [lng, lat], Leaflet says [lat, lng]. Only these functions swap them.
/** A position as Leaflet takes it. */
export const toLatLng = ([lng, lat]: Position): [lat: number, lng: number] => [lat, lng]

/** A box as Leaflet takes it. */
export const toLatLngBounds = ([west, south, east, north]: Box): [
  [south: number, west: number],
  [north: number, east: number],
] => [
  [south, west],
  [north, east],
]

/** A box that the API takes: within the world, and as exact as a screen can show. */
export function toQueryBox([west, south, east, north]: Box): [
  west: number,
  south: number,
  east: number,
  north: number,
] {
  const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
  const lng = (degrees: number) => round(Math.min(180, Math.max(-180, degrees)))
  const lat = (degrees: number) => round(Math.min(90, Math.max(-90, degrees)))
  return [lng(west), lat(south), lng(east), lat(north)]
}

/** The smallest box around all of the boxes. */
export function boxAround(boxes: readonly Box[]): Box | undefined {
  if (!boxes.length) return undefined
  return [
    Math.min(...boxes.map(([west]) => west)),
    Math.min(...boxes.map(([, south]) => south)),
    Math.max(...boxes.map(([, , east]) => east)),
    Math.max(...boxes.map(([, , , north]) => north)),
  ]
}

/** The box that holds one position only. */
export const boxAt = ([lng, lat]: Position): Box => [lng, lat, lng, lat]

/** Whether the position is in the box, give or take the rounding of coordinates. */
export function contains([west, south, east, north]: Box, [lng, lat]: Position): boolean {
  const near = 1e-5
  return lng >= west - near && lng <= east + near && lat >= south - near && lat <= north + near
}

/** Whether two boxes look the same on a screen. */
export function almostEqual(one: Box, other: Box): boolean {
  const tolerance = Math.max(one[2] - one[0], one[3] - one[1]) * 0.01
  return one.every((side, index) => Math.abs(side - (other[index] ?? NaN)) <= tolerance)
}

/** Whether everything in the box lies so close that no zoom can tell it apart: about ten metres. */
export function isOnePlace([west, south, east, north]: Box): boolean {
  return east - west < 1e-4 && north - south < 1e-4
}
