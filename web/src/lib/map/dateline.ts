import type { Position } from 'geojson'

/**
 * A line that goes on past 180° where it crosses the date line, instead of jumping back to −180°.
 *
 * world-atlas is made for globes; cut flat, a jump becomes a stripe around the world.
 */
export function unrolled(line: Position[]): Position[] {
  let turns = 0
  let before: number | undefined
  return line.map(([lng = 0, lat = 0]) => {
    if (before !== undefined && lng - before > 180) turns -= 1
    if (before !== undefined && before - lng > 180) turns += 1
    before = lng
    return [lng + turns * 360, lat]
  })
}

/** The same for the edge of an area; one that goes around a pole is closed over the pole. */
export function unrolledRing(ring: Position[]): Position[] {
  const line = unrolled(ring)
  const [first, last] = [line[0], line.at(-1)]
  if (!first || !last) return line
  const [from = 0, lat = 0] = first
  const [to = 0] = last
  if (Math.abs(to - from) < 180) return line
  const pole = lat < 0 ? -90 : 90
  return [...line, [to, pole], [from, pole], first]
}
