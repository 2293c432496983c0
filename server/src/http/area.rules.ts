import { parsePosition } from './geography.ts'
import { invalid } from './problem.ts'
import type { Position } from './schema.ts'

/** Corners of an area that somebody drew, in order; the last is joined to the first. */
export type Area = Position[]

const MOST_CORNERS = 100
/** Degrees that an area may span: more than Europe, less than what makes flat geometry meaningless. */
const WIDEST = 90
const HIGHEST = 60
/** Square degrees; some square metres. What is smaller encloses nobody and is too thin to be reckoned with. */
const LEAST = 1e-9

/** Reads `lng,lat;lng,lat;…`; a closing corner that repeats the first is taken too. */
export function parseArea(text: string, name = 'area'): Area {
  const corners = withoutClosing(
    text
      .split(';')
      .filter((part) => part.trim() !== '')
      .map((part) => parsePosition(part, name)),
  )
  if (corners.length < 3 || corners.length > MOST_CORNERS) {
    throw invalid({ [name]: `must have 3 to ${String(MOST_CORNERS)} corners: lng,lat;lng,lat;…` })
  }
  const [lngs, lats] = [corners.map(([lng]) => lng), corners.map(([, lat]) => lat)]
  if (span(lngs) > WIDEST || span(lats) > HIGHEST) {
    throw invalid({
      [name]: `must span at most ${String(WIDEST)}° from west to east, ${String(HIGHEST)}° from south to north`,
    })
  }
  if (!(enclosed(corners) >= LEAST) || crossesItself(corners)) {
    throw invalid({ [name]: 'must enclose something, and its sides must not cross' })
  }
  return corners
}

/** The same area in one way of writing. */
export const areaText = (area: Area): string =>
  area.map(([lng, lat]) => `${String(lng)},${String(lat)}`).join(';')

/** Well-known text of the polygon. */
export function areaWkt(area: Area): string {
  const [first] = area
  const ring = first ? [...area, first] : area
  return `POLYGON((${ring.map(([lng, lat]) => `${String(lng)} ${String(lat)}`).join(',')}))`
}

function withoutClosing(corners: Area): Area {
  const [first, last] = [corners[0], corners.at(-1)]
  const isClosed = corners.length > 1 && first && last && isSame(first, last)
  return isClosed ? corners.slice(0, -1) : corners
}

const isSame = (one: Position, other: Position) => one[0] === other[0] && one[1] === other[1]
/** Square degrees inside, reckoned from the first corner so that no digits are lost. */
function enclosed(corners: Area): number {
  const [[west, south] = [0, 0]] = corners
  const doubled = corners.reduce((sum, [lng, lat], at) => {
    const [nextLng, nextLat] = corners[(at + 1) % corners.length] ?? [lng, lat]
    return sum + (lng - west) * (nextLat - south) - (nextLng - west) * (lat - south)
  }, 0)
  return Math.abs(doubled) / 2
}

const span = (values: number[]) => Math.max(...values) - Math.min(...values)

function crossesItself(corners: Area): boolean {
  const sides = corners.map(
    (corner, at) => [corner, corners[(at + 1) % corners.length] ?? corner] as const,
  )
  return sides.some(([a, b], at) =>
    sides.slice(at + 1).some(([c, d], further) => {
      const areNeighbours = further === 0 || (at === 0 && at + 1 + further === sides.length - 1)
      return areNeighbours ? isSame(a, b) || isSame(c, d) : doCross(a, b, c, d)
    }),
  )
}

/** Whether two sides have a point in common; touching counts. */
function doCross(a: Position, b: Position, c: Position, d: Position): boolean {
  const turns = [turn(a, b, c), turn(a, b, d), turn(c, d, a), turn(c, d, b)] as const
  if (turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0) return true
  return (
    (turns[0] === 0 && isBetween(a, b, c)) ||
    (turns[1] === 0 && isBetween(a, b, d)) ||
    (turns[2] === 0 && isBetween(c, d, a)) ||
    (turns[3] === 0 && isBetween(c, d, b))
  )
}

/** Left (1), right (−1) or straight on (0). */
const turn = (from: Position, to: Position, then: Position) =>
  Math.sign((to[0] - from[0]) * (then[1] - from[1]) - (to[1] - from[1]) * (then[0] - from[0]))

const isBetween = (one: Position, other: Position, [lng, lat]: Position) =>
  lng >= Math.min(one[0], other[0]) &&
  lng <= Math.max(one[0], other[0]) &&
  lat >= Math.min(one[1], other[1]) &&
  lat <= Math.max(one[1], other[1])
