/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */

import type { actorKinds } from '@maillage/db'

/** Actors, column by column, as `readNetwork` asks the database for them; `theme` is the place in `themes`. */
export interface ActorColumns {
  id: number[]
  slug: string[]
  name: string[]
  kind: (typeof actorKinds)[number][]
  country: (string | null)[]
  theme: (string | null)[]
  lng: (number | null)[]
  lat: (number | null)[]
}

/** Participations, column by column, ordered by collaboration and actor. */
export interface PartColumns {
  collaboration: number[]
  actor: number[]
  rank: number[]
  leads: boolean[]
  from: (number | null)[]
  to: (number | null)[]
}

/** Years before and after all that are known. */
export const FIRST_YEAR = -32_768
export const LAST_YEAR = 32_767

/**
 * All public actors and who takes part in what, at one version of the data. Parts of one collaboration lie together, from
 * `starts[c]` to `starts[c + 1]`, one for each role of an actor.
 */
export interface Snapshot {
  version: number
  /** The first and the last that are known of anything here. */
  years: [first: number, last: number] | null
  actors: ActorColumns
  indexById: Map<number, number>
  indexBySlug: Map<string, number>
  /** Ids of collaborations. */
  collaborations: Int32Array
  starts: Int32Array
  /** How many actors take part, however that is backed. */
  sizes: Int32Array
  partActor: Int32Array
  partRank: Uint8Array
  partLeads: Uint8Array
  partFrom: Int16Array
  partTo: Int16Array
  /** For each actor, its parts: places in the columns above, from `partStarts[a]` to `partStarts[a + 1]`. */
  partStarts: Int32Array
  partsOf: Int32Array
  /** The collaboration of each part. */
  partCollaboration: Int32Array
}

/** Gathers rows into a snapshot; each role of an actor is a part of its own, since evidence and dates are of a role. */
export function toSnapshot(version: number, actors: ActorColumns, parts: PartColumns): Snapshot {
  const indexById = new Map(actors.id.map((id, index) => [id, index]))
  const indexBySlug = new Map(actors.slug.map((slug, index) => [slug, index]))
  const most = parts.actor.length
  const partActor = new Int32Array(most)
  const partRank = new Uint8Array(most)
  const partLeads = new Uint8Array(most)
  const partFrom = new Int16Array(most)
  const partTo = new Int16Array(most)
  const partCollaboration = new Int32Array(most)
  const collaborations: number[] = []
  const starts: number[] = []
  const sizes: number[] = []
  let count = 0
  for (let row = 0; row < most; row++) {
    const index = indexById.get(parts.actor[row]!)
    if (index === undefined) continue
    const id = parts.collaboration[row]!
    const isFirst = collaborations.at(-1) !== id
    if (isFirst) {
      collaborations.push(id)
      starts.push(count)
      sizes.push(0)
    }
    const collaboration = collaborations.length - 1
    if (isFirst || partActor[count - 1] !== index) sizes[collaboration]!++
    partActor[count] = index
    partRank[count] = parts.rank[row]!
    partLeads[count] = Number(parts.leads[row])
    partFrom[count] = parts.from[row] ?? FIRST_YEAR
    partTo[count] = parts.to[row] ?? LAST_YEAR
    partCollaboration[count] = collaboration
    count++
  }
  starts.push(count)
  const { partStarts, partsOf } = byActor(partActor.subarray(0, count), actors.id.length)
  return {
    version,
    years: yearsOf([...parts.from, ...parts.to]),
    actors,
    indexById,
    indexBySlug,
    collaborations: Int32Array.from(collaborations),
    starts: Int32Array.from(starts),
    sizes: Int32Array.from(sizes),
    partActor: partActor.slice(0, count),
    partRank: partRank.slice(0, count),
    partLeads: partLeads.slice(0, count),
    partFrom: partFrom.slice(0, count),
    partTo: partTo.slice(0, count),
    partCollaboration: partCollaboration.slice(0, count),
    partStarts,
    partsOf,
  }
}

function yearsOf(all: (number | null)[]): Snapshot['years'] {
  let first = LAST_YEAR
  let last = FIRST_YEAR
  for (const year of all) {
    if (year === null) continue
    first = Math.min(first, year)
    last = Math.max(last, year)
  }
  return first <= last ? [first, last] : null
}

function byActor(partActor: Int32Array, actors: number) {
  const partStarts = new Int32Array(actors + 1)
  for (const actor of partActor) partStarts[actor + 1]!++
  for (let actor = 0; actor < actors; actor++) partStarts[actor + 1]! += partStarts[actor]!
  const next = partStarts.slice()
  const partsOf = new Int32Array(partActor.length)
  partActor.forEach((actor, part) => {
    partsOf[next[actor]!++] = part
  })
  return { partStarts, partsOf }
}
