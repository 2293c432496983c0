import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'

/** What stands in the place of a slug in addresses of the API. */
const RESERVED_SLUGS = ['clusters', 'labels']

/** Free slugs for records, tried in the order of their candidates. */
export async function findFreeSlugs(
  tx: Executor,
  table: 'actors' | 'practices' | 'collaborations',
  wanted: string[][],
  takenElsewhere: Iterable<string> = [],
): Promise<string[]> {
  const taken = new Set([
    ...RESERVED_SLUGS,
    ...takenElsewhere,
    ...(
      await tx.execute<{ slug: string }>(
        sql`
        select slug from ${sql.identifier(table)}
        join jsonb_array_elements_text(${JSON.stringify(wanted.flat())}::jsonb) as asked(value)
          on value = slug`,
      )
    ).map(({ slug }) => slug),
  ])
  return wanted.map((candidates) => {
    let slug = candidates.find((candidate) => !taken.has(candidate))
    const last = candidates.at(-1) ?? 'record'
    for (let number = 2; slug === undefined; number++) {
      const numbered = `${last}-${String(number)}`
      if (!taken.has(numbered)) slug = numbered
    }
    taken.add(slug)
    return slug
  })
}
