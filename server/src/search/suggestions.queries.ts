import { sql } from 'drizzle-orm'
import { type Executor, interfaceLanguages } from '@maillage/db'
import { foldWords } from '../http/fold.ts'
import { countryCodes, countryName } from '../http/language.ts'
import type { Language } from '../http/schema.ts'
import { textArray, withoutControlCharacters } from '../http/sql.ts'
import type { ConceptLabel } from '../vocabulary/vocabulary.queries.ts'
import type { ChosenValues, FacetName } from './filters.queries.ts'
import { phrasesOf } from './suggestions.rules.ts'

export interface Suggestion {
  facet: 'theme' | 'skill' | 'country'
  value: string
  label: string
  words: string
  rest: string
}

const MOST_SUGGESTIONS = 4

/** Filters that words of a query name: by a theme's or skill's label or a country's name, in any language. */
export async function suggestFilters(
  db: Executor,
  text: string,
  { facets, chosen }: { facets: readonly FacetName[]; chosen: ChosenValues },
  labels: Map<number, ConceptLabel>,
  language: Language,
): Promise<Suggestion[]> {
  const phrases = phrasesOf(withoutControlCharacters(text))
  if (phrases.length === 0) return []
  const named = await listNamedConcepts(
    db,
    phrases.map(({ folded }) => folded),
  )
  const suggestions = phrases.flatMap(({ folded, words, rest }): Suggestion[] => {
    const concepts = named
      .filter((each) => each.folded === folded)
      .flatMap(({ id }) => labels.get(id) ?? [])
      .map(({ scheme, slug, label }) => ({ facet: scheme, value: slug, label, words, rest }))
    const code = countriesByName().get(folded)
    const country = code && { value: code, label: countryName(code, language) }
    return [
      ...concepts,
      ...(country ? [{ facet: 'country' as const, ...country, words, rest }] : []),
    ]
  })
  const isNew = ({ facet, value }: Suggestion, place: number) =>
    facets.includes(facet) &&
    !chosen[facet]?.includes(value) &&
    suggestions.findIndex((other) => other.facet === facet && other.value === value) === place
  return suggestions.filter(isNew).slice(0, MOST_SUGGESTIONS)
}

/** Looks first for concepts that have one of the words, since only those are indexed. */
function listNamedConcepts(db: Executor, phrases: string[]) {
  const words = [...new Set(phrases.flatMap((phrase) => phrase.split(' ')))]
  return db.execute<{ id: number; folded: string }>(sql`
    select distinct id, folded
    from (
      select concept_id as id, folded_words(label) as folded
      from concept_labels
      where concept_id in (select concept_id from concept_words where word = any(${textArray(words)}))
    ) as labelled
    where folded = any(${textArray(phrases)})
    order by id`)
}

let byName: Map<string, string> | undefined

/** Codes by each name that a country has in a language of the interface. */
function countriesByName(): Map<string, string> {
  byName ??= new Map(
    interfaceLanguages.flatMap((language) =>
      countryCodes().map((code) => [foldWords(countryName(code, language)), code] as const),
    ),
  )
  return byName
}
