import { fold } from '../http/fold.ts'

const COMMON = [
  'en',
  'fr',
  'it',
  'pt',
  'hu',
  'ro',
  'de',
  'es',
  'nl',
  'pl',
  'cs',
  'sk',
  'sl',
  'hr',
  'bg',
]
  .concat([
    'el',
    'fi',
    'sv',
    'da',
    'et',
    'lv',
    'lt',
    'mt',
    'ga',
    'ca',
    'eu',
    'gl',
    'uk',
    'sr',
    'bs',
    'sq',
  ])
  .concat([
    'mk',
    'tr',
    'ru',
    'no',
    'is',
    'lb',
    'cy',
    'br',
    'oc',
    'co',
    'rm',
    'ar',
    'he',
    'fa',
    'zh',
    'ja',
  ])

/** Country codes that stand where a language was meant. */
const MISTAKEN: Record<string, string> = {
  gr: 'el',
  cz: 'cs',
  si: 'sl',
  dk: 'da',
  se: 'sv',
  gb: 'en',
  at: 'de',
}

let names: Map<string, string> | undefined

/** The ISO 639 code of a language given as a code or a name in English, French, German or its own words. */
export function readLanguage(text: string): string | undefined {
  const folded = fold(text.split(/[-_]/)[0] ?? '')
  const mistaken = MISTAKEN[folded]
  if (mistaken) return mistaken
  if (/^[a-z]{2}$/.test(folded)) return folded
  names ??= new Map(
    COMMON.flatMap((code) =>
      ['en', 'fr', 'de', code].map((inLanguage): [string, string] => [
        fold(new Intl.DisplayNames([inLanguage], { type: 'language' }).of(code) ?? code),
        code,
      ]),
    ),
  )
  return names.get(folded) ?? (/^[a-z]{3}$/.test(folded) ? folded : undefined)
}
