import { ckmeans, quantileSorted } from 'simple-statistics'

export const classings = ['natural', 'quantiles'] as const
export type Classing = (typeof classings)[number]

export interface Class {
  from: number
  to: number
  count: number
}

const MOST_CLASSES = 5

/**
 * Gathers values into at most five classes: such that values within one are as close as can be (natural breaks, by ckmeans), or
 * that each holds about as many. Both ends of a class are values that there are.
 */
export function toClasses(values: readonly number[], classing: Classing): Class[] {
  const sorted = [...values].sort((one, other) => one - other)
  const classes = Math.min(MOST_CLASSES, new Set(sorted).size)
  if (classes === 0) return []
  const groups = classing === 'natural' ? ckmeans(sorted, classes) : byQuantile(sorted, classes)
  return groups.flatMap((group) => {
    const [from, to] = [group[0], group.at(-1)]
    return from === undefined || to === undefined ? [] : [{ from, to, count: group.length }]
  })
}

/** Equal values stay together, so that a class may hold more than its part. */
function byQuantile(sorted: number[], classes: number): number[][] {
  const ends = Array.from({ length: classes }, (_, at) =>
    quantileSorted(sorted, (at + 1) / classes),
  )
  return ends.map((end, at) => {
    const start = at === 0 ? -Infinity : (ends[at - 1] ?? -Infinity)
    return sorted.filter((value) => value > start && value <= end)
  })
}

/** The place of a value among classes. */
export function classOf(classes: readonly Class[], value: number): number {
  return classes.findIndex(({ to }) => value <= to)
}
