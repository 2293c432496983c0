import type { Executor } from '@maillage/db'
import { countryName, languageName } from '../http/language.ts'
import type { Language } from '../http/schema.ts'
import { listTerritoryNames } from '../places/territories.queries.ts'
import type { ConceptLabel } from '../vocabulary/vocabulary.queries.ts'
import type { ChosenValues, FacetName } from './filters.queries.ts'
import type { Results } from './search.queries.ts'

export interface FacetValue {
  value: string
  label: string
  count: number
}

/** Names the values of facets and counts the results that each would give if it were chosen too. */
export async function nameFacets(
  db: Executor,
  { facets, total }: Results,
  chosen: ChosenValues,
  concepts: Map<number, ConceptLabel>,
  language: Language,
): Promise<Partial<Record<FacetName, FacetValue[]>>> {
  const named: Partial<Record<FacetName, FacetValue[]>> = {}
  for (const [facet, counted] of Object.entries(facets) as [
    FacetName,
    Results['facets'][FacetName],
  ][]) {
    const values = (counted ?? []).map(({ value, count }) => ({
      value: isConcept(facet) ? (concepts.get(Number(value))?.slug ?? value) : value,
      count,
    }))
    const selected = chosen[facet] ?? []
    // Choosing one more value of a facet adds its results to those that are there; a chosen one adds none.
    const counts = new Map(
      values.map(({ value, count }) => [value, selected.length > 0 ? total + count : count]),
    )
    for (const value of selected) counts.set(value, total)

    const labels = await labelValues(db, facet, [...counts.keys()], concepts, language)
    named[facet] = [...counts]
      .map(([value, count]) => ({ value, label: labels.get(value) ?? value, count }))
      .sort((one, other) => other.count - one.count || one.label.localeCompare(other.label))
  }
  return named
}

const isConcept = (facet: FacetName) => facet === 'theme' || facet === 'skill'

async function labelValues(
  db: Executor,
  facet: FacetName,
  values: string[],
  concepts: Map<number, ConceptLabel>,
  language: Language,
): Promise<Map<string, string>> {
  switch (facet) {
    case 'theme':
    case 'skill':
      return new Map(
        [...concepts.values()]
          .filter(({ scheme }) => scheme === facet)
          .map(({ slug, label }) => [slug, label]),
      )
    case 'country':
      return new Map(values.map((code) => [code, countryName(code, language)]))
    case 'language':
      return new Map(values.map((code) => [code, languageName(code, language)]))
    case 'territory':
      return listTerritoryNames(db, values, language)
    case 'kind':
    case 'freshness':
      return new Map(values.map((kind) => [kind, capitalised(kind.replaceAll('_', ' '))]))
    case 'programme':
      return new Map()
  }
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)
