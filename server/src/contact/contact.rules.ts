import type { threadSides, threadStates } from '@maillage/db'

export type ThreadState = (typeof threadStates)[number]
export type ThreadSide = (typeof threadSides)[number]

export const threadActs = ['answer', 'decline', 'report', 'close'] as const
export type ThreadAct = (typeof threadActs)[number]

/** The state that an act of one side leads to; undefined where this side may not do it. */
export function stateAfter(
  state: ThreadState,
  act: ThreadAct,
  side: ThreadSide,
): ThreadState | undefined {
  const isOpen = state === 'waiting' || state === 'answered'
  switch (act) {
    case 'answer':
      if (!isOpen) return undefined
      return side === 'actor' ? 'answered' : 'waiting'
    case 'decline':
      return isOpen && side === 'actor' ? 'declined' : undefined
    case 'close':
      return isOpen ? 'closed' : undefined
    case 'report':
      return state === 'reported' ? undefined : 'reported'
  }
}

/** What a side may do next. */
export const possibleActs = (state: ThreadState, side: ThreadSide): ThreadAct[] =>
  threadActs.filter((act) => stateAfter(state, act, side) !== undefined)

const MAIL_ADDRESS = /[^\s@<>()[\],;:]+@[^\s@<>()[\],;:]+\.\p{L}{2,}/u
const FEWEST_DIGITS = 9
const MOST_DIGITS = 15

/** Whether a text gives away an e-mail address or a telephone number. */
export function holdsAddress(text: string): boolean {
  if (MAIL_ADDRESS.test(text)) return true
  return [...text.matchAll(/(?<![\p{L}\d])\+?\d[\d ().\u00a0/-]{7,}\d/gu)].some(([found]) => {
    const digits = found.replace(/\D/g, '').length
    return digits >= FEWEST_DIGITS && digits <= MOST_DIGITS
  })
}

/** Whether an actor takes messages now; a pause without an end holds until it is ended. */
export function isPausedAt(pause: { until: Date | null } | undefined, now: Date): boolean {
  return pause !== undefined && (pause.until === null || pause.until > now)
}
