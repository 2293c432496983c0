import { invalid } from './problem.ts'
import type { Bounds, Position } from './schema.ts'

/** Reads `west,south,east,north`. West may be greater than east: then the box crosses the 180° line. */
export function parseBounds(value: string, name = 'bbox'): Bounds {
  const numbers = parseNumbers(value)
  const [west, south, east, north] = numbers
  if (
    numbers.length !== 4 ||
    west === undefined ||
    south === undefined ||
    east === undefined ||
    north === undefined
  ) {
    throw invalid({ [name]: 'must be four numbers: west,south,east,north' })
  }
  if (!isLongitude(west) || !isLongitude(east)) {
    throw invalid({ [name]: 'must have its west and east between -180 and 180' })
  }
  if (!isLatitude(south) || !isLatitude(north)) {
    throw invalid({ [name]: 'must have its south and north between -90 and 90' })
  }
  if (south > north) throw invalid({ [name]: 'must have its south below its north' })
  return [west, south, east, north]
}

/** Reads `lng,lat`. */
export function parsePosition(value: string, name = 'near'): Position {
  const numbers = parseNumbers(value)
  const [lng, lat] = numbers
  if (numbers.length !== 2 || lng === undefined || lat === undefined) {
    throw invalid({ [name]: 'must be two numbers: lng,lat' })
  }
  if (!isLongitude(lng) || !isLatitude(lat)) {
    throw invalid({ [name]: 'must have its lng between -180 and 180, its lat between -90 and 90' })
  }
  return [lng, lat]
}

function parseNumbers(value: string): number[] {
  const parts = value.split(',').map((part) => part.trim())
  if (!parts.every((part) => /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(part))) return []
  return parts.map(Number)
}

const isLongitude = (degrees: number) => degrees >= -180 && degrees <= 180
const isLatitude = (degrees: number) => degrees >= -90 && degrees <= 90
