export const freshnessLevels = ['fresh', 'ageing', 'old', 'unknown'] as const
export type Freshness = (typeof freshnessLevels)[number]

export interface FreshnessFacts {
  /** When the organisation last said that all is true: by confirming, or by writing it here. */
  saidAt: Date | null
  /** When what a source says was last changed here. */
  updatedAt: Date
  /** Since when mail to all of its people comes back. */
  bouncedAt: Date | null
}

const yearsAfter = (date: Date, years: number) => {
  const after = new Date(date)
  after.setUTCFullYear(after.getUTCFullYear() + years)
  return after
}

/**
 * How far an entry can be relied on: fresh for a year after its organisation said so, ageing for another; what nobody but a
 * source ever said is unknown, then old. Mail that came back since lowers it by a step. The database decides alike
 * (`freshness_of`), so that lists can be filtered.
 */
export function freshnessOf(
  { saidAt, updatedAt, bouncedAt }: FreshnessFacts,
  now: Date,
): Freshness {
  if (saidAt === null) return now < yearsAfter(updatedAt, 2) ? 'unknown' : 'old'
  const isLowered = bouncedAt !== null && bouncedAt > saidAt
  if (now < yearsAfter(saidAt, 1)) return isLowered ? 'ageing' : 'fresh'
  return now < yearsAfter(saidAt, 2) && !isLowered ? 'ageing' : 'old'
}
