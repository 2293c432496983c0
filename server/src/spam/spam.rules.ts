/** What speaks for a machine, each by itself no proof. */
export const spamSignals = [
  'filled_what_is_hidden',
  'no_ticket',
  'ticket_used_before',
  'too_fast',
  'too_late',
  'no_work',
  'wrong_work',
  'many_links',
] as const
export type SpamSignal = (typeof spamSignals)[number]

/** What is known of someone who writes without an account. */
export interface Impression {
  /** What stands in a field that people do not see. */
  hidden: string
  /** How long ago the form was given out; null without a ticket of ours. */
  ticketAgeSeconds: number | null
  isTicketUsed: boolean
  /** The sum that the page does in the background; people without JavaScript do none. */
  work: 'done' | 'none' | 'wrong'
  text: string
}

export type SpamVerdict = 'take' | 'look' | 'refuse'

const FASTEST_SECONDS = 3
const LATEST_SECONDS = 24 * 3_600
const MOST_LINKS = 3

const weights: Record<SpamSignal, number> = {
  filled_what_is_hidden: 4,
  no_ticket: 2,
  ticket_used_before: 2,
  too_fast: 2,
  too_late: 1,
  no_work: 1,
  wrong_work: 2,
  many_links: 2,
}

/** No signal alone is enough: a person without JavaScript, in a hurry or with a helpful browser has one of them. */
const REFUSED_FROM = 5

/** Whether a message is taken, looked at by a person first, or refused. */
export function judgeSpam(impression: Impression): {
  verdict: SpamVerdict
  signals: SpamSignal[]
} {
  const { hidden, ticketAgeSeconds: age, isTicketUsed, work, text } = impression
  const is: Record<SpamSignal, boolean> = {
    filled_what_is_hidden: hidden.trim() !== '',
    no_ticket: age === null,
    ticket_used_before: isTicketUsed,
    too_fast: age !== null && age < FASTEST_SECONDS,
    too_late: age !== null && age > LATEST_SECONDS,
    no_work: work === 'none',
    wrong_work: work === 'wrong',
    many_links: (text.match(/https?:\/\/|www\.|\[url|<a\s/gi) ?? []).length > MOST_LINKS,
  }
  const signals = spamSignals.filter((signal) => is[signal])
  const sum = signals.reduce((total, signal) => total + weights[signal], 0)
  return { signals, verdict: sum === 0 ? 'take' : sum < REFUSED_FROM ? 'look' : 'refuse' }
}
