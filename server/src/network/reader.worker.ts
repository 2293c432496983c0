import { move } from 'piscina'
import { toAdjacency } from './csr.rules.ts'
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import { toCsv } from '../http/csv.ts'
import { type ExportFormat, type ExportTable, writeNetwork } from './exports.rules.ts'
import {
  codesOf,
  describeTies,
  figuresAt,
  type FigureSort,
  orderOf,
  orderOfTies,
  type PageAsked,
  placesByName,
  rowReader,
  type SortOrder,
  summarise,
  type TieSort,
  toTieColumns,
} from './figures.rules.ts'
import type { Figures } from './analyst.worker.ts'
import { toGraph } from './graph.rules.ts'
import { HeldNetworks, isWhole } from './held-networks.ts'
import { type Layout, type PositionColumns, toLayout } from './layout.rules.ts'
import type { NetworkTexts } from './network.queries.ts'
import { tiesOfActor } from './of-actor.rules.ts'
import { findChains } from './paths.rules.ts'
import { type ActorColumns, type PartColumns, type Snapshot, toSnapshot } from './snapshot.rules.ts'
import { degreesOf, findTies, type TieFilter, type Ties } from './ties.rules.ts'

interface Held {
  snapshot: Snapshot
  layout: Layout
  byName?: Int32Array
}

/** The thread that holds the network and answers what is quick; what takes long has a thread of its own. */
let held: Held | undefined

const networks = new HeldNetworks()

/** What was held before, and is to be asked of still. */
let pinnedBefore: Held[] = []

interface Loaded {
  /** What is not given has not changed. */
  network?: NetworkTexts
  positions: { version: number; columns: string }
  pinned: Versions[]
}

/** Takes the network in place of the one before, and where the drawing has actors; a thread that holds none needs both. */
export function load({ network, positions, pinned }: Loaded) {
  let snapshot = held?.snapshot
  if (network) {
    const actors = JSON.parse(network.actors) as ActorColumns
    snapshot = toSnapshot(network.version, actors, JSON.parse(network.parts) as PartColumns)
    networks.clear()
  }
  if (!snapshot) return 'stale'
  const layout = toLayout(
    snapshot,
    positions.version,
    JSON.parse(positions.columns) as PositionColumns,
  )
  pinnedBefore = [...pinnedBefore, ...(held ? [held] : [])].filter((before) =>
    pinned.some((versions) => isOf(before, versions)),
  )
  held = { snapshot, layout, ...(!network && held?.byName && { byName: held.byName }) }
  return { data: snapshot.version, layout: layout.version, years: snapshot.years }
}

/** Of the data, and of where the drawing has actors. */
export interface Versions {
  data: number
  layout: number
}

/** A network, and a name for it that no other has at this version. */
export interface Asked {
  versions: Versions
  key: string
  filter: TieFilter
  isPinned: boolean
}

const isOf = (now: Held, { data, layout }: Versions) =>
  now.snapshot.version === data && now.layout.version === layout

/** Answers of what was asked of, and `stale` where this thread holds something else. */
const ofSame =
  <Task extends Asked, Answer>(answer: (task: Task, now: Held) => Answer) =>
  (task: Task): Answer | 'stale' =>
    held && isOf(held, task.versions) ? answer(task, held) : 'stale'

/** The same, also of what is pinned where there are newer data. */
const ofPinned =
  <Task extends Asked, Answer>(answer: (task: Task, now: Held) => Answer) =>
  (task: Task): Answer | 'stale' => {
    const before = task.isPinned && pinnedBefore.find((candidate) => isOf(candidate, task.versions))
    return before ? answer(task, before) : ofSame(answer)(task)
  }

const networkOf = ({ key, filter }: Asked, snapshot: Snapshot) =>
  networks.get(key, isWhole(filter), () => {
    const ties = findTies(snapshot, filter)
    return { ties, degrees: degreesOf(ties) }
  })

