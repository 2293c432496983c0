import type { datePrecisions } from '@maillage/db'

type Precision = (typeof datePrecisions)[number]

const lengths: Record<Precision, number> = { year: 4, month: 7, day: 10 }

/** A date cut to what is known of it: `2020`, `2020-09` or `2020-09-14`. */
export function partialDate(date: string | null, precision: Precision | null): string | null {
  return date && date.slice(0, lengths[precision ?? 'day'])
}
