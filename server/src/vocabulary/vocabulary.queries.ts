import { sql } from 'drizzle-orm'
import type { conceptSchemes, Executor } from '@maillage/db'
import { invalid } from '../http/problem.ts'
import type { Language } from '../http/schema.ts'
import { textArray } from '../http/sql.ts'

type Scheme = (typeof conceptSchemes)[number]

export type ConceptLabel = {
  id: number
  scheme: Scheme
  slug: string
  label: string
}

/** A concept's label in the reader's language, else in English, else in any, else its slug. */
const label = (language: Language) => sql`coalesce(
  (select label from concept_labels
   where concept_id = concepts.id and kind = 'preferred'
   order by language = ${language} desc, language = 'en' desc, language
   limit 1),
  slug)`

/** All concepts with their labels, by id. There are a few hundred. */
export async function listConceptLabels(
  db: Executor,
  language: Language,
): Promise<Map<number, ConceptLabel>> {
  const rows = await db.execute<ConceptLabel>(
    sql`select id, scheme, slug, ${label(language)} as label from concepts`,
  )
  return new Map(rows.map((concept) => [concept.id, concept]))
}

/** Refuses what the vocabulary does not have, by the name of the parameter that asks for it. */
export async function requireConcepts(
  db: Executor,
  { theme = [], skill = [] }: Partial<Record<Scheme, readonly string[] | undefined>>,
): Promise<void> {
  if (theme.length + skill.length === 0) return
  const rows = await db.execute<{ key: string }>(sql`
    select scheme || ':' || slug as key from concepts
    where slug = any(${textArray([...theme, ...skill])})`)
  const known = new Set(rows.map(({ key }) => key))
  const unknown = Object.entries({ theme, skill }).flatMap(([scheme, slugs]) => {
    const others = slugs.filter((slug) => !known.has(`${scheme}:${slug}`))
    return others.length > 0 ? [[scheme, `is not in the vocabulary: ${others.join(', ')}`]] : []
  })
  if (unknown.length > 0) throw invalid(Object.fromEntries(unknown) as Record<string, string>)
}

/** Concepts as cards show them, by label. */
export function labelConcepts(ids: number[] | null, labels: Map<number, ConceptLabel>) {
  return (ids ?? [])
    .flatMap((id) => labels.get(id) ?? [])
    .map(({ slug, label }) => ({ slug, label }))
    .sort((one, other) => one.label.localeCompare(other.label))
}

type ThemeRow = {
  slug: string
  label: string
  broader: string | null
  count: number
  sdg: string[]
  essglobal: string[]
}

/** All themes with the number of actors that have them or a narrower one. */
export async function listThemes(db: Executor, language: Language) {
  const themes = await db.execute<ThemeRow>(sql`
    with counts as (
      select theme, count(*)::int as count
      from search_documents cross join unnest(themes) as theme
      where feature = 'actors'
      group by theme
    )
    select
      slug,
      ${label(language)} as label,
      (select slug from concepts as broader where broader.id = concepts.broader_id) as broader,
      coalesce(count, 0) as count,
      array(select code from concept_matches where concept_id = id and scheme = 'sdg'
            order by length(code), code) as sdg,
      array(select code from concept_matches where concept_id = id and scheme = 'essglobal'
            order by code) as essglobal
    from concepts left join counts on counts.theme = concepts.id
    where scheme = 'theme'
    order by slug`)
  return inOrder(themes, language)
}

type SkillRow = {
  slug: string
  label: string
  count: number
}

/** All skills with the number of actors and practices that have them. */
export async function listSkills(db: Executor, language: Language) {
  const skills = await db.execute<SkillRow>(sql`
    with counts as (
      select skill, count(*)::int as count
      from search_documents cross join unnest(skills) as skill
      group by skill
    )
    select slug, ${label(language)} as label, coalesce(count, 0) as count
    from concepts left join counts on counts.skill = concepts.id
    where scheme = 'skill'
    order by slug`)
  return inOrder(skills, language)
}

/** As a reader of the language looks them up: É beside E. */
const inOrder = <T extends { label: string }>(rows: readonly T[], language: Language): T[] =>
  rows.toSorted((one, other) => one.label.localeCompare(other.label, language))
