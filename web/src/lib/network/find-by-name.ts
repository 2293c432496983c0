import type { Network } from '#lib/api/types.ts'
import { actorAt, type ActorRow } from './rows.ts'

const MOST = 8

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Actors of a network whose name has the text; first those where a word begins with it, then by their ties. */
export function findByName(network: Network, text: string): ActorRow[] {
  const sought = fold(text.trim())
  if (!sought) return []
  const { name, degree } = network.nodes
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
    .map(({ node }) => actorAt(network, node))
}
