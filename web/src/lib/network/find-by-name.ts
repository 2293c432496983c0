import type { Network } from '#lib/api/types.ts'

/** An actor whose name was found. */
export interface FoundActor {
  slug: string
  name: string
  /** How many others it is tied to. */
  degree: number
}

const MOST = 8

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Actors of a network whose name has the text; first those where a word begins with it, then by their ties. */
export function findByName(network: Network, text: string): FoundActor[] {
  const sought = fold(text.trim())
  if (!sought) return []
  const { slug, name, degree } = network.nodes
  const found: { node: number; isBeginning: boolean }[] = []
  name.forEach((each, node) => {
    const folded = ` ${fold(each)}`
    if (!folded.includes(sought)) return
    found.push({ node, isBeginning: folded.includes(` ${sought}`) })
  })
  return found
    .sort(
      (a, b) =>
        Number(b.isBeginning) - Number(a.isBeginning) ||
        (degree[b.node] ?? 0) - (degree[a.node] ?? 0),
    )
    .slice(0, MOST)
    .map(({ node }) => ({
      slug: slug[node] ?? '',
      name: name[node] ?? '',
      degree: degree[node] ?? 0,
    }))
}
