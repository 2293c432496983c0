import { and, eq, sql } from 'drizzle-orm'
import {
  accounts,
  type Executor,
  type reportKinds,
  reports,
  type reportStatuses,
} from '@maillage/db'
import { newReference } from '../accounts/secrets.rules.ts'
import { inScopeOf, type RecordFeature } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'

interface NewReport {
  feature: RecordFeature
  recordId: number
  kind: (typeof reportKinds)[number]
  message: string
  language: string
  email: string | null
  accountId: number | null
  signals: string[]
}

/** Keeps what someone said of a record and returns its reference. */
export async function insertReport(db: Executor, report: NewReport): Promise<string> {
  const reference = newReference()
  await db.insert(reports).values({ ...report, reference })
  return reference
}

/** The name of the record that a row with `feature` and `record_id` is about, and its slug. */
export const recordOf = (table: 'reports' | 'proposals') => {
  const named = (feature: RecordFeature, name: 'name' | 'title') => sql`(
    select json_build_object('feature', ${feature}::text, 'slug', slug, 'name', ${sql.identifier(name)})
    from ${sql.identifier(feature)}
    where id = ${sql.identifier(table)}.record_id and ${sql.identifier(table)}.feature = ${feature})`
  return sql<{ feature: RecordFeature; slug: string; name: string }>`coalesce(
    ${named('actors', 'name')}, ${named('practices', 'title')}, ${named('collaborations', 'title')})`
}

const reportColumns = {
  id: reports.id,
  reference: reports.reference,
  feature: reports.feature,
  recordId: reports.recordId,
  record: recordOf('reports'),
  kind: reports.kind,
  message: reports.message,
  language: reports.language,
  wantsAnswer: sql<boolean>`coalesce(${reports.email}, ${accounts.email}) is not null`,
  signals: reports.signals,
  status: reports.status,
  answer: reports.answer,
  createdAt: reports.createdAt,
  decidedAt: reports.decidedAt,
}

/** Reports of a status that a moderator looks after, oldest first. */
export async function listReports(
  db: Executor,
  viewer: Viewer,
  status: (typeof reportStatuses)[number],
) {
  return db
    .select(reportColumns)
    .from(reports)
    .leftJoin(accounts, eq(accounts.id, reports.accountId))
    .where(and(eq(reports.status, status), inScopeOf(viewer, reports.feature, reports.recordId)))
    .orderBy(reports.createdAt, reports.id)
    .limit(500)
}

/** One report, whatever its status. */
export async function findReport(db: Executor, reference: string) {
  const [report] = await db
    .select(reportColumns)
    .from(reports)
    .leftJoin(accounts, eq(accounts.id, reports.accountId))
    .where(eq(reports.reference, reference))
  return report
}

/** Ends an open report and returns where its answer goes; undefined if someone else has ended it. */
export async function decideReport(
  db: Executor,
  id: number,
  decision: { status: 'resolved' | 'dismissed'; answer: string | null; by: number; now: Date },
): Promise<{ email: string | null; accountId: number | null } | undefined> {
  const [decided] = await db
    .update(reports)
    .set({
      status: decision.status,
      answer: decision.answer,
      decidedAt: decision.now,
      decidedById: decision.by,
    })
    .where(and(eq(reports.id, id), eq(reports.status, 'open')))
    .returning({ email: reports.email, accountId: reports.accountId })
  if (!decided) return undefined
  if (decided.email !== null || decided.accountId === null) return decided
  const [account] = await db
    .select({ email: accounts.email })
    .from(accounts)
    .where(eq(accounts.id, decided.accountId))
  return { email: account?.email ?? null, accountId: decided.accountId }
}
