/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import type { Figures } from './analyst.worker.ts'
import type { TieColumns } from './csr.rules.ts'
import type { Layout } from './layout.rules.ts'
import { FIRST_YEAR, LAST_YEAR, type Snapshot } from './snapshot.rules.ts'
import type { Degrees, Ties } from './ties.rules.ts'

/** What actors of a network can be sorted by; the second are known once all figures are. */
export const quickSorts = ['degree', 'weight', 'name', 'country', 'community'] as const
export const figureSorts = [...quickSorts, 'betweenness', 'pageRank', 'component'] as const
export type FigureSort = (typeof figureSorts)[number]

/** What ties of a network can be sorted by. */
export const tieSorts = ['weight', 'source', 'target', 'evidence', 'from', 'to'] as const
export type TieSort = (typeof tieSorts)[number]

export const sortOrders = ['asc', 'desc'] as const
export type SortOrder = (typeof sortOrders)[number]

export interface PageAsked<Sort = FigureSort> {
  sort: Sort
  order?: SortOrder | undefined
  limit: number
  offset: number
}

/** Numbers of a network’s ties, for the thread that reckons. */
export const toTieColumns = ({ nodes, source, target, weight }: Ties): TieColumns => ({
  size: nodes.length,
  source,
  target,
  weight,
})

/** For each node the number of its word, -1 where it has none. */
export function codesOf(nodes: Int32Array, words: readonly (string | null)[]): Int32Array {
  const codes = new Map<string, number>()
  return nodes.map((actor) => {
    const word = words[actor] ?? null
    if (word === null) return -1
    const code = codes.get(word) ?? codes.size
    codes.set(word, code)
    return code
  })
}

/** Names as people sort them, capitals and accents aside. */
const collator = new Intl.Collator('en', { sensitivity: 'base', numeric: true })

/** Reads what is known of a node at once. */
export function rowReader(
  { actors }: Snapshot,
  { nodes }: Pick<Ties, 'nodes'>,
  { degree, strength }: Degrees,
  layout: Layout,
) {
  return (node: number) => {
    const actor = nodes[node]!
    const community = layout.community[actor]!
    return {
      slug: actors.slug[actor]!,
      name: actors.name[actor]!,
      kind: actors.kind[actor]!,
      country: actors.country[actor]!,
      theme: actors.theme[actor]!,
      degree: degree[node]!,
      weight: strength[node]!,
      community: community < 0 ? null : community,
    }
  }
}

/** The figures of a node. */
export const figuresAt = (figures: Figures, node: number) => ({
  community: figures.communities.community[node]!,
  component: figures.component[node]!,
  betweenness: figures.betweenness.values[node]!,
  betweennessError: figures.betweenness.errors[node]!,
  pageRank: figures.pageRank[node]!,
  isArticulation: figures.isArticulation[node] === 1,
})

interface Sortable {
  snapshot: Snapshot
  nodes: Int32Array
  degrees: Degrees
  layout: Layout
  /** For each actor its place by name. */
  byName: Int32Array
  /** Sorts by what is not known of a network at once need them. */
  figures?: Figures | undefined
}

/** What nodes are sorted by, as numbers; NaN where it is not known. */
function keysOf({ snapshot, nodes, degrees, layout, byName, figures }: Sortable, sort: FigureSort) {
  const { country } = snapshot.actors
  switch (sort) {
    case 'degree':
      return degrees.degree
    case 'weight':
      return degrees.strength
    case 'name':
      return nodes.map((actor) => byName[actor]!)
    case 'country': {
      const codes = [...new Set(country)].filter((code) => code !== null).sort(collator.compare)
      const places = new Map(codes.map((code, place) => [code, place]))
      return Float64Array.from(nodes, (actor) => places.get(country[actor] ?? '') ?? NaN)
    }
    case 'community':
      return (
        figures?.communities.community ??
        Float64Array.from(nodes, (actor) => {
          const community = layout.community[actor]!
          return community < 0 ? NaN : community
        })
      )
    case 'component':
      return figures?.component
    case 'betweenness':
      return figures?.betweenness.values
    case 'pageRank':
      return figures?.pageRank
  }
}

