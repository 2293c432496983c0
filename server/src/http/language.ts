import type { textOrigins } from '@maillage/db'
import type { Language } from './schema.ts'

export interface Translation {
  language: string
  text: string
  /** An original unless said otherwise. */
  origin?: (typeof textOrigins)[number]
  isStale?: boolean
}

/** What a reader gets of a text in several languages. */
export interface ChosenText {
  text: string
  /** Null where it is not known. */
  language: string | null
  origin: (typeof textOrigins)[number]
  /** It translates what its original no longer says. */
  isStale: boolean
}

/** The text in the reader's language, else an original, the record's own language and English first, else any. */
export function chooseText(
  translations: Translation[] | null,
  language: Language,
  original = 'en',
): ChosenText | null {
  if (!translations?.length) return null
  const originals = translations.filter(({ origin = 'original' }) => origin === 'original')
  const among = (list: Translation[], wanted: string) =>
    list.find((each) => each.language === wanted)
  const chosen =
    among(translations, language) ??
    among(originals, original) ??
    among(originals, 'en') ??
    originals[0] ??
    among(translations, 'en') ??
    translations[0]
  if (!chosen) return null
  return {
    text: chosen.text,
    language: chosen.language === 'und' ? null : chosen.language,
    origin: chosen.origin ?? 'original',
    isStale: chosen.isStale ?? false,
  }
}

/** What was written in one language only. */
export const writtenOnce = (text: string, language: string): ChosenText => ({
  text,
  language: language === 'und' ? null : language,
  origin: 'original',
  isStale: false,
})

/** A title in the reader's language, else as the record has it in its own. */
export function chooseTitle(
  titles: Translation[] | null,
  language: Language,
  own: { title: string; language: string },
): ChosenText {
  const others = titles?.filter((each) => each.language !== own.language) ?? []
  const original = { text: own.title, language: own.language }
  const chosen = chooseText([...others, original], language, own.language)
  return chosen ?? writtenOnce(own.title, own.language)
}

const names = new Map<string, Intl.DisplayNames>()

function displayNames(type: 'region' | 'language', language: Language): Intl.DisplayNames {
  const key = `${type} ${language}`
  let found = names.get(key)
  if (!found) {
    found = new Intl.DisplayNames([language], { type, fallback: 'code' })
    names.set(key, found)
  }
  return found
}

/** A country's name in the reader's language, or its code where it has none. */
export function countryName(code: string, language: Language): string {
  return nameOf('region', code, language)
}

/** Regions of CLDR that are no countries: unions, islands without a government, and what is unknown. */
const NO_COUNTRIES = new Set(['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'])

/** The codes of all countries that have a name. */
export function countryCodes(): string[] {
  const letters = 'A B C D E F G H I J K L M N O P Q R S T U V W X Y Z'.split(' ')
  return letters
    .flatMap((one) => letters.map((other) => one + other))
    .filter((code) => !NO_COUNTRIES.has(code) && isCanonical(code))
}

/** Codes that were replaced are still named, as what they became: DD as Germany. */
const isCanonical = (code: string) =>
  countryName(code, 'en') !== code && new Intl.Locale(`und-${code}`).region === code

/** A language's name in the reader's language, or its code where it has none. */
export function languageName(code: string, language: Language): string {
  return nameOf('language', code, language)
}

function nameOf(type: 'region' | 'language', code: string, language: Language): string {
  try {
    return displayNames(type, language).of(code) ?? code
  } catch {
    return code
  }
}

/** A place as cards show it. */
export function toPlace(
  row: { town: string | null; region?: string | null; countryCode: string | null },
  language: Language,
) {
  return {
    town: row.town,
    region: row.region ?? null,
    country: row.countryCode,
    countryName: row.countryCode && countryName(row.countryCode, language),
  }
}
