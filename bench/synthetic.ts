import { type actorKinds, type evidences } from '@maillage/db'
import { seededRandom } from '@maillage/server/network/random.rules'

/** A town that actors can be in. */
export interface Town {
  id: number
  name: string
  countryCode: string
  population: number
  lng: number
  lat: number
}

export interface SyntheticActor {
  slug: string
  name: string
  kind: (typeof actorKinds)[number]
  place: number
  town: string
  country: string
  lng: number
  lat: number
  themes: number[]
}

export interface SyntheticCollaboration {
  slug: string
  title: string
  kind: string
  startsOn: string
  endsOn: string | null
  theme: number | null
  /** Places in the list of actors; the first coordinates. */
  participants: number[]
  evidences: (typeof evidences)[number][]
}

/** Kinds as unequal as they are in directories of the social economy. */
const kinds = [
  ['association', 45],
  ['cooperative', 18],
  ['public_institution', 12],
  ['social_enterprise', 10],
  ['informal_group', 6],
  ['foundation', 4],
  ['university', 3],
  ['company', 2],
] as const

const evidenceShares = [
  ['imported', 70],
  ['claimed', 15],
  ['confirmed', 13],
  ['disputed', 2],
] as const

const collaborationShares = [
  ['project', 60],
  ['partnership', 20],
  ['network', 12],
  ['event', 6],
  ['place_sharing', 2],
] as const

const sizeShares = [
  [2, 50],
  [3, 22],
  [4, 12],
  [5, 7],
  [6, 5],
  [9, 3],
  [12, 1],
] as const

/** How many ties there are to an actor. */
const TIES_AN_ACTOR = 4
/** Shares of who is asked to join: a neighbour, somebody well connected, anybody. */
const NEAR = 0.6
const KNOWN = 0.3
/** Neighbours are within so many on either side, in the order of towns. */
const REACH = 150

/** Draws of one seed. */
class Draws {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  share(): number {
    return this.#random()
  }

  below(most: number): number {
    return Math.floor(this.#random() * most)
  }

  of<T>(shares: readonly (readonly [T, number])[]): T {
    let left = this.#random() * shares.reduce((sum, [, share]) => sum + share, 0)
    for (const [value, share] of shares) {
      left -= share
      if (left < 0) return value
    }
    throw new Error('There is nothing to draw from')
  }
}

const number = (index: number) => String(index + 1).padStart(6, '0')

/** Actors in towns as populous as they are, each with one or two themes of which the first ones are frequent. */
export function makeActors(
  count: number,
  { seed, towns, themes }: { seed: number; towns: Town[]; themes: number[] },
): SyntheticActor[] {
  const draws = new Draws(seed)
  const sums: number[] = []
  towns.reduce((sum, { population }, at) => (sums[at] = sum + population), 0)
  const chosen = Array.from({ length: count }, () => townAt(sums, draws.share()))
  // In the order of towns, so that whoever is next in the list is near.
  chosen.sort((one, other) => one - other)
  return chosen.map((at, index) => {
    const town = towns[at]
    if (!town) throw new Error('There are no towns: load the gazetteer first')
    const themeOf = () => themes[Math.floor(draws.share() ** 2 * themes.length)]
    const ofActor = [themeOf(), ...(draws.share() < 0.4 ? [themeOf()] : [])]
    return {
      slug: `synthetic-${String(seed)}-${number(index)}`,
      name: `Synthetic actor ${number(index)} (${town.name})`,
      kind: draws.of(kinds),
      place: town.id,
      town: town.name,
      country: town.countryCode,
      lng: town.lng + (draws.share() - 0.5) / 25,
      lat: town.lat + (draws.share() - 0.5) / 25,
      themes: [...new Set(ofActor.filter((theme) => theme !== undefined))],
    }
  })
}

function townAt(sums: number[], share: number): number {
  const wanted = share * (sums.at(-1) ?? 0)
  let low = 0
  let high = sums.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] ?? 0) > wanted) high = middle
    else low = middle + 1
  }
  return low
}

/** Collaborations until four times as many pairs are tied as there are actors; whoever has many ties gets more. */
export function makeCollaborations(
  actors: number,
  { seed, themes }: { seed: number; themes: number[] },
): SyntheticCollaboration[] {
  const draws = new Draws(seed + 1)
  const made: SyntheticCollaboration[] = []
  const tied = new Set<number>()
  const parts: number[] = []
  const joining = (first: number) => {
    const how = draws.share()
    if (how < NEAR) return first + draws.below(2 * REACH + 1) - REACH
    if (how < NEAR + KNOWN) return parts[draws.below(parts.length)] ?? first
    return draws.below(actors)
  }
  while (tied.size < TIES_AN_ACTOR * actors) {
    const size = draws.of(sizeShares)
    const first =
      draws.share() < 0.5 ? (parts[draws.below(parts.length)] ?? 0) : draws.below(actors)
    const together = new Set([first])
    for (let tries = 0; together.size < size && tries < 50; tries++) {
      const other = joining(first)
      if (other >= 0 && other < actors) together.add(other)
    }
    const participants = [...together]
    if (participants.length < 2) continue
    parts.push(...participants)
    for (const one of participants) {
      for (const other of participants) if (one < other) tied.add(one * actors + other)
    }
    made.push({
      ...details(draws, seed, made.length, themes),
      participants,
      evidences: participants.map(() => draws.of(evidenceShares)),
    })
  }
  return made
}

function details(draws: Draws, seed: number, index: number, themes: number[]) {
  const start = 2005 + Math.floor(20 * Math.sqrt(draws.share()))
  const isEnded = draws.share() < 0.8
  const month = String(1 + draws.below(12)).padStart(2, '0')
  return {
    slug: `synthetic-collaboration-${String(seed)}-${number(index)}`,
    title: `Synthetic collaboration ${number(index)}`,
    kind: draws.of(collaborationShares),
    startsOn: `${String(start)}-${month}-01`,
    endsOn: isEnded ? `${String(start + 1 + draws.below(4))}-${month}-28` : null,
    theme: themes[Math.floor(draws.share() ** 2 * themes.length)] ?? null,
  }
}
