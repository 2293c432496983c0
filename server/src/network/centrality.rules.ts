/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import type { Adjacency } from './csr.rules.ts'
import { seededRandom } from './random.rules.ts'

export interface Betweenness {
  /** The share of shortest paths between any two others that lead through each node. */
  values: Float64Array
  /** How far each value may be off, with 95 % confidence; 0 where it is exact. */
  errors: Float64Array
  /** From how many nodes the paths were followed. */
  sources: number
  isExact: boolean
}

/** Up to so many nodes betweenness is exact. */
export const MOST_EXACT = 5_000
/** From so many nodes paths are followed where there are more. */
const SAMPLED_SOURCES = 500
const SAMPLE_SEED = 20_261_123

/**
 * Betweenness as NetworkX's `betweenness_centrality` normalises it.
 *
 * U. Brandes, “A faster algorithm for betweenness centrality”, Journal of Mathematical Sociology 25 (2001); from a sample of
 * nodes after U. Brandes and C. Pich, “Centrality estimation in large networks”, Int. J. Bifurcation and Chaos 17 (2007). What
 * each node of the sample adds differs: from that follows the error of the sum, smaller as the sample is of a finite whole.
 */
export function betweenness(
  adjacency: Adjacency,
  { mostExact = MOST_EXACT, most = SAMPLED_SOURCES } = {},
): Betweenness {
  const { size, starts, neighbours } = adjacency
  const isExact = size <= mostExact
  const sources = isExact ? allNodes(size) : sample(size, most)
  const sums = new Float64Array(size)
  const squares = new Float64Array(size)
  const distance = new Int32Array(size).fill(-1)
  const paths = new Float64Array(size)
  const dependency = new Float64Array(size)
  const order = new Int32Array(size)
  for (const source of sources) {
    let reached = 0
    order[reached++] = source
    distance[source] = 0
    paths[source] = 1
    for (let at = 0; at < reached; at++) {
      const node = order[at]!
      const next = distance[node]! + 1
      for (let place = starts[node]!; place < starts[node + 1]!; place++) {
        const neighbour = neighbours[place]!
        if (distance[neighbour] === -1) {
          distance[neighbour] = next
          order[reached++] = neighbour
        }
        if (distance[neighbour] === next) paths[neighbour]! += paths[node]!
      }
    }
    for (let at = reached - 1; at > 0; at--) {
      const node = order[at]!
      const before = distance[node]! - 1
      const share = (1 + dependency[node]!) / paths[node]!
      for (let place = starts[node]!; place < starts[node + 1]!; place++) {
        const neighbour = neighbours[place]!
        if (distance[neighbour] === before) dependency[neighbour]! += paths[neighbour]! * share
      }
      sums[node]! += dependency[node]!
      squares[node]! += dependency[node]! ** 2
    }
    for (let at = 0; at < reached; at++) {
      const node = order[at]!
      distance[node] = -1
      paths[node] = 0
      dependency[node] = 0
    }
  }
  return { ...scaled(sums, squares, size, sources.length), sources: sources.length, isExact }
}

const CONFIDENCE_95 = 1.96

function scaled(sums: Float64Array, squares: Float64Array, size: number, taken: number) {
  const pairs = size > 2 ? (size - 1) * (size - 2) : 1
  const values = sums.map((sum) => (sum / pairs) * (size / taken))
  const errors = new Float64Array(size)
  if (taken < size) {
    squares.forEach((square, node) => {
      const variance = Math.max(0, square - sums[node]! ** 2 / taken) / (taken - 1)
      const ofMean = Math.sqrt((variance / taken) * (1 - taken / size))
      errors[node] = (CONFIDENCE_95 * size * ofMean) / pairs
    })
  }
  return { values, errors }
}

const allNodes = (size: number) => Int32Array.from({ length: size }, (_, node) => node)

/** So many nodes, the same ones for the same network. */
function sample(size: number, most: number): Int32Array {
  const random = seededRandom(SAMPLE_SEED)
  const nodes = allNodes(size)
  for (let place = 0; place < most; place++) {
    const other = place + Math.floor(random() * (size - place))
    const moved = nodes[place]!
    nodes[place] = nodes[other]!
    nodes[other] = moved
  }
  return nodes.slice(0, most)
}

const DAMPING = 0.85
const SETTLED = 1e-13
const MOST_ROUNDS = 500

/**
 * PageRank over weighted ties, as NetworkX's `pagerank`, until nothing moves any more.
 *
 * S. Brin and L. Page, “The anatomy of a large-scale hypertextual web search engine” (1998).
 */
export function pageRank({ size, starts, neighbours, tieOf }: Adjacency, weight: Int32Array) {
  const strength = new Float64Array(size)
  for (let node = 0; node < size; node++) {
    for (let place = starts[node]!; place < starts[node + 1]!; place++) {
      strength[node]! += weight[tieOf[place]!]!
    }
  }
  let rank = new Float64Array(size).fill(1 / size)
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let loose = 0
    for (let node = 0; node < size; node++) if (strength[node] === 0) loose += rank[node]!
    const next = new Float64Array(size).fill((1 - DAMPING + DAMPING * loose) / size)
    for (let node = 0; node < size; node++) {
      const share = (DAMPING * rank[node]!) / strength[node]!
      for (let place = starts[node]!; place < starts[node + 1]!; place++) {
        next[neighbours[place]!]! += share * weight[tieOf[place]!]!
      }
    }
    let moved = 0
    for (let node = 0; node < size; node++) moved += Math.abs(next[node]! - rank[node]!)
    rank = next
    if (moved < SETTLED) break
  }
  return rank
}
