/** A practice of a lineage; `adaptedFromId` names another one of it, if at all. */
export interface PracticeInLineage {
  id: number
  adaptedFromId: number | null
  /** Keys of the actors that originate it. */
  originators: number[]
}

/** Who took a practice of the lineage up; `fromActorId` is whom they learnt it from. */
export interface AdoptionInLineage {
  id: number
  practiceId: number
  actorId: number | null
  fromActorId: number | null
}

export type Branch<P extends PracticeInLineage, A extends AdoptionInLineage> =
  | { practice: P; adoption: null; next: Branch<P, A>[] }
  | { practice: null; adoption: A; next: Branch<P, A>[] }

/**
 * How a practice travelled: from the first practice that it goes back to, over those in between, to who took it up and what
 * was adapted from it.
 *
 * An adoption hangs under that of whom it was learnt from, an adaptation under the adoption of who originates it; without
 * one, either hangs under the practice. Nothing comes twice, so that circles in the data end.
 */
export function growTree<P extends PracticeInLineage, A extends AdoptionInLineage>(
  ofPracticeId: number,
  practices: readonly P[],
  adoptions: readonly A[],
): Branch<P, A> | undefined {
  const byId = new Map(practices.map((practice) => [practice.id, practice]))
  const root = firstOf(ofPracticeId, byId)
  if (!root) return undefined
  const seenPractices = new Set<number>()
  const seenAdoptions = new Set<number>()

  function practiceBranch(practice: P): Branch<P, A> {
    seenPractices.add(practice.id)
    const own = adoptions.filter(({ practiceId }) => practiceId === practice.id)
    const roots = own.filter((adoption) => !teacherOf(adoption, own))
    const next = roots.map((adoption) => adoptionBranch(adoption, own))
    // Those that learnt from each other in a circle have no first one.
    for (const adoption of own) {
      if (!seenAdoptions.has(adoption.id)) next.push(adoptionBranch(adoption, own))
    }
    next.push(...adaptationsOf(practice, () => true))
    return { practice, adoption: null, next }
  }

  function adoptionBranch(adoption: A, own: readonly A[]): Branch<P, A> {
    seenAdoptions.add(adoption.id)
    const next: Branch<P, A>[] = []
    for (const each of own) {
      if (!seenAdoptions.has(each.id) && teacherOf(each, own)?.id === adoption.id) {
        next.push(adoptionBranch(each, own))
      }
    }
    const practice = byId.get(adoption.practiceId)
    const { actorId } = adoption
    if (practice && actorId !== null) {
      next.push(...adaptationsOf(practice, ({ originators }) => originators.includes(actorId)))
    }
    return { practice: null, adoption, next }
  }

  function adaptationsOf({ id }: P, isWanted: (practice: P) => boolean): Branch<P, A>[] {
    const branches: Branch<P, A>[] = []
    for (const each of practices) {
      if (each.adaptedFromId === id && isWanted(each) && !seenPractices.has(each.id)) {
        branches.push(practiceBranch(each))
      }
    }
    return branches
  }

  return practiceBranch(root)
}

/** The practice that one goes back to; in a circle, the one before it closes. */
function firstOf<P extends PracticeInLineage>(id: number, byId: ReadonlyMap<number, P>) {
  const seen = new Set<number>()
  let first = byId.get(id)
  while (first && first.adaptedFromId !== null) {
    seen.add(first.id)
    const earlier = byId.get(first.adaptedFromId)
    if (!earlier || seen.has(earlier.id)) break
    first = earlier
  }
  return first
}

/** The first adoption by whom this one was learnt from. */
function teacherOf<A extends AdoptionInLineage>(
  { id, fromActorId }: A,
  own: readonly A[],
): A | undefined {
  if (fromActorId === null) return undefined
  return own.find((each) => each.actorId === fromActorId && each.id !== id)
}
