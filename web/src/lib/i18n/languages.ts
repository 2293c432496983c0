export const languages = ['en', 'fr', 'it', 'pt', 'hu', 'ro'] as const

export type Language = (typeof languages)[number]

/** Each language by its own name, as readers look for it in a list. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  fr: 'Français',
  it: 'Italiano',
  pt: 'Português',
  hu: 'Magyar',
  ro: 'Română',
}

export function toLanguage(text: string): Language | undefined {
  return languages.find((language) => language === text)
}

/** Cuts a language from the front of a path if there is one, ours or not: `de/actors` → `['de', 'actors']`. */
export function cutLanguage(path: string): [tag: string | null, rest: string] {
  const [first = '', ...rest] = path.split('/')
  if (!/^[a-z]{2}(-[a-z]{2,4})?$/i.test(first)) return [null, path]
  const isLanguage = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(first)
  return isLanguage ? [first, rest.join('/')] : [null, path]
}

/** The best of our languages for an Accept-Language header (RFC 9110, 12.5.4). */
export function negotiateLanguage(header: string | null): Language {
  const wishes = (header ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/)
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { language: toLanguage(tag.split('-')[0] ?? ''), quality: Number(quality ?? 1) }
    })
    .filter(({ language, quality }) => language && quality > 0)
    .sort((a, b) => b.quality - a.quality)
  return wishes[0]?.language ?? 'en'
}

/** `/fr/actors` → `['fr', '/actors']`; a path without a language keeps its whole length. */
export function splitPath(pathname: string): [Language | undefined, string] {
  const [, first = '', ...rest] = pathname.split('/')
  const language = toLanguage(first)
  return language ? [language, rest.length ? `/${rest.join('/')}` : ''] : [undefined, pathname]
}

/** The languages that people are likely to write in, those of the interface first. */
export const writtenLanguages = [
  ...['en', 'fr', 'it', 'pt', 'hu', 'ro', 'ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'es', 'et'],
  ...['eu', 'fi', 'ga', 'gl', 'hr', 'lb', 'lt', 'lv', 'mt', 'nl', 'no', 'pl', 'ru', 'sk', 'sl'],
  ...['sq', 'sr', 'sv', 'tr', 'uk'],
]