/** The nodes of a network as a table has them; sorted once for all its pages. */
function sortedNodes(
  asked: Asked,
  { sort, order }: { sort: FigureSort; order?: SortOrder | undefined },
  now: Held,
  figures?: Figures,
): Int32Array {
  const { snapshot, layout } = now
  const network = networkOf(asked, snapshot)
  const key = [figures ? 'figures' : layout.version, sort, order].join(' ')
  const known = network.orders.get(key)
  if (known) return known
  now.byName ??= placesByName(snapshot)
  const { degrees, ties } = network
  const sortable = { snapshot, nodes: ties.nodes, degrees, layout, byName: now.byName, figures }
  const sorted = orderOf(sortable, sort, order)
  network.orders.set(key, sorted)
  return sorted
}

/** Whether actors are public still: what is pinned also has who is gone since. */
const publicStill =
  ({ actors }: Snapshot, { nodes }: Ties) =>
  (node: number) =>
    held?.snapshot.indexById.has(actors.id[nodes[node] ?? -1] ?? -1) ?? false

/** Handed over, not copied. */
const bytesOf = (text: string) => move(new TextEncoder().encode(text)) as Uint8Array

/** The network for the drawing, as the bytes of its JSON. */
export const graph = ofSame((asked: Asked, { snapshot, layout }) =>
  bytesOf(JSON.stringify(toGraph(snapshot, networkOf(asked, snapshot).ties, layout))),
)

/** The network for the thread that reckons. */
export const forFigures = ofPinned((asked: Asked, { snapshot }) => {
  const { ties } = networkOf(asked, snapshot)
  return {
    ties: toTieColumns(ties),
    country: codesOf(ties.nodes, snapshot.actors.country),
    theme: codesOf(ties.nodes, snapshot.actors.theme),
  }
})

interface PageOfNetwork extends Asked, PageAsked {}

function countsOf({ nodes, source, isolated, undated, large }: Ties) {
  return { actors: nodes.length, ties: source.length, isolated, undated, large }
}

/** A page of the actors of a network, with what is known of each at once. */
export const page = ofSame((asked: PageOfNetwork, now) => {
  const { snapshot, layout } = now
  const { limit, offset } = asked
  const { ties, degrees } = networkOf(asked, snapshot)
  const nodes = sortedNodes(asked, asked, now)
  const read = rowReader(snapshot, ties, degrees, layout)
  return {
    version: snapshot.version,
    counts: countsOf(ties),
    years: snapshot.years,
    items: Array.from(nodes.subarray(offset, offset + limit), read),
    hasMore: nodes.length > offset + limit,
  }
})

/** A page of the ties of a network. */
export const tiePage = ofSame((asked: Asked & PageAsked<TieSort>, now) => {
  const { snapshot } = now
  const { sort, order, limit, offset } = asked
  const { ties, orders } = networkOf(asked, snapshot)
  now.byName ??= placesByName(snapshot)
  const key = `ties ${sort} ${String(order)}`
  const sorted = orders.get(key) ?? orderOfTies(ties, now.byName, sort, order)
  orders.set(key, sorted)
  return {
    version: snapshot.version,
    counts: countsOf(ties),
    years: snapshot.years,
    items: describeTies(snapshot, ties, sorted.subarray(offset, offset + limit)),
    hasMore: sorted.length > offset + limit,
  }
})

/** A page of the actors of a network with all figures, and those of the whole. */
export const metrics = ofPinned((asked: PageOfNetwork & { figures: Figures }, now) => {
  const { snapshot } = now
  const { figures, limit, offset } = asked
  const { ties } = networkOf(asked, snapshot)
  const isPublic = publicStill(snapshot, ties)
  const nodes = sortedNodes(asked, asked, now, figures).filter(isPublic)
  return {
    version: snapshot.version,
    counts: countsOf(ties),
    figures: summarise(snapshot, ties, figures, isPublic),
    items: Array.from(nodes.subarray(offset, offset + limit), figureReader(asked, now)),
    hasMore: nodes.length > offset + limit,
  }
})

function figureReader(asked: Asked & { figures: Figures }, { snapshot, layout }: Held) {
  const { ties, degrees } = networkOf(asked, snapshot)
  const read = rowReader(snapshot, ties, degrees, layout)
  return (node: number) => ({ ...read(node), ...figuresAt(asked.figures, node) })
}

const csvColumns = [
  'slug',
  'name',
  'kind',
  'country',
  'theme',
  'degree',
  'weight',
  'betweenness',
  'betweennessError',
  'pageRank',
  'community',
  'component',
  'isArticulation',
] as const

