/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */

/** Ties as typed arrays: what a thread hands to another. */
export interface TieColumns {
  /** How many nodes. */
  size: number
  source: Int32Array
  target: Int32Array
  weight: Int32Array
}

/**
 * Neighbours of each node side by side (“compressed sparse rows”): those of `node` from `starts[node]` to `starts[node + 1]`,
 * each with the place of its tie.
 */
export interface Adjacency {
  size: number
  starts: Int32Array
  neighbours: Int32Array
  tieOf: Int32Array
}

/** Puts ties under both their ends; neighbours ascend. */
export function toAdjacency({ size, source, target }: Omit<TieColumns, 'weight'>): Adjacency {
  const starts = new Int32Array(size + 1)
  for (let tie = 0; tie < source.length; tie++) {
    starts[source[tie]! + 1]!++
    starts[target[tie]! + 1]!++
  }
  for (let node = 0; node < size; node++) starts[node + 1]! += starts[node]!
  const next = starts.slice()
  const neighbours = new Int32Array(2 * source.length)
  const tieOf = new Int32Array(2 * source.length)
  const put = (node: number, neighbour: number, tie: number) => {
    const place = next[node]!++
    neighbours[place] = neighbour
    tieOf[place] = tie
  }
  // Ties are sorted by source and then target: lower neighbours of a node come before its higher ones.
  for (let tie = 0; tie < source.length; tie++) put(target[tie]!, source[tie]!, tie)
  for (let tie = 0; tie < source.length; tie++) put(source[tie]!, target[tie]!, tie)
  return { size, starts, neighbours, tieOf }
}
