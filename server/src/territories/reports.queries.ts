import { createHash } from 'node:crypto'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { actors, type Database, type Executor, practices, territoryReports } from '@maillage/db'
import { areaText } from '../http/area.rules.ts'
import { Problem } from '../http/problem.ts'
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import type { Scope } from '../search/reach.queries.ts'
import type { Tied } from '../search/tied.queries.ts'
import type { Counts } from './figures.queries.ts'

/** Enough for every territory in many versions; whoever fills it up on purpose keeps nobody from reading. */
const MOST_REPORTS = 100_000

/** Counts as they are kept: nobody's name is in them. */
type KeptCounts = Omit<Counts, 'practices' | 'bridging'> & {
  practices: { total: number; first: { slug: string; practitioners: number }[] }
  bridging: { total: number; first: { slug: string; partners: number; territories: number }[] }
}

function withoutNames({ practices: practised, bridging, ...counts }: Counts): KeptCounts {
  return {
    ...counts,
    practices: {
      total: practised.total,
      first: practised.first.map(({ slug, practitioners }) => ({ slug, practitioners })),
    },
    bridging: {
      total: bridging.total,
      first: bridging.first.map(({ actor, partners, territories }) => ({
        slug: actor.slug,
        partners,
        territories,
      })),
    },
  }
}

/** The names of today, without those that are no longer public. */
async function withNames(
  db: Executor,
  { practices: practised, bridging, ...counts }: KeptCounts,
): Promise<Counts> {
  const practiceSlugs = practised.first.map(({ slug }) => slug)
  const actorSlugs = bridging.first.map(({ slug }) => slug)
  const [titles, names] = await Promise.all([
    db
      .select({ slug: practices.slug, title: practices.title, language: practices.language })
      .from(practices)
      .where(and(inArray(practices.slug, practiceSlugs), eq(practices.status, 'published'))),
    db
      .select({ slug: actors.slug, name: actors.name })
      .from(actors)
      .where(and(inArray(actors.slug, actorSlugs), eq(actors.status, 'published'))),
  ])
  return {
    ...counts,
    practices: {
      total: practised.total,
      first: practised.first.flatMap(({ slug, practitioners }) => {
        const found = titles.find((each) => each.slug === slug)
        return found ? [{ ...found, practitioners }] : []
      }),
    },
    bridging: {
      total: bridging.total,
      first: bridging.first.flatMap(({ slug, ...rest }) => {
        const actor = names.find((each) => each.slug === slug)
        return actor ? [{ actor, ...rest }] : []
      }),
    },
  }
}

interface ToKeep {
  scope: Scope
  filters: Record<string, string>
  dataVersion: number
  counts: Counts
}

/** Keeps figures for a permanent link; the same figures of the same version are kept once. */
export async function keepReport(
  db: Database,
  { scope, filters, dataVersion, counts }: ToKeep,
): Promise<string> {
  const area = scope.area ? areaText(scope.area) : null
  const territoryCode = scope.code ?? null
  const reference = createHash('sha256')
    .update(JSON.stringify([territoryCode, area, filters, dataVersion]))
    .digest('base64url')
    .slice(0, 16)
  const [size] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from ${territoryReports}`,
  )
  if ((size?.count ?? 0) >= MOST_REPORTS) {
    throw new Problem(503, 'unavailable', 'No more reports can be kept here.')
  }
  await db
    .insert(territoryReports)
    .values({ reference, territoryCode, area, filters, dataVersion, counts: withoutNames(counts) })
    .onConflictDoNothing()
  return reference
}

function toTiedAgain({ from, to, minEvidence }: Record<string, string>): Tied {
  return {
    from: from === undefined ? undefined : Number(from),
    to: to === undefined ? undefined : Number(to),
    minEvidence: evidenceByRank.find((each) => each === minEvidence),
  }
}

/** A report that was kept, with the names of today. */
export async function findReport(db: Executor, code: string | undefined, reference: string) {
  const [report] = await db
    .select()
    .from(territoryReports)
    .where(eq(territoryReports.reference, reference))
  if (!report || (report.territoryCode ?? undefined) !== code) return undefined
  const tied = toTiedAgain(report.filters)
  return { ...report, tied, counts: await withNames(db, report.counts as KeptCounts) }
}
