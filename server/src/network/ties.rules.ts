/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import { MOST_TIED_TO_EACH_OTHER } from '../collaborations/evidence.rules.ts'
import { FIRST_YEAR, LAST_YEAR, type Snapshot } from './snapshot.rules.ts'

/** Which actors, collaborations, years and evidence a network is of. */
export interface TieFilter {
  /** Ids of actors; all where there are none. */
  actors?: Int32Array | undefined
  /** Ids of collaborations; all where there are none. */
  collaborations?: Int32Array | undefined
  from?: number | undefined
  to?: number | undefined
  /** The least evidence, by its rank. */
  rank: number
  /** Also actors without a tie. */
  isolated: boolean
}

/** A network: actors as nodes, and the ties of any two of them, once, from the lower node to the higher. */
export interface Ties {
  /** For each node its actor, in the snapshot. */
  nodes: Int32Array
  source: Int32Array
  target: Int32Array
  /** How many collaborations make the tie. */
  weight: Int32Array
  /** The strongest evidence of them. */
  rank: Uint8Array
  from: Int16Array
  to: Int16Array
  /** Actors that match and have no tie here. */
  isolated: number
  /** Pairs of actors without a tie here, because nothing they do together has a date and years were asked for. */
  undated: number
  /** Collaborations of which only those who lead are tied to the rest. */
  large: number
}

/** Years in one way of writing: before and after all that are known nothing more can be told apart. */
export function tellingYears(
  { from, to }: Pick<TieFilter, 'from' | 'to'>,
  years: Snapshot['years'],
): Pick<TieFilter, 'from' | 'to'> {
  if (from === undefined && to === undefined) return {}
  const [first, last] = years ?? [0, 0]
  return {
    from: Math.min(Math.max(from ?? first, first), last + 1),
    to: Math.max(Math.min(to ?? last, last), first - 1),
  }
}

/** Whether two parts in one collaboration are a tie. */
export const verdicts = { no: 0, yes: 1, undated: 2 } as const
type Verdict = (typeof verdicts)[keyof typeof verdicts]

/** Judges pairs of parts by dates and evidence; of a large collaboration only those with somebody who leads it are tied. */
export function judge(
  { partActor, partRank, partLeads, partFrom, partTo }: Snapshot,
  { from: first, to: last, rank: least }: Pick<TieFilter, 'from' | 'to' | 'rank'>,
): (one: number, other: number, isLarge: boolean) => Verdict {
  const isTimed = first !== undefined || last !== undefined
  return (one, other, isLarge) => {
    if (partActor[one] === partActor[other]) return verdicts.no
    if (partRank[one]! < least || partRank[other]! < least) return verdicts.no
    if (isLarge && !partLeads[one] && !partLeads[other]) return verdicts.no
    const from = Math.max(partFrom[one]!, partFrom[other]!)
    const to = Math.min(partTo[one]!, partTo[other]!)
    if (from > to) return verdicts.no
    if (!isTimed) return verdicts.yes
    if (from === FIRST_YEAR && to === LAST_YEAR) return verdicts.undated
    return from > (last ?? LAST_YEAR) || to < (first ?? FIRST_YEAR) ? verdicts.no : verdicts.yes
  }
}

/** Whether so many take part that they cannot all know each other. */
export const isLarge = ({ sizes }: Snapshot, collaboration: number) =>
  sizes[collaboration]! > MOST_TIED_TO_EACH_OTHER

function visitPairs(
  snapshot: Snapshot,
  filter: TieFilter,
  mayBe: Uint8Array | undefined,
  visit: (one: number, other: number, isDated: boolean) => void,
): number {
  const { starts, partActor, partRank, collaborations } = snapshot
  const chosen = filter.collaborations && new Set(filter.collaborations)
  const verdict = judge(snapshot, filter)
  let largeOnes = 0
  let here = new Int32Array(64)
  for (let each = 0; each < collaborations.length; each++) {
    if (chosen && !chosen.has(collaborations[each]!)) continue
    const start = starts[each]!
    const end = starts[each + 1]!
    if (end - start > here.length) here = new Int32Array(2 * (end - start))
    let size = 0
    for (let part = start; part < end; part++) {
      if (partRank[part]! < filter.rank) continue
      if (mayBe && !mayBe[partActor[part]!]) continue
      here[size++] = part
    }
    const large = size > 1 && isLarge(snapshot, each)
    if (large) largeOnes++
    for (let i = 0; i < size; i++) {
      for (let j = i + 1; j < size; j++) {
        const is = verdict(here[i]!, here[j]!, large)
        if (is !== verdicts.no) visit(here[i]!, here[j]!, is === verdicts.yes)
      }
    }
  }
  return largeOnes
}

/** Lists of numbers that grow. */
class Pairs {
  size = 0
  low = new Int32Array(1024)
  high = new Int32Array(1024)
  collaboration = new Int32Array(1024)
  rank = new Uint8Array(1024)
  from = new Int16Array(1024)
  to = new Int16Array(1024)

  add(
    [one, other]: [number, number],
    collaboration: number,
    rank: number,
    from: number,
    to: number,
  ): void {
    if (this.size === this.low.length) this.#grow()
    const at = this.size++
    this.low[at] = Math.min(one, other)
    this.high[at] = Math.max(one, other)
    this.collaboration[at] = collaboration
    this.rank[at] = rank
    this.from[at] = from
    this.to[at] = to
  }