/** Nodes in the order asked for; names ascend unless said otherwise, figures descend; what is not known comes last. */
export function orderOf(network: Sortable, sort: FigureSort, order?: SortOrder): Int32Array {
  const { nodes, byName } = network
  const isNamed = ['name', 'country', 'community', 'component'].includes(sort)
  const direction = (order ?? (isNamed ? 'asc' : 'desc')) === 'asc' ? 1 : -1
  const keys = keysOf(network, sort) ?? new Float64Array(nodes.length).fill(NaN)
  return Int32Array.from(nodes, (_, node) => node).sort((one, other) => {
    const a = keys[one]!
    const b = keys[other]!
    const compared =
      Number.isNaN(a) || Number.isNaN(b)
        ? Number(Number.isNaN(a)) - Number(Number.isNaN(b))
        : direction * (a - b)
    return compared || byName[nodes[one]!]! - byName[nodes[other]!]!
  })
}

/** For each actor its place among all when sorted by name. */
export function placesByName({ actors: { name, slug } }: Snapshot): Int32Array {
  const sorted = Int32Array.from(name, (_, actor) => actor).sort(
    (one, other) =>
      collator.compare(name[one]!, name[other]!) || (slug[one]! < slug[other]! ? -1 : 1),
  )
  const places = new Int32Array(name.length)
  sorted.forEach((actor, place) => (places[actor] = place))
  return places
}

/** Ties in the order asked for; names ascend unless said otherwise, the others descend; what is not known comes last. */
export function orderOfTies(
  { nodes, source, target, weight, rank, from, to }: Ties,
  byName: Int32Array,
  sort: TieSort,
  order?: SortOrder,
): Int32Array {
  const endNames = (ends: Int32Array) => ends.map((node) => byName[nodes[node]!]!)
  const sources = endNames(source)
  const targets = endNames(target)
  const keys = { weight, evidence: rank, source: sources, target: targets, from, to }[sort]
  const isNamed = sort === 'source' || sort === 'target'
  const sign = (order ?? (isNamed ? 'asc' : 'desc')) === 'asc' ? 1 : -1
  const unknown = { from: FIRST_YEAR, to: LAST_YEAR }[sort as string]
  return Int32Array.from(source, (_, tie) => tie).sort((one, other) => {
    const a = keys[one]!
    const b = keys[other]!
    const compared =
      a !== b && (a === unknown || b === unknown) ? (a === unknown ? 1 : -1) : sign * (a - b)
    return compared || sources[one]! - sources[other]! || targets[one]! - targets[other]!
  })
}

/** Some ties, with the names of their ends. */
export function describeTies(
  { actors }: Snapshot,
  { nodes, source, target, weight, rank, from, to }: Ties,
  some: Int32Array,
) {
  const endAt = (node: number) => ({
    slug: actors.slug[nodes[node]!]!,
    name: actors.name[nodes[node]!]!,
  })
  return Array.from(some, (tie) => ({
    source: endAt(source[tie]!),
    target: endAt(target[tie]!),
    weight: weight[tie]!,
    evidence: evidenceByRank[rank[tie]!]!,
    from: from[tie] === FIRST_YEAR ? null : from[tie]!,
    to: to[tie] === LAST_YEAR ? null : to[tie]!,
  }))
}

/** The figures of a whole network in numbers and short lists, which name nobody who is not public. */
export function summarise(
  snapshot: Snapshot,
  ties: Ties,
  figures: Figures,
  isPublic: (node: number) => boolean,
) {
  const { actors } = snapshot
  const named = (node: number) => {
    const actor = ties.nodes[node]!
    return { slug: actors.slug[actor]!, name: actors.name[actor]! }
  }
  const { betweenness, communities, bridges } = figures
  return {
    density: figures.density,
    components: {
      total: figures.componentSizes.length,
      sizes: figures.componentSizes.slice(0, 20),
    },
    communities: {
      total: communities.sizes.length,
      sizes: communities.sizes.slice(0, 20),
      modularity: communities.modularity,
    },
    articulations: figures.isArticulation.reduce((sum, each) => sum + each, 0),
    bridges: {
      total: bridges.total,
      first: bridges.first
        .filter(({ tie }) => isPublic(ties.source[tie]!) && isPublic(ties.target[tie]!))
        .map(({ tie, separates }) => ({
          actors: [named(ties.source[tie]!), named(ties.target[tie]!)],
          collaborations: ties.weight[tie]!,
          separates,
        })),
    },
    assortativity: figures.assortativity,
    betweenness: {
      isExact: betweenness.isExact,
      sources: betweenness.sources,
      error: betweenness.errors.reduce((most, each) => Math.max(most, each), 0),
    },
  }
}
