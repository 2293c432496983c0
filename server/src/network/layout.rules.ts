/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import type { Snapshot } from './snapshot.rules.ts'
import type { Ties } from './ties.rules.ts'

/** Where the drawing has actors: places of all that were laid out, by the actor’s index in the snapshot. */
export interface Layout {
  version: number
  x: Float32Array
  y: Float32Array
  /** -1 where an actor was not laid out. */
  community: Int32Array
}

/** Places as they are kept, by id. */
export interface PositionColumns {
  actor: number[]
  x: number[]
  y: number[]
  community: number[]
}

/** Places as they are kept, for the actors of a snapshot. */
export function toLayout(
  { actors, indexById }: Snapshot,
  version: number,
  { actor, x, y, community }: PositionColumns,
): Layout {
  const placed: Layout = {
    version,
    x: new Float32Array(actors.id.length),
    y: new Float32Array(actors.id.length),
    community: new Int32Array(actors.id.length).fill(-1),
  }
  actor.forEach((id, row) => {
    const index = indexById.get(id)
    if (index === undefined) return
    placed.x[index] = x[row] ?? 0
    placed.y[index] = y[row] ?? 0
    placed.community[index] = community[row] ?? -1
  })
  return placed
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
const SPACING = 12

/** Places for all nodes: as laid out, else amid those neighbours that were, else on a spiral around everything. */
export function placeNodes({ nodes, source, target }: Ties, layout: Layout) {
  const x = new Float64Array(nodes.length)
  const y = new Float64Array(nodes.length)
  const near = new Int32Array(nodes.length)
  const isPlaced = (node: number) => layout.community[nodes[node]!]! >= 0
  const pull = (node: number, towards: number) => {
    if (isPlaced(node) || !isPlaced(towards)) return
    near[node]!++
    x[node]! += layout.x[nodes[towards]!]!
    y[node]! += layout.y[nodes[towards]!]!
  }
  for (let tie = 0; tie < source.length; tie++) {
    pull(source[tie]!, target[tie]!)
    pull(target[tie]!, source[tie]!)
  }
  const radius = layout.x.reduce(
    (most, each, at) => Math.max(most, Math.hypot(each, layout.y[at]!)),
    0,
  )
  for (let node = 0; node < nodes.length; node++) {
    const angle = node * GOLDEN_ANGLE
    if (isPlaced(node)) {
      x[node] = layout.x[nodes[node]!]!
      y[node] = layout.y[nodes[node]!]!
    } else if (near[node]) {
      x[node] = x[node]! / near[node]! + SPACING * Math.cos(angle)
      y[node] = y[node]! / near[node]! + SPACING * Math.sin(angle)
    } else {
      const distance = radius + SPACING * Math.sqrt(node + 1)
      x[node] = distance * Math.cos(angle)
      y[node] = distance * Math.sin(angle)
    }
  }
  return { x, y }
}

/** Where a drawing begins that never was: each community together, the large ones in the middle. */
export function placeCommunities(community: Int32Array, sizes: readonly number[]) {
  const x = new Float64Array(community.length)
  const y = new Float64Array(community.length)
  const before: number[] = []
  sizes.reduce((sum, size, each) => (before[each] = sum) + size, 0)
  const placed = new Int32Array(sizes.length)
  community.forEach((each, node) => {
    const distance = 2 * SPACING * Math.sqrt(before[each]! + (each === 0 ? 0 : sizes[each]! / 2))
    const nth = placed[each]!++
    const apart = SPACING * Math.sqrt(nth)
    x[node] = distance * Math.cos(each * GOLDEN_ANGLE) + apart * Math.cos(nth * GOLDEN_ANGLE)
    y[node] = distance * Math.sin(each * GOLDEN_ANGLE) + apart * Math.sin(nth * GOLDEN_ANGLE)
  })
  return { x, y }
}
