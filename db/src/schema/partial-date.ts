import { date, pgEnum } from 'drizzle-orm/pg-core'

export const datePrecisions = ['year', 'month', 'day'] as const
export const datePrecision = pgEnum('date_precision', datePrecisions)

/**
 * A period whose ends are known to the year, the month or the day.
 * `startsOn` holds the first day of what is known, `endsOn` the last, so that they compare as dates.
 */
export const period = () => ({
  startsOn: date(),
  startsPrecision: datePrecision(),
  endsOn: date(),
  endsPrecision: datePrecision(),
})
