import { languages, type Language } from '#lib/i18n/languages.ts'

/** Names of kinds by language and message key: `actorKind.association`. */
export type KindNames = Record<Language, Record<string, string>>

export interface KindSuggestion {
  facet: 'kind'
  value: string
  /** What was asked without the words that name the kind. */
  rest: string
}

const LONGEST_NAME = 3
/** What a plural may add, and what it may change at the end. */
const LONGEST_ENDING = 2
const SHORTEST_STEM = 5

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Kinds that words of a query name in any language; "other" is no kind that one looks for. */
export function suggestKinds(
  q: string,
  group: 'actorKind' | 'collaborationKind',
  names: KindNames,
): KindSuggestion[] {
  const words = q.split(/\s+/).filter(Boolean)
  const found = new Map<string, KindSuggestion>()
  for (let length = Math.min(LONGEST_NAME, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const phrase = fold(words.slice(start, start + length).join(' '))
      const rest = [...words.slice(0, start), ...words.slice(start + length)].join(' ')
      for (const language of languages) {
        for (const [key, name] of Object.entries(names[language])) {
          const [keyGroup, value = ''] = key.split('.')
          if (keyGroup !== group || value === 'other' || found.has(value)) continue
          if (isName(phrase, fold(name))) found.set(value, { facet: 'kind', value, rest })
        }
      }
    }
  }
  return [...found.values()]
}

/** Whether a phrase is a name, or the name with another ending, as plurals have. */
function isName(phrase: string, name: string) {
  if (phrase === name) return true
  const stem = name.slice(0, -1)
  return (
    stem.length >= SHORTEST_STEM &&
    phrase.startsWith(stem) &&
    Math.abs(phrase.length - name.length) <= LONGEST_ENDING
  )
}
