import type { Network } from '#lib/api/types.ts'
import type { Position } from './geometry.ts'

/** Ties between the same two places, drawn as one. */
export interface TieArc {
  from: Position
  to: Position
  ties: number
  /** Every tie between the two places is disputed. */
  isDisputed: boolean
}

/** The ties of a network whose ends are at different known places, the most between two places first. */
export function tieArcs({ nodes, edges }: Pick<Network, 'nodes' | 'edges'>): TieArc[] {
  const arcs = new Map<string, TieArc>()
  const placeOf = (node = -1): Position | undefined => {
    const [lng, lat] = [nodes.lng[node], nodes.lat[node]]
    return typeof lng === 'number' && typeof lat === 'number' ? [lng, lat] : undefined
  }
  edges.source.forEach((source, tie) => {
    const ends = [placeOf(source), placeOf(edges.target[tie])]
    const [from, to] = ends.sort((a, b) => (String(a) < String(b) ? -1 : 1))
    if (!from || !to || String(from) === String(to)) return
    const key = `${from.join()} ${to.join()}`
    const known = arcs.get(key) ?? { from, to, ties: 0, isDisputed: true }
    arcs.set(key, {
      ...known,
      ties: known.ties + 1,
      isDisputed: known.isDisputed && edges.evidence[tie] === 0,
    })
  })
  return [...arcs.values()].sort((a, b) => b.ties - a.ties)
}
