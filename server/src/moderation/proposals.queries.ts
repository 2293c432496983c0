import { and, desc, eq, sql } from 'drizzle-orm'
import { type Executor, type proposalKinds, proposals, type Risk } from '@maillage/db'
import type { Role } from '../accounts/permissions.rules.ts'
import type { RecordFeature } from '../accounts/roles.queries.ts'
import { newReference } from '../accounts/secrets.rules.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { siteUrl } from '../config.ts'
import { notFound, Problem } from '../http/problem.ts'
import type { Context } from '../http/context.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { askAboutTies } from '../ties/ask-about-ties.ts'
import { type AuthorRole, changeRecord, checkDocument, lockRecord } from './change-record.ts'
import { changedFields, withFields } from './changes.rules.ts'
import { eraseAndTell } from './erase-record.ts'
import { findHead, readVersion } from './history.queries.ts'
import { type Documents, recordKinds } from './records.ts'
import type { Author } from './risks.rules.ts'

type Kind = (typeof proposalKinds)[number]

/** Whom a viewer is as an author: their roles, and how their proposals of the last year were decided on by others. */
export async function findAuthor(
  db: Executor,
  accountId: number | null,
  roles: ReadonlySet<Role>,
  now: Date,
): Promise<Author> {
  if (accountId === null) return { roles, accepted: 0, rejected: 0 }
  const [row] = await db.execute<{ accepted: number; rejected: number }>(sql`
    select
      count(*) filter (where status = 'accepted')::int as accepted,
      count(*) filter (where status = 'rejected')::int as rejected
    from proposals
    where account_id = ${accountId} and not went_live and decided_by_id <> account_id
      and decided_at > ${now.toISOString()}::timestamptz - interval '1 year'`)
  return { roles, accepted: row?.accepted ?? 0, rejected: row?.rejected ?? 0 }
}

interface NewProposal<Feature extends RecordFeature> {
  feature: Feature
  recordId: number
  kind: Kind
  document: Documents[Feature]
  /** The version that the author saw. */
  baseVersion: number
  risks: Risk[]
  why?: string | null
  accountId: number | null
  draftId?: number | null
  /** It is live already, because its author is trusted, and only to be listed. */
  wentLive?: boolean
  /** What a live one changed; worked out from the record otherwise. */
  changed?: string[]
  now: Date
}

/** The last proposal to publish a new record, decided on or not. */
export async function findCreation(tx: Executor, feature: RecordFeature, recordId: number) {
  const [row] = await tx
    .select({
      reference: proposals.reference,
      status: proposals.status,
      accountId: proposals.accountId,
      draftId: proposals.draftId,
      risks: proposals.risks,
      why: proposals.why,
    })
    .from(proposals)
    .where(
      and(
        eq(proposals.feature, feature),
        eq(proposals.recordId, recordId),
        eq(proposals.kind, 'create'),
      ),
    )
    .orderBy(desc(proposals.id))
    .limit(1)
  return row
}

/**
 * Keeps a change until it is decided on. What the same person sent about the record before is superseded, and of a new
 * record what anyone did.
 */
export async function propose<Feature extends RecordFeature>(
  tx: Executor,
  proposal: NewProposal<Feature>,
): Promise<{ id: number; reference: string; changedFields: string[] }> {
  const { feature, recordId, kind, document, accountId, wentLive = false, now } = proposal
  checkDocument(feature, document)
  const changed =
    proposal.changed ??
    (kind === 'update'
      ? changedFields(await recordKinds[feature].read(tx, recordId), document)
      : [])
  const former = kind === 'create' || accountId === null ? [] : [eq(proposals.accountId, accountId)]
  if ((accountId !== null || kind === 'create') && !wentLive) {
    await tx
      .update(proposals)
      .set({ status: 'superseded', decidedAt: now })
      .where(
        and(
          eq(proposals.feature, feature),
          eq(proposals.recordId, recordId),
          eq(proposals.status, 'pending'),
          eq(proposals.kind, kind),
          ...former,
        ),
      )
  }
  const [row] = await tx
    .insert(proposals)
    .values({
      reference: newReference(),
      feature,
      recordId,
      kind,
      baseVersion: proposal.baseVersion,
      document,
      changedFields: changed,
      risks: proposal.risks,
      why: proposal.why ?? null,
      accountId,
      draftId: proposal.draftId ?? null,
      status: wentLive ? 'accepted' : 'pending',
      wentLive,
      createdAt: now,
      decidedAt: wentLive ? now : null,
    })
    .returning({ id: proposals.id, reference: proposals.reference })
  if (!row) throw new Error('No proposal was written')
  return { ...row, changedFields: changed }
}

interface Decision {
  proposalId: number
  viewer: Viewer
  now: Date
  /** What its author is told. */
  reason?: string | null
}

async function lockProposal(tx: Executor, id: number) {
  const [proposal] = await tx.select().from(proposals).where(eq(proposals.id, id)).for('update')
  if (!proposal) throw notFound('This proposal')
  if (proposal.status !== 'pending') {
    throw new Problem(409, 'conflict', 'This proposal was decided on already.')
  }
  return proposal
}

