import type { Bounds, Position } from '../http/schema.ts'

/** Points that fall into one cell of a grid. */
export type Cell = {
  /** How many points. */
  count: number
  /** Mean position in Web Mercator, 0 to 1 from the north-west; above 1 beyond the 180° line. */
  x: number
  y: number
  west: number
  south: number
  east: number
  north: number
  /** Whose points they are, each once; empty where each record has one point and there are several. */
  ids: number[]
}

export interface Clusters {
  clusters: { count: number; center: Position; bounds: Bounds }[]
  /** Records that stand alone. */
  singles: { id: number; position: Position }[]
}

const TILE_PIXELS = 256
const CELL_PIXELS = 64
/** Nearer than this, the circles of two clusters would touch. */
const APART_PIXELS = 44
const MOST_FEATURES = 200
const MOST_CELLS = 2048

/** The side of a grid cell: 64 pixels, or more where the box would take too many. */
export function cellSize(zoom: number, width: number, height: number): number {
  const size = CELL_PIXELS / (TILE_PIXELS * 2 ** zoom)
  return Math.max(size, Math.sqrt((width * height) / MOST_CELLS))
}

/** Merges neighbouring cells until no two clusters touch and there are few enough to draw. */
export function mergeCells(cells: Cell[], zoom: number): Clusters {
  let distance = APART_PIXELS / (TILE_PIXELS * 2 ** zoom)
  let merged = mergeNearer(cells, distance)
  while (merged.length > MOST_FEATURES) {
    distance *= 1.4
    merged = mergeNearer(merged, distance)
  }
  const counted = merged.map((cell) => ({ cell, ids: new Set(cell.ids) }))
  return {
    clusters: counted
      .filter(({ ids }) => ids.size !== 1)
      .map(({ cell, ids }) => toCluster({ ...cell, count: ids.size || cell.count })),
    singles: counted
      .filter(({ ids }) => ids.size === 1)
      .flatMap(({ cell, ids }) => [...ids].map((id) => ({ id, position: toCluster(cell).center }))),
  }
}

/** Takes the largest first, so that small ones join it rather than pull it away. */
function mergeNearer(cells: Cell[], distance: number): Cell[] {
  let merged = cells
  for (;;) {
    const before = merged.length
    merged = mergeOnce(merged, distance)
    if (merged.length === before) return merged
  }
}

function mergeOnce(cells: Cell[], distance: number): Cell[] {
  const sorted = [...cells].sort(
    (one, other) => other.count - one.count || one.x - other.x || one.y - other.y,
  )
  const merged: Cell[] = []
  const buckets = new Map<string, number[]>()
  const bucketOf = ({ x, y }: Cell) => [Math.floor(x / distance), Math.floor(y / distance)] as const

  for (const cell of sorted) {
    const [column, row] = bucketOf(cell)
    let nearest: number | undefined
    let nearestDistance = distance
    for (let x = column - 1; x <= column + 1; x++) {
      for (let y = row - 1; y <= row + 1; y++) {
        for (const index of buckets.get(`${String(x)} ${String(y)}`) ?? []) {
          const other = merged[index]
          if (!other) continue
          const apart = Math.hypot(other.x - cell.x, other.y - cell.y)
          if (apart < nearestDistance) {
            nearest = index
            nearestDistance = apart
          }
        }
      }
    }
    const target = nearest === undefined ? undefined : merged[nearest]
    if (target && nearest !== undefined) {
      // It stays in its bucket although its centre moves a little: the next round looks again.
      merged[nearest] = join(target, cell)
    } else {
      const key = `${String(column)} ${String(row)}`
      buckets.set(key, [...(buckets.get(key) ?? []), merged.length])
      merged.push(cell)
    }
  }
  return merged
}

function join(one: Cell, other: Cell): Cell {
  const count = one.count + other.count
  return {
    count,
    x: (one.x * one.count + other.x * other.count) / count,
    y: (one.y * one.count + other.y * other.count) / count,
    west: Math.min(one.west, other.west),
    south: Math.min(one.south, other.south),
    east: Math.max(one.east, other.east),
    north: Math.max(one.north, other.north),
    ids: one.ids.length > 0 && other.ids.length > 0 ? [...one.ids, ...other.ids] : [],
  }
}

function toCluster({ count, x, y, west, south, east, north }: Cell) {
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
  const center: Position = [wrap(clamp(x * 360 - 180, west, east)), clamp(lat, south, north)]
  const bounds: Bounds = [wrap(west), south, wrap(east), north]
  return { count, center, bounds }
}

const clamp = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most)

/** Longitudes beyond the 180° line count on from it until here. */
const wrap = (lng: number) => (lng > 180 ? lng - 360 : lng)
