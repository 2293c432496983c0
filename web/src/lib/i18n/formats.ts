import type { Language } from './languages.ts'

export interface Formats {
  number: (value: number) => string
  /** A measure to three figures that count: 0.0123, 12.3. */
  figure: (value: number) => string
  percent: (share: number) => string
  /** With its sign and two decimals, for what lies between −1 and 1. */
  signed: (value: number) => string
  /** Between points that stand for whole towns, less than a kilometre says no more than that. */
  distance: (meters: number, isExact?: boolean) => string
  kilometers: (kilometers: number) => string
  /** A date as exact as it is known: "2021", "2021-04", "2021-04-12" or a full timestamp. */
  date: (value: string) => string
  month: (value: string) => string
  period: (start: string | null, end: string | null) => string
  list: (items: string[]) => string
  choices: (items: string[]) => string
  country: (code: string) => string
  language: (code: string) => string
}

/** British English for dates and distances, Portuguese of Portugal: this is a European directory. */
const locales: Record<Language, string> = {
  en: 'en-GB',
  fr: 'fr-FR',
  it: 'it-IT',
  pt: 'pt-PT',
  hu: 'hu-HU',
  ro: 'ro-RO',
}

export function createFormats(lang: Language): Formats {
  const locale = locales[lang]
  const numbers = new Intl.NumberFormat(locale)
  const figures = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 })
  const percents = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const signs = new Intl.NumberFormat(locale, {
    signDisplay: 'exceptZero',
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  })
  const whole = unit(locale, 'kilometer', 0)
  const tenths = unit(locale, 'kilometer', 1)
  const meters = unit(locale, 'meter', 0)
  const countries = new Intl.DisplayNames([locale], { type: 'region', fallback: 'code' })
  const languages = new Intl.DisplayNames([locale], { type: 'language', fallback: 'code' })
  const and = new Intl.ListFormat(locale, { type: 'conjunction' })
  const or = new Intl.ListFormat(locale, { type: 'disjunction' })

  return {
    number: (value) => numbers.format(value),
    figure: (value) => figures.format(value),
    percent: (share) => percents.format(share),
    // As the minus of the scale beside it, which some locales write as a hyphen.
    signed: (value) => signs.format(value).replace('-', '−'),
    distance: (value, isExact = false) => {
      if (value < 950) {
        return isExact ? meters.format(Math.round(value / 10) * 10) : `< ${whole.format(1)}`
      }
      return value < 9_950 ? tenths.format(value / 1000) : whole.format(value / 1000)
    },
    kilometers: (value) => whole.format(value),
    date: (value) => writeDate(locale, value),
    month: (value) => dates(locale, value.slice(0, 7)).format(new Date(value)),
    period: (start, end) => {
      const [from, to] = [start ?? end, end ?? start]
      if (!from || !to) return ''
      if (from === to) return writeDate(locale, from)
      const exactness = from.length < to.length ? from : to
      return dates(locale, exactness).formatRange(new Date(from), new Date(to))
    },
    list: (items) => and.format(items),
    choices: (items) => or.format(items),
    country: (code) => named(countries, code),
    language: (code) => named(languages, code),
  }
}

function unit(locale: string, name: string, digits: number) {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, maximumFractionDigits: digits })
}

/** Hungarian puts a point after a year where a month follows, but not after a year alone, as “2019.” of Intl has it. */
const writeDate = (locale: string, value: string) =>
  value.length <= 4 ? value : dates(locale, value).format(new Date(value))

function dates(locale: string, value: string) {
  const options: Intl.DateTimeFormatOptions =
    value.length <= 4
      ? { year: 'numeric' }
      : value.length <= 7
        ? { year: 'numeric', month: 'long' }
        : { year: 'numeric', month: 'long', day: 'numeric' }
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' })
}

/** `Intl.DisplayNames` throws on codes that are not well-formed. */
function named(names: Intl.DisplayNames, code: string) {
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