type Proposal = Awaited<ReturnType<typeof lockProposal>>

/** What the author is to the record, for its history. */
async function authorRoleNow(tx: Executor, { feature, recordId, accountId, kind }: Proposal) {
  if (accountId === null || feature !== 'actors' || kind === 'create') return 'person'
  const [editor] = await tx.execute<{ role: AuthorRole }>(sql`
    select role from actor_editors where actor_id = ${recordId} and account_id = ${accountId}`)
  return editor?.role ?? 'person'
}

/**
 * Makes a proposal public and tells its author. A new record is published as it is now; an update changes the fields that
 * its author changed, on top of what others changed since; `document` is what the moderator made of it.
 */
export async function acceptProposal(
  tx: Executor,
  context: Pick<Context, 'jobs' | 'config'>,
  {
    proposalId,
    viewer,
    now,
    reason = null,
    document,
  }: Decision & { document?: Documents[RecordFeature] },
): Promise<{ version: number }> {
  const [about] = await tx
    .select({ feature: proposals.feature, recordId: proposals.recordId })
    .from(proposals)
    .where(eq(proposals.id, proposalId))
  if (!about) throw notFound('This proposal')
  const { feature, recordId } = about
  // The record first, as its author's save does: otherwise each waits for the other.
  const { status, version } = await lockRecord(tx, feature, recordId)
  const proposal = await lockProposal(tx, proposalId)
  const { kind, accountId } = proposal
  const name = await findHead(tx, { feature, id: recordId })
  if (kind !== 'create' && status === 'merged') {
    throw new Problem(409, 'conflict', 'The record was merged into another.')
  }
  if (kind === 'erase') {
    const authorRole = await authorRoleNow(tx, proposal)
    await eraseAndTell(tx, context, {
      feature,
      id: recordId,
      viewer: null,
      authorRole,
      proposalId,
      except: accountId === null ? [viewer.accountId] : [accountId, viewer.accountId],
      reason,
      now,
    })
  } else {
    const current = await recordKinds[feature].read(tx, recordId)
    const wanted =
      document ??
      (kind === 'update'
        ? withFields<object>(
            current,
            proposal.document as object,
            proposal.changedFields,
            await readVersion(tx, { feature, id: recordId, version }, proposal.baseVersion),
          )
        : current)
    await changeRecord(tx, {
      feature,
      id: recordId,
      document: wanted as Documents[typeof feature],
      act: 'update',
      viewer: accountId === null ? null : { accountId },
      authorRole: await authorRoleNow(tx, proposal),
      why: proposal.why,
      now,
      proposalId,
      forgive: true,
    })
    if (kind === 'create') {
      await tx.execute(sql`
        update ${sql.identifier(feature)}
        set status = 'published', updated_at = ${now.toISOString()}::timestamptz
        where id = ${recordId} and status = 'pending'`)
    }
  }
  if (feature === 'collaborations' && kind !== 'erase') await askAboutTies(tx, context, recordId)
  await decide(tx, context, proposal, { status: 'accepted', name, viewer, now, reason })
  const [record] = await tx.execute<{ version: number }>(
    sql`select version from ${sql.identifier(feature)} where id = ${recordId}`,
  )
  return { version: record?.version ?? 0 }
}

/** Declines a proposal and tells its author why; the record stays as it is. */
export async function rejectProposal(
  tx: Executor,
  context: Pick<Context, 'jobs' | 'config'>,
  { proposalId, viewer, now, reason = null }: Decision,
): Promise<void> {
  const proposal = await lockProposal(tx, proposalId)
  const name = await findHead(tx, { feature: proposal.feature, id: proposal.recordId })
  await decide(tx, context, proposal, { status: 'rejected', name, viewer, now, reason })
}

async function decide(
  tx: Executor,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  proposal: Proposal,
  decision: {
    status: 'accepted' | 'rejected'
    name: { name: string; slug: string }
    viewer: Viewer
    now: Date
    reason: string | null
  },
): Promise<void> {
  const { status, name, viewer, now, reason } = decision
  await tx
    .update(proposals)
    .set({ status, decidedAt: now, decidedById: viewer.accountId, reason })
    .where(eq(proposals.id, proposal.id))
  const [author] = await tx.execute<{
    address: string
    accountId: number | null
    language: string
  }>(sql`
    select email as address, id as "accountId", language from accounts where id = ${proposal.accountId}
    union all
    select email, null, language from drafts where id = ${proposal.draftId} and email is not null
    limit 1`)
  if (!author) return
  const language = toMailLanguage(author.language)
  const isGone = proposal.kind === 'erase' && status === 'accepted'
  const isHidden = proposal.kind === 'create' && status === 'rejected'
  await queueMail(tx, jobs, {
    template: `proposal-${status}`,
    to: author,
    language,
    params: {
      kind: proposal.kind,
      reference: proposal.reference,
      record: name.name,
      reason: reason ?? '',
      ...(!isGone &&
        (!isHidden || author.accountId !== null) && {
          url: `${siteUrl(config)}/${language}/${proposal.feature}/${name.slug}${isHidden ? '/edit' : ''}`,
        }),
    },
    key: `proposal ${proposal.reference} ${status}`,
  })
}
