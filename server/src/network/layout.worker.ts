import forceAtlas2Module from 'graphology-layout-forceatlas2'
import { findCommunities, toGraphology } from './communities.rules.ts'
import { toTieColumns } from './figures.rules.ts'
import { placeCommunities, placeNodes, type PositionColumns, toLayout } from './layout.rules.ts'
import type { NetworkTexts } from './network.queries.ts'
import { type ActorColumns, type PartColumns, toSnapshot } from './snapshot.rules.ts'
import { findTies } from './ties.rules.ts'

// To TypeScript the default is the module, to Node it is what the module exports.
const forceAtlas2 = forceAtlas2Module as unknown as typeof forceAtlas2Module.default

interface Task {
  network: NetworkTexts
  positions: { version: number; columns: string }
}

/** So many rounds, the fewer the more there are to move: each takes half a second of a core for 40,000 actors. */
const roundsFor = (nodes: number) =>
  Math.round(Math.min(500, Math.max(60, 1_500_000 / (nodes + 1))))
/** Of a drawing that was at rest before something changed. */
const ROUNDS_AGAIN = 40
/** Below this share of known places a drawing begins anew. */
const KNOWN_ENOUGH = 0.5

/** Lays out the whole network, from where it was laid out before, and finds its communities. */
export function layOut({ network, positions }: Task): PositionColumns {
  const actors = JSON.parse(network.actors) as ActorColumns
  const snapshot = toSnapshot(network.version, actors, JSON.parse(network.parts) as PartColumns)
  const ties = findTies(snapshot, { rank: 0, isolated: false })
  const before = toLayout(
    snapshot,
    positions.version,
    JSON.parse(positions.columns) as PositionColumns,
  )
  const graph = toGraphology(toTieColumns(ties))
  const { community, sizes } = findCommunities(graph)

  const size = ties.nodes.length
  const known = ties.nodes.filter((actor) => (before.community[actor] ?? -1) >= 0).length
  const isKnown = known > KNOWN_ENOUGH * size
  const start = isKnown ? placeNodes(ties, before) : placeCommunities(community, sizes)
  graph.updateEachNodeAttributes((node) => ({
    x: start.x[Number(node)] ?? 0,
    y: start.y[Number(node)] ?? 0,
  }))
  if (graph.size > 0) {
    forceAtlas2.assign(graph, {
      iterations: isKnown ? ROUNDS_AGAIN : roundsFor(size),
      settings: forceAtlas2.inferSettings(size),
    })
  }
  const columns: PositionColumns = {
    actor: Array.from(ties.nodes, (actor) => actors.id[actor] ?? 0),
    x: [],
    y: [],
    community: [...community],
  }
  graph.forEachNode((_, { x, y }) => {
    columns.x.push(x)
    columns.y.push(y)
  })
  return columns
}
