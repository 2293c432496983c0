import { and, desc, eq, gt, sql } from 'drizzle-orm'
import {
  accounts,
  claims,
  drafts,
  type Executor,
  proposals,
  type recordStatuses,
  reports,
  revisions,
  type sourceKinds,
} from '@maillage/db'
import { inScopeOf, type RecordFeature } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { recordOf } from './reports.queries.ts'

/** For so long what went live without waiting is listed. */
const LISTED_DAYS = 30

const since = (now: Date) => new Date(now.getTime() - LISTED_DAYS * 86_400_000)

/** Proposals that wait, oldest first; or those that went live lately, newest first. */
export function listProposals(
  db: Executor,
  { viewer, show, now }: { viewer: Viewer; show: 'waiting' | 'live'; now: Date },
) {
  return db
    .select({
      reference: proposals.reference,
      feature: proposals.feature,
      recordId: proposals.recordId,
      record: recordOf('proposals'),
      kind: proposals.kind,
      risks: proposals.risks,
      changedFields: proposals.changedFields,
      message: proposals.why,
      createdAt: proposals.createdAt,
    })
    .from(proposals)
    .where(
      and(
        inScopeOf(viewer, proposals.feature, proposals.recordId),
        show === 'waiting'
          ? eq(proposals.status, 'pending')
          : and(eq(proposals.wentLive, true), gt(proposals.createdAt, since(now))),
      ),
    )
    .orderBy(show === 'waiting' ? proposals.createdAt : desc(proposals.createdAt), proposals.id)
    .limit(500)
}

/** How long each list of the queue is, for whom it is. */
export async function countWaiting(db: Executor, viewer: Viewer, now: Date) {
  const about = (of: typeof proposals | typeof reports) =>
    inScopeOf(viewer, of.feature, of.recordId)
  const [counts] = await db.execute<{
    waiting: number
    live: number
    reports: number
    claims: number
    suggestions: number
  }>(sql`
    select
      (select count(*)::int from proposals
       where status = 'pending' and ${about(proposals)}) as waiting,
      (select count(*)::int from proposals
       where went_live and created_at > ${since(now).toISOString()}::timestamptz
         and ${about(proposals)}) as live,
      (select count(*)::int from reports where status = 'open' and ${about(reports)}) as reports,
      (select count(*)::int from claims
       where status = 'pending' and proof = 'moderator'
         and ${inScopeOf(viewer, sql`'actors'`, claims.actorId)}) as claims,
      (select count(*)::int from concept_suggestions where status = 'open') as suggestions`)
  return counts ?? { waiting: 0, live: 0, reports: 0, claims: 0, suggestions: 0 }
}

/** A proposal with the language that its author reads. */
export async function findProposal(db: Executor, reference: string) {
  const [row] = await db
    .select({
      proposal: proposals,
      authorName: accounts.name,
      language: sql<string | null>`coalesce(${accounts.language}, ${drafts.language})`,
    })
    .from(proposals)
    .leftJoin(accounts, eq(accounts.id, proposals.accountId))
    .leftJoin(drafts, eq(drafts.id, proposals.draftId))
    .where(eq(proposals.reference, reference))
  return row
}

/** What a reviewer sees of a record besides its document. */
export async function describeRecord(db: Executor, feature: RecordFeature, id: number) {
  const name = sql.identifier(feature === 'actors' ? 'name' : 'title')
  const [row] = await db.execute<{
    slug: string
    name: string
    status: (typeof recordStatuses)[number]
    version: number
    source: string
    sourceKind: (typeof sourceKinds)[number]
    sourceUrl: string | null
  }>(sql`
    select slug, records.${name} as name, status, version, sources.name as source,
      sources.kind as "sourceKind", coalesce(source_url, sources.url) as "sourceUrl"
    from ${sql.identifier(feature)} as records join sources on sources.id = source_id
    where records.id = ${id}`)
  return row
}

/** The last changes of a record, without who made them. */
export function listLastRevisions(db: Executor, feature: RecordFeature, id: number) {
  return db
    .select({
      version: revisions.version,
      act: revisions.act,
      authorRole: revisions.authorRole,
      why: revisions.why,
      createdAt: revisions.createdAt,
    })
    .from(revisions)
    .where(and(eq(revisions.feature, feature), eq(revisions.recordId, id)))
    .orderBy(desc(revisions.version))
    .limit(20)
}
