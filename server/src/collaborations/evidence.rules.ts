import type { evidences } from '@maillage/db'

export type Evidence = (typeof evidences)[number]

/**
 * Evidence from the weakest to the strongest: one who takes part disputes it; a source says so and nobody here does; one of the
 * parties says so itself; the actor agreed.
 */
export const evidenceByRank = [
  'disputed',
  'imported',
  'claimed',
  'confirmed',
] as const satisfies readonly Evidence[]

/** How strong an evidence is; a tie is as strong as the weaker of its two ends. */
export const evidenceRank = (evidence: Evidence): number => evidenceByRank.indexOf(evidence)

/** Where more take part than this, all are tied to those who lead it, and not each to each: nobody knows a thousand others. */
export const MOST_TIED_TO_EACH_OTHER = 200
