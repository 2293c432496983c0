import { betweenness, pageRank } from './centrality.rules.ts'
import { findCommunities, toGraphology } from './communities.rules.ts'
import { type TieColumns, toAdjacency } from './csr.rules.ts'
import { assortativity, density, findStructure } from './structure.rules.ts'

interface Asked {
  ties: TieColumns
  country: Int32Array
  theme: Int32Array
}

/** All figures of a network; the thread that answers requests must not wait for them. */
export function figures({ ties, country, theme }: Asked) {
  const adjacency = toAdjacency(ties)
  const { bridges, ...structure } = findStructure(adjacency)
  return {
    ...structure,
    bridges: { total: bridges.length, first: bridges.slice(0, MOST_BRIDGES) },
    betweenness: betweenness(adjacency),
    pageRank: pageRank(adjacency, ties.weight),
    communities: findCommunities(toGraphology(ties)),
    density: density(ties),
    assortativity: { country: assortativity(ties, country), theme: assortativity(ties, theme) },
  }
}

export type Figures = ReturnType<typeof figures>

/** Bridges that are named; there may be as many as actors. */
const MOST_BRIDGES = 100
