import type { Network } from '#lib/api/types.ts'

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
