import { move } from 'piscina'
import type { NetworkTexts } from './network.queries.ts'
import { type Layout, toGraph } from './graph.rules.ts'
import { type ActorColumns, type PartColumns, type Snapshot, toSnapshot } from './snapshot.rules.ts'
import { findTies, type TieFilter } from './ties.rules.ts'

/** The thread that holds the network and answers what is quick; what takes long has a thread of its own. */
let held: Snapshot | undefined
let layout: Layout | undefined

/** Takes the network in place of the one before, and where the drawing has actors. */
export function load({ network, positions }: Loaded) {
  if (network) {
    const actors = JSON.parse(network.actors) as ActorColumns
    held = toSnapshot(network.version, actors, JSON.parse(network.parts) as PartColumns)
  }
  layout = toLayout(positions.version, JSON.parse(positions.columns) as PositionColumns)
}

interface Loaded {
  /** What is not given has not changed. */
  network?: NetworkTexts
  positions: { version: number; columns: string }
}

interface PositionColumns {
  actor: number[]
  x: number[]
  y: number[]
  community: number[]
}

function toLayout(version: number, { actor, x, y, community }: PositionColumns): Layout {
  const { actors, indexById } = snapshot()
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

function snapshot(): Snapshot {
  if (!held) throw new Error('No network was loaded')
  return held
}

function positions(): Layout {
  if (!layout) throw new Error('No positions were loaded')
  return layout
}

/** The network for the drawing, as the bytes of its JSON. */
export function graph(filter: TieFilter) {
  const ties = findTies(snapshot(), filter)
  return bytesOf(JSON.stringify(toGraph(snapshot(), ties, positions())))
}

/** Handed over, not copied. */
const bytesOf = (text: string) => move(new TextEncoder().encode(text)) as Uint8Array
