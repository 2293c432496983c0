import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import type { Language } from '../http/schema.ts'
import { listTerritoryNames } from '../places/territories.queries.ts'
import type { Scope } from '../search/reach.queries.ts'
import { listConceptLabels } from '../vocabulary/vocabulary.queries.ts'
import { figureMaker } from './figures.queries.ts'
import { type Counted, LEAST_ACTORS } from './twins.queries.ts'
import { type Difference, differences, twinsOf } from './twins.rules.ts'

const MOST_TWINS = 6
const MOST_DIFFERENCES = 8

interface Named {
  kind: 'theme' | 'practice'
  slug: string
  label: string
}

/** The twins of a place, with names in the reader's language. */
export async function nameTwins(
  db: Executor,
  { scope, mine, mixes }: { scope: Scope; mine: Counted; mixes: Map<string, Counted> },
  language: Language,
) {
  const others = new Map([...mixes].filter(([code]) => code !== scope.code))
  const isEnough = mine.actors >= LEAST_ACTORS
  const twins = isEnough
    ? twinsOf(mine.mix, new Map([...others].map(([code, { mix }]) => [code, mix])), MOST_TWINS)
    : []
  const names = await listTerritoryLevels(
    db,
    twins.map(({ code }) => code),
    language,
  )
  const parts = await listParts(db, language)
  const named = (list: Difference[]) =>
    list.flatMap(({ name, here, there }) => {
      const part = parts.get(name)
      return part ? [{ ...part, here, there }] : []
    })
  return {
    compared: others.size,
    leastActors: LEAST_ACTORS,
    actors: mine.actors,
    items: twins.flatMap(({ code, similarity }) => {
      const twin = others.get(code)
      if (!twin) return []
      const all = differences(mine.mix, twin, mine.actors, Infinity)
      return [
        {
          territory: names.get(code) ?? { code, name: code, level: 0 },
          similarity,
          actors: figureMaker({ code })('actors', twin.actors),
          differences: named(all.slice(0, MOST_DIFFERENCES)),
          missing: named(all.filter(({ here }) => here === 0).slice(0, MOST_DIFFERENCES)),
        },
      ]
    }),
  }
}

async function listTerritoryLevels(db: Executor, codes: string[], language: Language) {
  const names = await listTerritoryNames(db, codes, language)
  const rows = await db.execute<{ code: string; level: number }>(sql`
    select code, level from territories
    where code in (select jsonb_array_elements_text(${JSON.stringify(codes)}::jsonb))`)
  return new Map(
    rows.map(({ code, level }) => [code, { code, level, name: names.get(code) ?? code }]),
  )
}

/** Names of what a mix is made of. */
async function listParts(db: Executor, language: Language): Promise<Map<string, Named>> {
  const concepts = await listConceptLabels(db, language)
  const titles = await db.execute<{ id: number; slug: string; title: string }>(
    sql`select id, slug, title from practices where status = 'published'`,
  )
  return new Map<string, Named>([
    ...[...concepts.values()].map(
      ({ id, slug, label }) =>
        [`theme ${String(id)}`, { kind: 'theme' as const, slug, label }] as const,
    ),
    ...titles.map(
      ({ id, slug, title }) =>
        [`practice ${String(id)}`, { kind: 'practice' as const, slug, label: title }] as const,
    ),
  ])
}
