/** A word of a query and what it stands for in the index. */
export interface Term {
  /** Words that documents may hold, each matched as a prefix. */
  words: string[]
  /** Concepts one of whose labels has the word, in any language. */
  concepts: number[]
}

/** The query in PostgreSQL's notation, once for finding and once for each reason to show. */
export interface TextQuery {
  /** All words of the query, folded: equal to a record's name if it was typed in full. */
  folded: string
  all: string
  allInName: string
  allInNamePlaceOrTheme: string
  someInName: string
  someInPlace: string
  someInTheme: string | null
  someInText: string
}

/**
 * Words that say nothing about what is looked for, in the languages of the interface, folded.
 * In a translated query they would rule out records that are found through their themes.
 */
const stopWords = new Set(
  (
    'the of and for in at to on by with a an ' +
    'le la les l un une des du de d et en au aux pour par sur dans ' +
    'il lo gli i uno una di del della dei delle da e ed con per nel nella ' +
    'o os as um uma do dos das em no na nos nas para com ' +
    'az es egy a ' +
    'si sau din pentru cu pe al ale ai lui ' +
    'und der die das y el los las'
  ).split(' '),
)

/** The words to look for: without stop words, unless there is nothing else. */
export function meaningfulWords(words: string[]): string[] {
  const unique = [...new Set(words)]
  const meaningful = unique.filter((word) => !stopWords.has(word))
  return meaningful.length > 0 ? meaningful : unique
}

/** Writes terms as text search queries. */
export function toTextQuery(folded: string, terms: Term[]): TextQuery {
  const words = (weights: string) => terms.map((term) => anyOf(wordLexemes(term, weights)))
  const concepts = terms.flatMap(conceptLexemes)
  return {
    folded,
    all: allOf(terms.map((term) => anyOf([...wordLexemes(term, ''), ...conceptLexemes(term)]))),
    allInName: allOf(words('A')),
    allInNamePlaceOrTheme: allOf(
      terms.map((term) => anyOf([...wordLexemes(term, 'AB'), ...conceptLexemes(term)])),
    ),
    someInName: anyOf(words('A')),
    someInPlace: anyOf(words('B')),
    someInTheme: concepts.length > 0 ? anyOf(concepts) : null,
    someInText: anyOf(words('CD')),
  }
}

const wordLexemes = ({ words }: Term, weights: string) =>
  words.map((word) => `${quoted(word)}:*${weights}`)

const conceptLexemes = ({ concepts }: Term) => concepts.map((id) => quoted(`concept:${String(id)}`))

/** A lexeme as PostgreSQL’s text queries take it. */
export const quoted = (lexeme: string) => `'${lexeme.replace(/['\\]/g, '$&$&')}'`
const anyOf = (queries: string[]) => `(${queries.join(' | ')})`
const allOf = (queries: string[]) => queries.join(' & ')

/** Words shorter than this are too short to tell a slip from another word. */
export const SHORTEST_CORRECTED = 3
const MOST_CORRECTIONS = 3

export type Candidate = {
  word: string
  /** Share of three-letter pieces in common, 0 to 1. */
  similarity: number
}

/** The known words that a misspelt one most likely stands for; none if nothing is near. */
export function correctWord(word: string, candidates: Candidate[]): string[] {
  const allowed = word.length < 5 ? 1 : 2
  const measured = candidates
    .map((candidate) => ({ ...candidate, edits: editsToPrefix(word, candidate.word, allowed) }))
    .filter(({ edits, similarity }) => edits <= allowed || (edits <= 3 && similarity >= 0.5))
    .sort((one, other) => one.edits - other.edits || other.similarity - one.similarity)
  const fewest = measured[0]?.edits
  return measured
    .filter(({ edits }) => edits === fewest)
    .slice(0, MOST_CORRECTIONS)
    .map((each) => each.word)
}

/** Edits between a word and the nearest of a known word's beginnings and the known word itself. */
function editsToPrefix(word: string, known: string, allowed: number): number {
  const whole = countEdits(word, known)
  if (known.length <= word.length) return whole
  // Whoever types ahead has not written the end yet; a guess about both costs one more.
  const beginnings = [-1, 0, 1].map((more) => countEdits(word, known.slice(0, word.length + more)))
  return Math.min(whole, Math.min(...beginnings) + (word.length < 5 ? allowed : 1))
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function countEdits(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let row = 1; row <= one.length; row++) {
    const current = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      let edits = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (isSame ? 0 : 1),
      )
      const isSwap = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      if (row > 1 && column > 1 && isSwap)
        edits = Math.min(edits, (beforeLast[column - 2] ?? 0) + 1)
      current.push(edits)
    }
    beforeLast = last
    last = current
  }
  return last[other.length] ?? 0
}
