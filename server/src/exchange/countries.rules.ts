import { createRequire } from 'node:module'
import countries, { type LocaleData } from 'i18n-iso-countries'
import { fold } from '../http/fold.ts'

/** What people write that no list of countries has; folded. */
const ALIASES: Record<string, string> = {
  uk: 'GB',
  'u k': 'GB',
  england: 'GB',
  scotland: 'GB',
  wales: 'GB',
  cymru: 'GB',
  'northern ireland': 'GB',
  'great britain': 'GB',
  britain: 'GB',
  angleterre: 'GB',
  inghilterra: 'GB',
  // The European Commission's codes.
  el: 'GR',
  hellas: 'GR',
  usa: 'US',
  'u s a': 'US',
  holland: 'NL',
  'czech republic': 'CZ',
  czechia: 'CZ',
  macedonia: 'MK',
  'fyr macedonia': 'MK',
  'republic of macedonia': 'MK',
  kosovo: 'XK',
  deutshland: 'DE',
  'south korea': 'KR',
  'north korea': 'KP',
  laos: 'LA',
  russia: 'RU',
  syria: 'SY',
  palestine: 'PS',
  'palestinian territory': 'PS',
  moldova: 'MD',
  turkiye: 'TR',
  turkey: 'TR',
  'ivory coast': 'CI',
  'cape verde': 'CV',
  swaziland: 'SZ',
  burma: 'MM',
  'democratic republic of congo': 'CD',
  'congo democratic republic': 'CD',
}

/** Earlier languages win where one word means two countries. */
const FIRST_LANGUAGES = ['en', 'fr', 'de', 'es', 'it', 'pt', 'hu', 'ro']

const require = createRequire(import.meta.url)
let names: Map<string, string> | undefined
const read = new Map<string, string | undefined>()

function namesInAllLanguages(): Map<string, string> {
  if (names) return names
  names = new Map(Object.entries(ALIASES))
  const languages = countries.getSupportedLanguages()
  const ordered = [...FIRST_LANGUAGES, ...languages.filter((one) => !FIRST_LANGUAGES.includes(one))]
  for (const language of ordered) {
    const locale = require(`i18n-iso-countries/langs/${language}.json`) as LocaleData
    for (const [code, written] of Object.entries(locale.countries)) {
      for (const name of [written].flat()) {
        const folded = fold(name)
        // Two letters are codes; a transliterated name that short would shadow them.
        if (folded.length > 2 && !names.has(folded)) names.set(folded, code)
      }
    }
  }
  for (const [alpha3, alpha2] of Object.entries(countries.getAlpha3Codes())) {
    const folded = alpha3.toLowerCase()
    if (!names.has(folded)) names.set(folded, alpha2)
  }
  return names
}

/** The ISO 3166-1 alpha-2 code of a country written in any way and language. */
export function readCountry(text: string): string | undefined {
  if (!read.has(text)) {
    if (read.size > 10_000) read.clear()
    read.set(text, findCountry(text))
  }
  return read.get(text)
}

const LONGEST_NAME = 200

function findCountry(text: string): string | undefined {
  if (text.length > LONGEST_NAME) return undefined
  const folded = fold(text)
  const aliased = ALIASES[folded]
  if (aliased) return aliased
  if (folded.length === 2) {
    const code = folded.toUpperCase()
    return code === 'XK' || countries.isValid(code) ? code : undefined
  }
  const known = namesInAllLanguages()
  const exact = known.get(folded)
  if (exact) return exact
  const swapped = text.split(', ').reverse().join(' ')
  return known.get(fold(swapped)) ?? known.get(fold(text.split(',')[0] ?? '')) ?? mistyped(folded)
}

/** The only country one letter away: “Frace”, “Italu”. */
function mistyped(folded: string): string | undefined {
  if (folded.length < 5) return undefined
  const codes = new Set<string>()
  for (const [name, code] of namesInAllLanguages()) {
    if (isOneEditAway(name, folded)) codes.add(code)
  }
  return codes.size === 1 ? [...codes][0] : undefined
}

function isOneEditAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let start = 0
  while (start < one.length && one[start] === other[start]) start++
  let end = 0
  while (
    end < Math.min(one.length, other.length) - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  ) {
    end++
  }
  return Math.max(one.length, other.length) - start - end <= 1
}
