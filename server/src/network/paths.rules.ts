/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import type { Adjacency } from './csr.rules.ts'

/** Steps from a node, in rounds: who is reached after how many. */
class Wave {
  readonly distance = new Map<number, number>()
  round = 0
  #edge: number[]

  constructor(start: number) {
    this.distance.set(start, 0)
    this.#edge = [start]
  }

  get width(): number {
    return this.#edge.length
  }

  /** Goes one step further; returns those it reached. */
  advance({ starts, neighbours }: Adjacency): number[] {
    this.round++
    const reached: number[] = []
    for (const node of this.#edge) {
      for (let place = starts[node]!; place < starts[node + 1]!; place++) {
        const neighbour = neighbours[place]!
        if (this.distance.has(neighbour)) continue
        this.distance.set(neighbour, this.round)
        reached.push(neighbour)
      }
    }
    this.#edge = reached
    return reached
  }
}

/**
 * The shortest chains between two nodes, of at most `most` steps, the first `limit` of them by the order of nodes, and whether
 * there are more. Searched from both ends, the narrower one first, until they meet.
 */
export function findChains(
  adjacency: Adjacency,
  from: number,
  to: number,
  { most, limit }: { most: number; limit: number },
): { chains: number[][]; hasMore: boolean } {
  const ahead = new Wave(from)
  const behind = new Wave(to)
  let isMet = from === to
  while (!isMet && ahead.round + behind.round < most && ahead.width > 0 && behind.width > 0) {
    const [wave, other] = ahead.width <= behind.width ? [ahead, behind] : [behind, ahead]
    isMet = wave.advance(adjacency).some((node) => other.distance.has(node))
  }
  if (!isMet) return { chains: [], hasMore: false }
  const chains = [...walk(adjacency, ahead, behind, from, limit + 1)]
  return { chains: chains.slice(0, limit), hasMore: chains.length > limit }
}

/** All shortest chains: steps that leave the start while the waves have not met, and then come nearer to the end. */
function walk(
  { starts, neighbours }: Adjacency,
  ahead: Wave,
  behind: Wave,
  from: number,
  limit: number,
): number[][] {
  const length = ahead.round + behind.round
  const found: number[][] = []
  const leadsOn = waysOn(ahead, behind, { starts, neighbours })
  const visit = (chain: number[]) => {
    if (found.length >= limit) return
    if (chain.length === length + 1) {
      found.push(chain)
      return
    }
    const node = chain.at(-1)!
    for (let place = starts[node]!; place < starts[node + 1]!; place++) {
      const neighbour = neighbours[place]!
      if (leadsOn(neighbour, chain.length)) visit([...chain, neighbour])
    }
  }
  visit([from])
  return found
}

/** Whether a node can be the one after so many steps of a shortest chain; those met from both ends, walked back once. */
function waysOn(
  ahead: Wave,
  behind: Wave,
  { starts, neighbours }: Pick<Adjacency, 'starts' | 'neighbours'>,
) {
  const length = ahead.round + behind.round
  let layer = new Set<number>()
  for (const [node, steps] of ahead.distance) {
    if (steps === ahead.round && behind.distance.get(node) === behind.round) layer.add(node)
  }
  const layers = new Map([[ahead.round, layer]])
  for (let steps = ahead.round - 1; steps >= 0; steps--) {
    const before = new Set<number>()
    for (const node of layer) {
      for (let place = starts[node]!; place < starts[node + 1]!; place++) {
        if (ahead.distance.get(neighbours[place]!) === steps) before.add(neighbours[place]!)
      }
    }
    layers.set(steps, before)
    layer = before
  }
  return (node: number, steps: number) =>
    steps <= ahead.round
      ? layers.get(steps)!.has(node)
      : behind.distance.get(node) === length - steps
}