/** All actors of a network with their figures, as the bytes of a CSV file. */
export const figuresCsv = ofPinned((asked: Asked & { figures: Figures }, now) => {
  const { ties } = networkOf(asked, now.snapshot)
  const sorted = sortedNodes(asked, { sort: 'degree' }, now, asked.figures)
  const nodes = sorted.filter(publicStill(now.snapshot, ties))
  return bytesOf(toCsv(csvColumns, Array.from(nodes, figureReader(asked, now))))
})

/** The network as a file. */
export const file = ofSame(
  (asked: Asked & { format: ExportFormat; table: ExportTable }, { snapshot }) =>
    bytesOf(writeNetwork(snapshot, networkOf(asked, snapshot).ties, asked.format, asked.table)),
)

interface TiesOfActor extends Asked {
  actor: string
  other?: string | undefined
  limit: number
  offset: number
}

/** Who somebody is, as ties and chains name them. */
function cardOf({ actors }: Snapshot, index: number) {
  return {
    id: actors.id[index] ?? 0,
    slug: actors.slug[index] ?? '',
    name: actors.name[index] ?? '',
    kind: actors.kind[index] ?? 'other',
    country: actors.country[index] ?? null,
  }
}

/** The ties of an actor, and the ids of the collaborations behind each; nothing where it is not public. */
export const tiesOf = ofSame((asked: TiesOfActor, { snapshot }) => {
  const { actor, other, filter, limit, offset } = asked
  const index = snapshot.indexBySlug.get(actor)
  const otherIndex = other === undefined ? undefined : snapshot.indexBySlug.get(other)
  if (index === undefined || (other !== undefined && otherIndex === undefined)) return undefined
  const all = tiesOfActor(snapshot, index, filter)
  const found = other === undefined ? all : all.filter((tie) => tie.other === otherIndex)
  return {
    actor: cardOf(snapshot, index),
    total: found.length,
    items: found
      .slice(offset, offset + limit)
      .map(({ other: neighbour, rank, collaborations }) => ({
        actor: cardOf(snapshot, neighbour),
        evidence: evidenceByRank[rank] ?? evidenceByRank[0],
        collaborations,
      })),
  }
})

interface ChainsAsked extends Asked {
  from: string
  to: string
  most: number
  limit: number
}

/** The shortest chains between two actors, each step with the ids of its collaborations. */
export const chains = ofSame((asked: ChainsAsked, { snapshot }) => {
  const { from, to, most, limit } = asked
  const network = networkOf(asked, snapshot)
  const { nodes } = network.ties
  const one = snapshot.indexBySlug.get(from)
  const other = snapshot.indexBySlug.get(to)
  if (one === undefined || other === undefined) return undefined
  const ends = { from: cardOf(snapshot, one), to: cardOf(snapshot, other) }
  const [start, end] = [placeIn(nodes, one), placeIn(nodes, other)]
  if (start < 0 || end < 0) return { ...ends, chains: [], hasMore: false }

  network.adjacency ??= toAdjacency(toTieColumns(network.ties))
  const found = findChains(network.adjacency, start, end, { most, limit })
  const actorAt = (node: number | undefined) => nodes[node ?? -1] ?? -1
  return {
    ...ends,
    hasMore: found.hasMore,
    chains: found.chains.map((chain) => ({
      actors: chain.map((node) => cardOf(snapshot, actorAt(node))),
      steps: chain
        .slice(1)
        .map((node, step) => between(snapshot, actorAt(chain[step]), actorAt(node), asked.filter)),
    })),
  }
})

/** Nodes ascend by actor: found by halving. */
function placeIn(nodes: Int32Array, actor: number): number {
  let low = 0
  let high = nodes.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const found = nodes[middle] ?? 0
    if (found === actor) return middle
    if (found < actor) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function between(snapshot: Snapshot, one: number, other: number, filter: TieFilter) {
  const among = Int32Array.of(snapshot.actors.id[one] ?? 0, snapshot.actors.id[other] ?? 0)
  const [tie] = tiesOfActor(snapshot, one, { ...filter, actors: among })
  return {
    evidence: evidenceByRank[tie?.rank ?? 0] ?? evidenceByRank[0],
    collaborations: tie?.collaborations ?? [],
  }
}
