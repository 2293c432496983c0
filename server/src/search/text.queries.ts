import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { textArray, withoutControlCharacters } from '../http/sql.ts'
import {
  type Candidate,
  correctWord,
  meaningfulWords,
  SHORTEST_CORRECTED,
  type Term,
  type TextQuery,
  toTextQuery,
} from './text.rules.ts'

export interface Correction {
  from: string
  to: string
}

export interface UnderstoodText {
  query: TextQuery
  corrected: Correction[]
}

type WordRow = {
  word: string
  folded: string
  isKnown: boolean
  concepts: number[]
}

/** Turns what someone typed into a query, or nothing if it holds no word. */
export async function understandText(
  db: Executor,
  text: string,
): Promise<UnderstoodText | undefined> {
  const words = await lookUpWords(db, withoutControlCharacters(text))
  const [first] = words
  if (!first) return undefined

  const meaningful = new Set(meaningfulWords(words.map(({ word }) => word)))
  const sought = words.filter(
    ({ word }, place) =>
      meaningful.has(word) && words.findIndex((other) => other.word === word) === place,
  )
  const corrections = await correctWords(
    db,
    sought.filter(isMisspelt).map(({ word }) => word),
  )
  const terms = sought.map(
    ({ word, concepts }): Term => corrections.get(word) ?? { words: [word], concepts },
  )
  return {
    query: toTextQuery(first.folded, terms),
    corrected: [...corrections].flatMap(
      ([
        from,
        {
          words: [to],
        },
      ]) => (to ? [{ from, to }] : []),
    ),
  }
}

const isMisspelt = ({ word, isKnown, concepts }: WordRow) =>
  !isKnown && concepts.length === 0 && word.length >= SHORTEST_CORRECTED && /\D/.test(word)

/** The words as the index would hold them, and what is known of each. */
function lookUpWords(db: Executor, text: string) {
  return db.execute<WordRow>(sql`
    with query as (select folded_words(${text}::text) as folded)
    select
      token as word,
      folded,
      exists (select from search_words where word like token || '%') as "isKnown",
      case when length(token) >= 3
        then array(select distinct concept_id from concept_words where word like token || '%')
        else array(select concept_id from concept_words where word = token)
      end as concepts
    from query cross join lateral ts_parse('default', folded) with ordinality as parsed(type, token, place)
    where type <> 12
    order by place`)
}

/** What misspelt words stand for. Words that nothing is like are left out. */
async function correctWords(db: Executor, words: string[]): Promise<Map<string, Term>> {
  const corrections = new Map<string, Term>()
  for (const word of words) {
    const corrected = correctWord(word, await listCandidates(db, word))
    if (corrected.length === 0) continue
    const rows = await db.execute<{ concept_id: number }>(
      sql`select distinct concept_id from concept_words where word = any(${textArray(corrected)})`,
    )
    corrections.set(word, { words: corrected, concepts: rows.map((row) => row.concept_id) })
  }
  return corrections
}

/** Known words that share pieces with this one, its first two letters and length, or all letters but their order. */
function listCandidates(db: Executor, word: string): Promise<Candidate[]> {
  const swapped = Array.from(
    { length: word.length - 1 },
    (_, at) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
  )
  return db.execute<Candidate>(sql`
    (select word, similarity(word, ${word}) as similarity from search_words
     where word % ${word} order by 2 desc limit 50)
    union
    (select word, similarity(word, ${word}) from search_words
     where word like ${word.slice(0, 2)} || '%'
       and length(word) between ${word.length - 2}::int and ${word.length + 2}::int
     limit 3000)
    union
    (select word, similarity(word, ${word}) from search_words where word = any(${textArray(swapped)}))`)
}
