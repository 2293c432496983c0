/* eslint-disable @typescript-eslint/no-non-null-assertion -- every index is within what was counted */
import type { Snapshot } from './snapshot.rules.ts'
import { isLarge, judge, type TieFilter, verdicts } from './ties.rules.ts'

/** One tie of an actor: with whom, how sure, and the ids of the collaborations that make it. */
export interface TieOfActor {
  other: number
  rank: number
  collaborations: number[]
}

/** The ties of one actor within a network, those of most collaborations first. */
export function tiesOfActor(snapshot: Snapshot, actor: number, filter: TieFilter): TieOfActor[] {
  const { actors, collaborations, starts, partActor, partRank } = snapshot
  const chosen = filter.collaborations && new Set(filter.collaborations)
  const among = filter.actors && new Set(filter.actors)
  if (among && !among.has(actors.id[actor]!)) return []
  const verdict = judge(snapshot, filter)
  const found = new Map<number, TieOfActor>()
  for (let place = snapshot.partStarts[actor]!; place < snapshot.partStarts[actor + 1]!; place++) {
    const own = snapshot.partsOf[place]!
    const collaboration = snapshot.partCollaboration[own]!
    const id = collaborations[collaboration]!
    if (chosen && !chosen.has(id)) continue
    const large = isLarge(snapshot, collaboration)
    for (let part = starts[collaboration]!; part < starts[collaboration + 1]!; part++) {
      const other = partActor[part]!
      if (other === actor || (among && !among.has(actors.id[other]!))) continue
      if (verdict(own, part, large) !== verdicts.yes) continue
      const tie = found.get(other) ?? { other, rank: 0, collaborations: [] }
      tie.rank = Math.max(tie.rank, Math.min(partRank[own]!, partRank[part]!))
      if (!tie.collaborations.includes(id)) tie.collaborations.push(id)
      found.set(other, tie)
    }
  }
  const nameOf = ({ other }: TieOfActor) => actors.name[other]!
  return [...found.values()].sort(
    (one, other) =>
      other.collaborations.length - one.collaborations.length ||
      (nameOf(one) < nameOf(other) ? -1 : 1),
  )
}
