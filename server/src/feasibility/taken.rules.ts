import { meaningfulWords, quoted } from '../search/text.rules.ts'

/** What a practice takes, one of it: a role or a resource in words, or a skill of the vocabulary. */
export const takenParts = ['role', 'resource', 'skill'] as const
export type TakenPart = (typeof takenParts)[number]

export interface TakenLine {
  part: TakenPart
  /** Position of a role or resource, slug of a skill. */
  key: string
  /** Skills that it is or names; who offers one of them, or a narrower one, offers it. */
  concepts: number[]
  /** Its words in each language that it is written in, folded. */
  wordings: string[][]
}

/** How a line is named in an address. */
export const lineKey = (slug: string, { part, key }: Pick<TakenLine, 'part' | 'key'>) =>
  `${slug}:${part}:${key}`

/** From this length on, a word is known by its beginning: endings differ with number and case. */
const LONG = 7
const ENDING = 2

const beginningOf = (word: string) => (word.length >= LONG ? word.slice(0, -ENDING) : word)

export interface Wording {
  /** Any of the words, in PostgreSQL’s notation: what an index can find. */
  sought: string
  /** Each of the words. */
  words: string[]
  /** How many of them an offer must hold. */
  needed: number
}

/** What an offer must say to match a wording: at least two thirds of its words, by their beginnings. */
export function toWording(words: readonly string[]): Wording | undefined {
  const beginnings = [...new Set(meaningfulWords([...words]).map(beginningOf))]
  if (beginnings.length === 0) return undefined
  const queries = beginnings.map((beginning) => `${quoted(beginning)}:*`)
  return {
    sought: queries.join(' | '),
    words: queries,
    needed: Math.ceil((beginnings.length * 2) / 3),
  }
}

/** A label of a skill, in its folded words. */
export interface LabelWords {
  conceptId: number
  words: string[]
}

/** The skills that a wording names: it holds all words of one of their labels. */
export function namedConcepts(words: readonly string[], labels: readonly LabelWords[]): number[] {
  const said = new Set(words)
  const named = labels.filter(
    (label) => label.words.length > 0 && label.words.every((word) => said.has(word)),
  )
  return [...new Set(named.map(({ conceptId }) => conceptId))]
}

/** The part of what a practice takes that is offered; null where it takes nothing. */
export const shareOf = (covered: number, total: number) => (total === 0 ? null : covered / total)
