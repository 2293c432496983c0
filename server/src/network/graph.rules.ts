/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import { type Layout, placeNodes } from './layout.rules.ts'
import { FIRST_YEAR, LAST_YEAR, type Snapshot } from './snapshot.rules.ts'
import { degreesOf, type Ties } from './ties.rules.ts'

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