  #grow(): void {
    const length = 2 * this.low.length
    const grown = <T extends Int32Array | Uint8Array | Int16Array>(list: T, bigger: T): T => {
      bigger.set(list)
      return bigger
    }
    this.low = grown(this.low, new Int32Array(length))
    this.high = grown(this.high, new Int32Array(length))
    this.collaboration = grown(this.collaboration, new Int32Array(length))
    this.rank = grown(this.rank, new Uint8Array(length))
    this.from = grown(this.from, new Int16Array(length))
    this.to = grown(this.to, new Int16Array(length))
  }
}

/** The network of a snapshot that passes a filter. */
export function findTies(snapshot: Snapshot, filter: TieFilter): Ties {
  const { actors, indexById } = snapshot
  const mayBe = filter.actors && marked(filter.actors, indexById, actors.id.length)
  const pairs = new Pairs()
  const { partActor, partCollaboration, partRank, partFrom, partTo } = snapshot
  const keyOf = (one: number, other: number) =>
    Math.min(one, other) * actors.id.length + Math.max(one, other)
  const undated = new Set<number>()
  const large = visitPairs(snapshot, filter, mayBe, (one, other, isDated) => {
    const ends: [number, number] = [partActor[one]!, partActor[other]!]
    if (!isDated) {
      undated.add(keyOf(...ends))
      return
    }
    pairs.add(
      ends,
      partCollaboration[one]!,
      Math.min(partRank[one]!, partRank[other]!),
      Math.max(partFrom[one]!, partFrom[other]!),
      Math.min(partTo[one]!, partTo[other]!),
    )
  })

  const hasTie = new Uint8Array(actors.id.length)
  for (let pair = 0; pair < pairs.size; pair++) {
    hasTie[pairs.low[pair]!] = 1
    hasTie[pairs.high[pair]!] = 1
    undated.delete(keyOf(pairs.low[pair]!, pairs.high[pair]!))
  }
  const tied: number[] = []
  let isolated = 0
  const nodeOf = new Int32Array(actors.id.length)
  for (let actor = 0; actor < hasTie.length; actor++) {
    if (!hasTie[actor]) {
      if (mayBe ? !mayBe[actor] : filter.collaborations) continue
      isolated++
      if (!filter.isolated) continue
    }
    nodeOf[actor] = tied.length
    tied.push(actor)
  }
  return {
    nodes: Int32Array.from(tied),
    ...mergePairs(pairs, nodeOf, tied.length),
    isolated,
    undated: undated.size,
    large,
  }
}

function marked(ids: Int32Array, indexById: Map<number, number>, length: number): Uint8Array {
  const marks = new Uint8Array(length)
  for (const id of ids) {
    const index = indexById.get(id)
    if (index !== undefined) marks[index] = 1
  }
  return marks
}

/** One tie for all pairs of the same two, in the order of its nodes. */
function mergePairs(pairs: Pairs, nodeOf: Int32Array, nodes: number) {
  const order = orderByNode(pairs, nodeOf, nodes)
  const source = new Int32Array(pairs.size)
  const target = new Int32Array(pairs.size)
  const weight = new Int32Array(pairs.size)
  const rank = new Uint8Array(pairs.size)
  const from = new Int16Array(pairs.size)
  const to = new Int16Array(pairs.size)
  let count = 0
  let counted = -1
  for (const pair of order) {
    const low = nodeOf[pairs.low[pair]!]!
    const high = nodeOf[pairs.high[pair]!]!
    const before = count - 1
    const isSame = count > 0 && source[before] === low && target[before] === high
    const tie = isSame ? before : count++
    source[tie] = low
    target[tie] = high
    // Pairs of the same two come in the order of collaborations: several roles in one are no more of them.
    if (!isSame || pairs.collaboration[pair] !== counted) weight[tie]!++
    counted = pairs.collaboration[pair]!
    rank[tie] = Math.max(isSame ? rank[tie]! : 0, pairs.rank[pair]!)
    from[tie] = isSame ? Math.min(from[tie]!, pairs.from[pair]!) : pairs.from[pair]!
    to[tie] = isSame ? Math.max(to[tie]!, pairs.to[pair]!) : pairs.to[pair]!
  }
  return {
    source: source.slice(0, count),
    target: target.slice(0, count),
    weight: weight.slice(0, count),
    rank: rank.slice(0, count),
    from: from.slice(0, count),
    to: to.slice(0, count),
  }
}

/** Pairs by their lower node and then their higher one: sorted by counting, twice. */
function orderByNode(pairs: Pairs, nodeOf: Int32Array, nodes: number): Int32Array {
  const all = Int32Array.from({ length: pairs.size }, (_, index) => index)
  const byHigh = countingSort(all, pairs.high, nodeOf, nodes)
  return countingSort(byHigh, pairs.low, nodeOf, nodes)
}

function countingSort(order: Int32Array, key: Int32Array, nodeOf: Int32Array, nodes: number) {
  const next = new Int32Array(nodes + 1)
  for (const each of order) next[nodeOf[key[each]!]! + 1]!++
  for (let node = 0; node < nodes; node++) next[node + 1]! += next[node]!
  const sorted = new Int32Array(order.length)
  for (const each of order) sorted[next[nodeOf[key[each]!]!]!++] = each
  return sorted
}

/** How many others each node is tied to, and by how many collaborations. */
export interface Degrees {
  degree: Int32Array
  strength: Int32Array
}

/** Counts the ties of each node. */
export function degreesOf({ nodes, source, target, weight }: Ties): Degrees {
  const degree = new Int32Array(nodes.length)
  const strength = new Int32Array(nodes.length)
  for (let tie = 0; tie < source.length; tie++) {
    for (const node of [source[tie]!, target[tie]!]) {
      degree[node]!++
      strength[node]! += weight[tie]!
    }
  }
  return { degree, strength }
}
