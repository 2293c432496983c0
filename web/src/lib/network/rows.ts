import type { Evidence, Network } from '#lib/api/types.ts'
import type { Column } from './network-view.ts'

/** An actor of the network, out of its columns. */
export interface ActorRow {
  slug: string
  name: string
  kind: Network['kinds'][number]
  country: string | null
  theme: string | null
  degree: number
  weight: number
  community: number | null
}

/** A tie of the network, out of its columns. */
export interface TieRow {
  source: Pick<ActorRow, 'slug' | 'name'>
  target: Pick<ActorRow, 'slug' | 'name'>
  weight: number
  evidence: Evidence
  from: number | null
  to: number | null
}

export const ROWS_A_PAGE = 50

const word = <T>(words: readonly T[], place: number | null | undefined): T | null =>
  place === null || place === undefined ? null : (words[place] ?? null)

/** The actor at a place in the columns. */
export function actorAt({ nodes, kinds, countries, themes }: Network, node: number): ActorRow {
  return {
    slug: nodes.slug[node] ?? '',
    name: nodes.name[node] ?? '',
    kind: word(kinds, nodes.kind[node]) ?? 'other',
    country: word(countries, nodes.country[node]),
    theme: word(themes, nodes.theme[node]),
    degree: nodes.degree[node] ?? 0,
    weight: nodes.weight[node] ?? 0,
    community: nodes.community[node] ?? null,
  }
}

function tieAt({ edges, evidences }: Network, tie: number) {
  return {
    weight: edges.weight[tie] ?? 0,
    evidence: word(evidences, edges.evidence[tie]) ?? 'disputed',
    from: edges.from[tie] ?? null,
    to: edges.to[tie] ?? null,
  }
}

interface Sorting {
  by: Column
  isAscending: boolean
  page: number
}

/** One page of the network’s ties, sorted. */
export function pageOfTies(network: Network, { by, ...asked }: Sorting, lang: string): TieRow[] {
  const { edges, nodes } = network
  const nameOf = (node: number) => nodes.name[node] ?? ''
  const sources = edges.source.map(nameOf)
  const keys = {
    weight: edges.weight,
    source: sources,
    target: edges.target.map(nameOf),
    evidence: edges.evidence,
    from: edges.from,
    to: edges.to,
  }
  const column = by in keys ? keys[by as keyof typeof keys] : edges.weight
  return sortedPage(column, sources, asked, lang).map((tie) => ({
    source: endAt(network, edges.source[tie]),
    target: endAt(network, edges.target[tie]),
    ...tieAt(network, tie),
  }))
}

function endAt({ nodes }: Network, node = 0) {
  return { slug: nodes.slug[node] ?? '', name: nodes.name[node] ?? '' }
}

type Key = string | number | null

/** Places of the rows of a page; what is not known comes last, in either direction. */
function sortedPage(
  column: readonly Key[],
  names: readonly string[],
  { isAscending, page }: Omit<Sorting, 'by'>,
  lang: string,
): number[] {
  const collator = new Intl.Collator(lang, { sensitivity: 'base', numeric: true })
  const sign = isAscending ? 1 : -1
  const compare = (one: Key, other: Key) => {
    if (one === null || other === null) return Number(one === null) - Number(other === null)
    if (typeof one === 'number' && typeof other === 'number') return sign * (one - other)
    return sign * collator.compare(String(one), String(other))
  }
  return column
    .map((_, place) => place)
    .sort(
      (a, b) =>
        compare(column[a] ?? null, column[b] ?? null) ||
        collator.compare(names[a] ?? '', names[b] ?? '') ||
        a - b,
    )
    .slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE)
}
