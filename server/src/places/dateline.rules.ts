import type { Geometry, Position } from 'geojson'

/** An area whose edges go on past 180° where they cross the date line, instead of going back around the world. */
export function unrolled(geometry: Geometry): Geometry {
  if (geometry.type === 'Polygon') {
    return { ...geometry, coordinates: geometry.coordinates.map(unrolledRing) }
  }
  if (geometry.type === 'MultiPolygon') {
    return { ...geometry, coordinates: geometry.coordinates.map((each) => each.map(unrolledRing)) }
  }
  return geometry
}

/** An edge that goes around a pole is closed over the pole. */
function unrolledRing(ring: Position[]): Position[] {
  let turns = 0
  const line = ring.map(([lng = 0, lat = 0], at): Position => {
    const before = ring[at - 1]?.[0] ?? lng
    if (lng - before > 180) turns -= 1
    if (before - lng > 180) turns += 1
    return [lng + turns * 360, lat]
  })
  const [first, last] = [line[0], line.at(-1)]
  if (turns === 0 || !first || !last) return line
  const pole = (first[1] ?? 0) < 0 ? -90 : 90
  return [...line, [last[0] ?? 0, pole], [first[0] ?? 0, pole], first]
}
