import type { I18n } from '#lib/i18n/i18n.ts'

interface Words extends Pick<I18n, 'name' | 'language' | 'country'> {
  /** What slugs stand for. */
  slugs?: Record<'actors' | 'practices' | 'concepts', Record<string, string>>
}

/** Which slugs the values of a field are; those of its rows as well. */
const slugFields: Record<string, 'actors' | 'practices' | 'concepts'> = {
  actors: 'actors',
  participants: 'actors',
  actor: 'actors',
  from: 'actors',
  practices: 'practices',
  adaptedFrom: 'practices',
  themes: 'concepts',
  skills: 'concepts',
  skill: 'concepts',
}

const isEmpty = (value: unknown) =>
  value === null ||
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0)

/** Lines that say what a field of a document holds, for people who compare two versions of it. */
export function linesOf(field: string, value: unknown, words: Words): string[] {
  if (isEmpty(value)) return []
  if (Array.isArray(value)) return value.flatMap((entry) => linesOf(field, entry, words))
  if (typeof value !== 'object') return [wordFor(field, value, words)]
  const { language, text, slug, ...rest } = value as Record<string, unknown>
  if (typeof slug === 'string') {
    const others = linesOf(field, rest, words)
    return [[wordFor(field, slug, words), ...others].join(' · ')]
  }
  if (typeof language === 'string' && typeof text === 'string') {
    const more = linesOf(field, { ...rest, origin: null }, words)
    return [[`${words.language(language)}: ${text}`, ...more].join(' · ')]
  }
  const parts = Object.entries({ ...rest, text, language })
    .filter(([, part]) => !isEmpty(part) && part !== true)
    .map(([key, part]) => linesOf(key, part, words).join(', '))
  return parts.length > 0 ? [parts.join(' · ')] : []
}

function wordFor(field: string, value: unknown, words: Words): string {
  const { name, language, country, slugs } = words
  const text = String(value)
  const named = slugFields[field]
  if (named) return slugs?.[named][text] ?? text
  switch (field) {
    case 'kind':
      return firstOther(text, [
        name('actorKind', text),
        name('collaborationKind', text),
        name('offerKind', text),
        name('linkKind', text),
      ])
    case 'scope':
      return name('scope', text)
    case 'role':
      return firstOther(text, [name('role', text), name('part', text)])
    case 'language':
    case 'languages':
      return language(text)
    case 'country':
      return country(text)
    default:
      return text
  }
}

/** The first that is a word of ours: an unknown value comes back as it was, with spaces. */
const firstOther = (text: string, names: string[]) =>
  names.find((each) => each !== text.replaceAll('_', ' ')) ?? text
