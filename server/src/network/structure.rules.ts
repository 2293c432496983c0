/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import type { Adjacency, TieColumns } from './csr.rules.ts'

/** A tie without which its two ends would not be connected at all. */
export interface Bridge {
  tie: number
  /** How many nodes are on the smaller side. */
  separates: number
}

export interface Structure {
  /** For each node its component, the largest being 0. */
  component: Int32Array
  /** How many nodes each component has, descending. */
  componentSizes: number[]
  /** Whether its component falls apart without a node. */
  isArticulation: Uint8Array
  /** The one that separates the most first. */
  bridges: Bridge[]
}

/**
 * Components, bridges and articulation nodes in one walk.
 *
 * J. Hopcroft and R. Tarjan, “Algorithm 447: efficient algorithms for graph manipulation”, Communications of the ACM 16 (1973).
 */
export function findStructure(adjacency: Adjacency): Structure {
  const { size, starts, neighbours, tieOf } = adjacency
  const found = new Int32Array(size).fill(-1)
  const lowest = new Int32Array(size)
  const below = new Int32Array(size).fill(1)
  const parentTie = new Int32Array(size).fill(-1)
  const next = starts.slice(0, size)
  const isArticulation = new Uint8Array(size)
  const component = new Int32Array(size)
  const sizes: number[] = []
  const cuts: { tie: number; below: number; component: number }[] = []
  const stack = new Int32Array(size)
  let time = 0

  for (let root = 0; root < size; root++) {
    if (found[root] !== -1) continue
    const here = sizes.length
    let depth = 0
    let rootChildren = 0
    let count = 0
    const enter = (node: number, tie: number) => {
      found[node] = lowest[node] = time++
      parentTie[node] = tie
      component[node] = here
      stack[depth++] = node
      count++
    }
    enter(root, -1)
    while (depth > 0) {
      const node = stack[depth - 1]!
      const place = next[node]!
      if (place < starts[node + 1]!) {
        next[node] = place + 1
        const tie = tieOf[place]!
        if (tie === parentTie[node]) continue
        const neighbour = neighbours[place]!
        if (found[neighbour] === -1) enter(neighbour, tie)
        else lowest[node] = Math.min(lowest[node]!, found[neighbour]!)
        continue
      }
      depth--
      if (depth === 0) continue
      const parent = stack[depth - 1]!
      below[parent]! += below[node]!
      lowest[parent] = Math.min(lowest[parent]!, lowest[node]!)
      if (parent === root) rootChildren++
      else if (lowest[node]! >= found[parent]!) isArticulation[parent] = 1
      if (lowest[node]! > found[parent]!) {
        cuts.push({ tie: parentTie[node]!, below: below[node]!, component: here })
      }
    }
    if (rootChildren > 1) isArticulation[root] = 1
    sizes.push(count)
  }

  const bridges = cuts
    .map(({ tie, below: one, component: of }) => ({
      tie,
      separates: Math.min(one, sizes[of]! - one),
    }))
    .sort((one, other) => other.separates - one.separates || one.tie - other.tie)
  return { ...renumbered(component, sizes), isArticulation, bridges }
}

/** The largest group as 0; of two that are as large, the one of the lower node, whatever their numbers were. */
export function renumbered(groups: Int32Array, sizes: readonly number[]) {
  const lowest = new Int32Array(sizes.length)
  for (let node = groups.length - 1; node >= 0; node--) lowest[groups[node]!] = node
  const order = sizes.map((_, group) => group)
  order.sort((one, other) => sizes[other]! - sizes[one]! || lowest[one]! - lowest[other]!)
  const place = new Int32Array(sizes.length)
  order.forEach((group, at) => {
    place[group] = at
  })
  return {
    component: groups.map((group) => place[group]!),
    componentSizes: order.map((group) => sizes[group]!),
  }
}

/** The share of all possible ties that there are. */
export function density({ size, source }: Pick<TieColumns, 'size' | 'source'>): number | null {
  return size < 2 ? null : (2 * source.length) / (size * (size - 1))
}

/**
 * How far like is tied to like: 1 where always, 0 where as by chance, null where that cannot be said. Only ties of which both
 * ends are known count; `codes` are -1 where a node's is not.
 *
 * M. E. J. Newman, “Mixing patterns in networks”, Physical Review E 67 (2003), equation 2.
 */
export function assortativity({ source, target }: TieColumns, codes: Int32Array): number | null {
  const kinds = codes.reduce((most, code) => Math.max(most, code + 1), 0)
  const ends = new Float64Array(kinds)
  let ties = 0
  let alike = 0
  for (let tie = 0; tie < source.length; tie++) {
    const one = codes[source[tie]!]!
    const other = codes[target[tie]!]!
    if (one < 0 || other < 0) continue
    ties++
    if (one === other) alike++
    ends[one]!++
    ends[other]!++
  }
  if (ties === 0) return null
  const byChance = ends.reduce((sum, each) => sum + (each / (2 * ties)) ** 2, 0)
  return byChance === 1 ? null : (alike / ties - byChance) / (1 - byChance)
}
