import type { Position } from './geometry.ts'

const STEPS = 24
const BEND = 0.16

/** A bow between two places, so that ties over the same ground can be told apart; always to the same side of the pair. */
export function arc(from: Position, to: Position): Position[] {
  const [west, east] = from[0] <= to[0] ? [from, to] : [to, from]
  const middle: Position = [
    (west[0] + east[0]) / 2 - (east[1] - west[1]) * BEND,
    (west[1] + east[1]) / 2 + (east[0] - west[0]) * BEND,
  ]
  return Array.from({ length: STEPS + 1 }, (_, step) => {
    const share = step / STEPS
    const along = (index: 0 | 1) =>
      (1 - share) ** 2 * from[index] +
      2 * share * (1 - share) * middle[index] +
      share ** 2 * to[index]
    return [along(0), along(1)]
  })
}
