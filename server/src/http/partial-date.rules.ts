import type { datePrecisions } from '@maillage/db'

/** As exact as it is known: `2020`, `2020-09` or `2020-09-21`. */
export type PartialDate = string

const pad = (part: string) => part.padStart(2, '0')

/** Reads years, months and days in the common ways of writing them. */
export function readPartialDate(text: string): PartialDate | undefined {
  const trimmed = text.trim()
  if (trimmed.length > 100) return undefined
  const iso = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?$/.exec(trimmed)
  const european = /^(?:(\d{1,2})[-/. ]+)?(\d{1,2})[-/. ]+(\d{4})\.?$/.exec(trimmed)
  const [year, month, day] = iso
    ? [iso[1], iso[2], iso[3]]
    : european
      ? [european[3], european[2], european[1]]
      : []
  if (year === undefined || Number(year) < 1000 || Number(year) > 2200) return undefined
  const date = [year, ...(month ? [pad(month)] : []), ...(month && day ? [pad(day)] : [])].join('-')
  return isOnCalendar(date) ? date : undefined
}

function isOnCalendar(date: PartialDate): boolean {
  const [, month, day] = date.split('-')
  const complete = `${date}${month ? '' : '-01'}${day ? '' : '-01'}`
  const time = Date.parse(`${complete}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(complete)
}

const precisions = ['year', 'month', 'day'] as const

/** The first or last day of what is known, and how exact that is. */
export function boundary(date: PartialDate, end: 'first' | 'last') {
  const [year = '', month, day] = date.split('-')
  const precision = precisions[day ? 2 : month ? 1 : 0]
  if (day) return { on: date, precision }
  if (end === 'first') return { on: `${year}-${month ?? '01'}-01`, precision }
  const last = new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0))
  return { on: last.toISOString().slice(0, 10), precision }
}

const lengths: Record<(typeof datePrecisions)[number], number> = { year: 4, month: 7, day: 10 }

/** A date cut to what is known of it: `2020`, `2020-09` or `2020-09-14`. */
export function partialDate(
  date: string | null,
  precision: (typeof datePrecisions)[number] | null,
): string | null {
  return date && date.slice(0, lengths[precision ?? 'day'])
}
