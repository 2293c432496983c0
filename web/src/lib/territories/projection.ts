import type { Geometry, Position } from 'geojson'

export type Bounds = readonly [west: number, south: number, east: number, north: number]

export interface Projection {
  width: number
  height: number
  point: (position: Position) => [x: number, y: number]
}

const FARTHEST = 84

const mercator = (lat: number) => {
  const radians = (Math.max(-FARTHEST, Math.min(FARTHEST, lat)) * Math.PI) / 180
  return (Math.asinh(Math.tan(radians)) * 180) / Math.PI
}

/** Fits a box into so many units of width, as the maps of this site show it (Web Mercator). */
export function fit(
  [west, south, east, north]: Bounds,
  width: number,
  highest: number,
): Projection {
  const [low, high] = [mercator(south), mercator(north)]
  const scale = Math.min(width / (east - west || 1), highest / (high - low || 1))
  const margin = (width - (east - west) * scale) / 2
  return {
    width,
    height: Math.max(1, (high - low) * scale),
    point: ([lng = 0, lat = 0]) => [margin + (lng - west) * scale, (high - mercator(lat)) * scale],
  }
}

/** A GeoJSON geometry, as the API's types know it. */
type Shape = Geometry | Record<string, unknown>

/** Areas as the path of an SVG. */
export function toPath(shape: Shape | null, { point }: Projection): string {
  const geometry = shape as Geometry | null
  const rings = (polygon: Position[][]) =>
    polygon.map((ring) => `M${ring.map((each) => point(each).map(rounded).join(' ')).join('L')}Z`)
  if (geometry?.type === 'Polygon') return rings(geometry.coordinates).join('')
  if (geometry?.type === 'MultiPolygon') return geometry.coordinates.flatMap(rings).join('')
  if (geometry?.type === 'GeometryCollection') {
    return geometry.geometries.map((each) => toPath(each, { point, width: 0, height: 0 })).join('')
  }
  return ''
}

const rounded = (value: number) => Math.round(value * 10) / 10

const EARTH_METERS = 6_371_008
const degrees = (radians: number) => (radians * 180) / Math.PI

/** All that is within a distance on the globe, as the ellipse that it is on the map but for a little. */
export function circle([lng = 0, lat = 0]: Position, meters: number, { point }: Projection) {
  const radius = meters / EARTH_METERS
  const high = degrees(radius)
  const wide = degrees(Math.asin(Math.min(1, Math.sin(radius) / Math.cos((lat * Math.PI) / 180))))
  const [cx] = point([lng, lat])
  const [east] = point([lng + wide, lat])
  const [[, top], [, bottom]] = [point([lng, lat + high]), point([lng, lat - high])]
  return { cx, cy: (top + bottom) / 2, rx: east - cx, ry: (bottom - top) / 2 }
}

/** The box around areas. */
export function boundsOf(shapes: Shape[]): Bounds | null {
  const positions = (shapes as Geometry[]).flatMap(positionsOf)
  if (!positions.length) return null
  let [west, south, east, north] = [180, 90, -180, -90]
  for (const [lng = 0, lat = 0] of positions) {
    west = Math.min(west, lng)
    east = Math.max(east, lng)
    south = Math.min(south, lat)
    north = Math.max(north, lat)
  }
  return [west, south, east, north]
}

function positionsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'Polygon') return geometry.coordinates.flat()
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat(2)
  return geometry.type === 'GeometryCollection' ? geometry.geometries.flatMap(positionsOf) : []
}
