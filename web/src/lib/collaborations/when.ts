import type { I18n } from '#lib/i18n/i18n.ts'

interface Period {
  kind?: string
  start: string | null
  end: string | null
}

/** "2020–2023"; "since 2011" for what goes on, such as a network. `exactness` cuts to years. */
export function when({ t, date, period }: I18n, { kind, start, end }: Period, exactness = 10) {
  const from = start?.slice(0, exactness) ?? null
  const to = end?.slice(0, exactness) ?? null
  const goesOn = kind === 'network' || kind === 'partnership' || kind === 'place_sharing'
  if (from && !to && goesOn) return t('collaboration.ongoing', { date: date(from) })
  return period(from, to)
}
