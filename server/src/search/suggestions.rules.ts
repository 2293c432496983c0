import { foldWords } from '../http/fold.ts'

/** Some words of a query that follow each other. */
export interface Phrase {
  folded: string
  words: string
  /** The query without them. */
  rest: string
}

const MOST_WORDS = 12
const LONGEST_PHRASE = 5

/** All phrases of a query, long ones first. */
export function phrasesOf(text: string): Phrase[] {
  const words = text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const phrases: Phrase[] = []
  for (let length = Math.min(LONGEST_PHRASE, words.length); length > 0; length--) {
    for (let start = 0; start + length <= words.length; start++) {
      const end = start + length
      const phrase = words.slice(start, end).join(' ')
      const folded = foldWords(phrase)
      if (folded === '') continue
      const rest = [...words.slice(0, start), ...words.slice(end)].join(' ')
      phrases.push({ folded, words: phrase, rest })
    }
  }
  return phrases
}
