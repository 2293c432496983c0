import { and, inArray } from 'drizzle-orm'
import { actors, type Executor, practices, type recordStatuses } from '@maillage/db'

/** The fields of documents that name other records, and which. */
const naming = {
  actors: 'actors',
  participants: 'actors',
  adoptions: 'actors',
  practices: 'practices',
  adaptedFrom: 'practices',
} as const

type Named = (typeof naming)[keyof typeof naming]

/** Rows name a record as what they are about, or as who took a practice up from whom. */
type Row = Partial<Record<'slug' | 'actor' | 'from', unknown>>

const slugsIn = (value: unknown): string[] =>
  [value].flat().flatMap((each) => {
    const { slug, actor, from } = (typeof each === 'object' ? (each ?? {}) : { slug: each }) as Row
    return [slug, actor, from].filter((named) => typeof named === 'string')
  })

/** What the records that fields of documents name are called, by their slugs: documents hold no more than these. */
export async function listNames(
  db: Executor,
  fields: readonly (readonly [field: string, value: unknown])[],
  { isInside }: { isInside: boolean },
): Promise<Record<Named, Record<string, string>>> {
  const statuses: (typeof recordStatuses)[number][] = isInside
    ? ['published', 'pending']
    : ['published']
  const slugsOf = (named: Named) =>
    fields.flatMap(([field, value]) =>
      naming[field as keyof typeof naming] === named ? slugsIn(value) : [],
    )
  const [inActors, inPractices] = [slugsOf('actors'), slugsOf('practices')]
  const named = {
    actors:
      inActors.length === 0
        ? []
        : await db
            .select({ slug: actors.slug, name: actors.name })
            .from(actors)
            .where(and(inArray(actors.slug, inActors), inArray(actors.status, statuses))),
    practices:
      inPractices.length === 0
        ? []
        : await db
            .select({ slug: practices.slug, name: practices.title })
            .from(practices)
            .where(and(inArray(practices.slug, inPractices), inArray(practices.status, statuses))),
  }
  const bySlug = (rows: { slug: string; name: string }[]) =>
    Object.fromEntries(rows.map(({ slug, name }) => [slug, name]))
  return { actors: bySlug(named.actors), practices: bySlug(named.practices) }
}

/** Both sides of changes, as fields of documents. */
export const sidesOf = (changes: readonly { field: string; before: unknown; after: unknown }[]) =>
  changes.flatMap(({ field, before, after }) => [[field, before] as const, [field, after] as const])
