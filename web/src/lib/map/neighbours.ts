export type Direction = 'left' | 'right' | 'up' | 'down'

/** A place on the screen, y downwards. */
export interface Spot {
  x: number
  y: number
}

const axes: Record<Direction, Spot> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
}

/**
 * Which of the spots an arrow key leads to.
 *
 * A step aside counts twice, so that the key goes straight on where it can, and every spot can be
 * reached: whatever lies ahead at all is a candidate.
 */
export function neighbour<T extends Spot>(
  spots: readonly T[],
  from: Spot,
  direction: Direction,
): T | undefined {
  const axis = axes[direction]
  const cost = (spot: Spot) => {
    const x = spot.x - from.x
    const y = spot.y - from.y
    const ahead = x * axis.x + y * axis.y
    const aside = Math.abs(x * axis.y + y * axis.x)
    return ahead > 0.5 ? ahead + 2 * aside : Infinity
  }
  return cheapest(spots, cost)
}

/** The spot that lies next to a place, such as the middle of the map. */
export function nearest<T extends Spot>(spots: readonly T[], to: Spot): T | undefined {
  return cheapest(spots, ({ x, y }) => Math.hypot(x - to.x, y - to.y))
}

function cheapest<T>(candidates: readonly T[], cost: (candidate: T) => number): T | undefined {
  let best: T | undefined
  let lowest = Infinity
  for (const candidate of candidates) {
    const price = cost(candidate)
    if (price < lowest) [best, lowest] = [candidate, price]
  }
  return best
}
