/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import { evidenceByRank } from './evidence.rules.ts'
import { FIRST_YEAR, LAST_YEAR, type Snapshot } from './snapshot.rules.ts'
import { degreesOf, type Ties } from './ties.rules.ts'

/** Where the drawing has actors: places of all that were laid out, by the actor’s index in the snapshot. */
export interface Layout {
  version: number
  x: Float32Array
  y: Float32Array
  /** -1 where an actor was not laid out. */
  community: Int32Array
}

/** Words once, and for each row its place among them, or null. */
function coded(values: readonly (string | null)[]) {
  const places = new Map<string, number>()
  const codes = values.map((value) => {
    if (value === null) return null
    const place = places.get(value) ?? places.size
    places.set(value, place)
    return place
  })
  return { words: [...places.keys()], codes }
}

const rounded = (value: number) => Math.round(value * 100) / 100

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5))
const SPACING = 12

/** Places for all nodes: as laid out, else amid those neighbours that were, else on a spiral around everything. */
export function placeNodes({ nodes, source, target }: Ties, layout: Layout) {
  const x = new Float64Array(nodes.length)
  const y = new Float64Array(nodes.length)
  const near = new Int32Array(nodes.length)
  const isPlaced = (node: number) => layout.community[nodes[node]!]! >= 0
  const pull = (node: number, towards: number) => {
    if (isPlaced(node) || !isPlaced(towards)) return
    near[node]!++
    x[node]! += layout.x[nodes[towards]!]!
    y[node]! += layout.y[nodes[towards]!]!
  }
  for (let tie = 0; tie < source.length; tie++) {
    pull(source[tie]!, target[tie]!)
    pull(target[tie]!, source[tie]!)
  }
  const radius = layout.x.reduce(
    (most, each, at) => Math.max(most, Math.hypot(each, layout.y[at]!)),
    0,
  )
  for (let node = 0; node < nodes.length; node++) {
    const angle = node * GOLDEN_ANGLE
    if (isPlaced(node)) {
      x[node] = layout.x[nodes[node]!]!
      y[node] = layout.y[nodes[node]!]!
    } else if (near[node]) {
      x[node] = x[node]! / near[node]! + SPACING * Math.cos(angle)
      y[node] = y[node]! / near[node]! + SPACING * Math.sin(angle)
    } else {
      const distance = radius + SPACING * Math.sqrt(node + 1)
      x[node] = distance * Math.cos(angle)
      y[node] = distance * Math.sin(angle)
    }
  }
  return { x, y }
}

const knownYears = (years: Int16Array) =>
  Array.from(years, (year) => (year === FIRST_YEAR || year === LAST_YEAR ? null : year))

/** A network as `GET /network` answers it: column by column. */
export function toGraph(snapshot: Snapshot, ties: Ties, layout: Layout) {
  const { actors, version } = snapshot
  const of = <T>(column: readonly T[]): T[] => Array.from(ties.nodes, (actor) => column[actor]!)
  const kind = coded(of(actors.kind))
  const country = coded(of(actors.country))
  const theme = coded(of(actors.theme))
  const { degree, strength } = degreesOf(ties)
  const { x, y } = placeNodes(ties, layout)
  return {
    version,
    layout: { version: layout.version, isCurrent: layout.version === version },
    counts: {
      actors: ties.nodes.length,
      ties: ties.source.length,
      isolated: ties.isolated,
      undated: ties.undated,
      large: ties.large,
    },
    years: snapshot.years,
    kinds: kind.words,
    countries: country.words,
    themes: theme.words,
    evidences: [...evidenceByRank],
    nodes: {
      slug: of(actors.slug),
      name: of(actors.name),
      kind: kind.codes,
      country: country.codes,
      theme: theme.codes,
      lng: of(actors.lng),
      lat: of(actors.lat),
      x: Array.from(x, rounded),
      y: Array.from(y, rounded),
      degree: [...degree],
      weight: [...strength],
      community: Array.from(ties.nodes, (actor) =>
        layout.community[actor]! < 0 ? null : layout.community[actor]!,
      ),
    },
    edges: {
      source: [...ties.source],
      target: [...ties.target],
      weight: [...ties.weight],
      evidence: [...ties.rank],
      from: knownYears(ties.from),
      to: knownYears(ties.to),
    },
  }
}
