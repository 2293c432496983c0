import type { Spot } from './neighbours.ts'

/** A symbol on the screen: how large it is, and the width of its name where it has one. */
export interface Symbol extends Spot {
  key: string
  radius: number
  nameWidth?: number
}

interface Area {
  left: number
  right: number
  top: number
  bottom: number
}

const GAP = 3
const HALF_LINE = 10

/** The keys of the symbols whose name has room to their right, over no symbol and no other name. */
export function withRoomForName(symbols: readonly Symbol[]): Set<string> {
  const taken: Area[] = symbols.map(({ x, y, radius }) => ({
    left: x - radius,
    right: x + radius,
    top: y - radius,
    bottom: y + radius,
  }))
  const keys = new Set<string>()
  for (const { key, x, y, radius, nameWidth } of symbols) {
    if (nameWidth === undefined) continue
    const name: Area = {
      left: x + radius + GAP,
      right: x + radius + GAP + nameWidth,
      top: y - HALF_LINE,
      bottom: y + HALF_LINE,
    }
    if (taken.some((area) => overlap(area, name))) continue
    taken.push(name)
    keys.add(key)
  }
  return keys
}

function overlap(one: Area, other: Area) {
  return (
    one.left < other.right &&
    other.left < one.right &&
    one.top < other.bottom &&
    other.top < one.bottom
  )
}
