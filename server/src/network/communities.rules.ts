/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import Graphology from 'graphology'
import louvainModule from 'graphology-communities-louvain'
import type { TieColumns } from './csr.rules.ts'
import { seededRandom } from './random.rules.ts'
import { renumbered } from './structure.rules.ts'

// Both are CommonJS: to TypeScript the default is the module, to Node it is what the module exports.
const { UndirectedGraph } = Graphology
const louvain = louvainModule as unknown as typeof louvainModule.default

const SEED = 20_261_123

export interface Communities {
  /** For each node its community, the largest being 0. */
  community: Int32Array
  sizes: number[]
  /** How much denser communities are than chance would make them; null without ties. */
  modularity: number | null
}

/** Ties as the library wants them. */
export function toGraphology({ size, source, target, weight }: TieColumns) {
  const graph = new UndirectedGraph<{ x: number; y: number }, { weight: number }>()
  for (let node = 0; node < size; node++) graph.addNode(node, { x: 0, y: 0 })
  for (let tie = 0; tie < source.length; tie++) {
    graph.addEdge(source[tie], target[tie], { weight: weight[tie]! })
  }
  return graph
}

/** Communities by Louvain, the same for the same network: the order in which nodes are visited is seeded. */
export function findCommunities(graph: ReturnType<typeof toGraphology>): Communities {
  const size = graph.order
  if (graph.size === 0) {
    const each = Int32Array.from({ length: size }, (_, node) => node)
    return { community: each, sizes: Array.from(each, () => 1), modularity: null }
  }
  const { communities, count, modularity } = louvain.detailed(graph, {
    getEdgeWeight: 'weight',
    rng: seededRandom(SEED),
  })
  const community = Int32Array.from({ length: size }, (_, node) => communities[node]!)
  const sizes = Array.from({ length: count }, () => 0)
  for (const each of community) sizes[each]!++
  const { component, componentSizes } = renumbered(community, sizes)
  return { community: component, sizes: componentSizes, modularity }
}
