import type { Executor } from '@maillage/db'
import type { Role } from '../accounts/permissions.rules.ts'
import type { RecordFeature } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import type { Context } from '../http/context.ts'
import { askAboutTies } from '../ties/ask-about-ties.ts'
import { authorRoleOf, changeRecord, type lockRecord, type RevisionAct } from './change-record.ts'
import { changedFields } from './changes.rules.ts'
import { findAuthor, findCreation, propose } from './proposals.queries.ts'
import { type Documents, recordKinds } from './records.ts'
import { risksOf, waits } from './risks.rules.ts'

interface Submission {
  feature: RecordFeature
  id: number
  /** The record, locked for this change. */
  record: Awaited<ReturnType<typeof lockRecord>>
  document: Documents[RecordFeature]
  why: string | null
  act: RevisionAct
  viewer: Viewer
  roles: ReadonlySet<Role>
}

/**
 * Writes a change, or keeps it for a moderator where it is risky and its author not trusted yet. A record that nobody sees
 * yet is written, and waits with it. `version` is that of the record where it was written.
 */
export async function submitChange(
  tx: Executor,
  context: Context,
  { feature, id, record, document, why, act, viewer, roles }: Submission,
) {
  const now = context.now()
  const before = await recordKinds[feature].read(tx, id)
  const changed = changedFields(before, document)
  const author = await findAuthor(tx, viewer.accountId, roles, now)
  const risks = risksOf(before, document, author)
  const proposal = {
    feature,
    recordId: id,
    kind: 'update' as const,
    document,
    baseVersion: record.version,
    risks,
    why,
    accountId: viewer.accountId,
    draftId: null,
    now,
  }
  const isPending = record.status === 'pending'
  if (changed.length > 0 && !isPending && waits(risks, author)) {
    const { reference } = await propose(tx, proposal)
    return { status: 202 as const, body: { reference, changedFields: changed, risks } }
  }
  const forgive = act === 'restore'
  const authorRole = authorRoleOf(roles)
  const done = await changeRecord(tx, { ...proposal, id, act, viewer, authorRole, forgive })
  if (feature === 'collaborations') await askAboutTies(tx, context, id)
  const isModerating = roles.has('moderator') || roles.has('administrator')
  const isByAuthor = done.changedFields.length > 0 && !isModerating
  if (isPending) {
    // A moderator decides on what they have read: a change waits anew, also after a refusal.
    const last = await findCreation(tx, feature, id)
    const open = last?.status === 'pending' ? last : undefined
    if (!open && done.changedFields.length === 0) {
      return { status: 200 as const, body: done, version: done.version }
    }
    // Who changes what was refused sends it; what a moderator changes remains its author's.
    const { accountId, draftId } = last && (open || isModerating) ? last : proposal
    // What was seen when it was sent, a likely duplicate say, does not go with a change.
    const newRisks = [...new Set([...(last?.risks ?? []), ...risksOf(null, document, author)])]
    const { reference } =
      open && !isByAuthor
        ? open
        : await propose(tx, {
            ...proposal,
            kind: 'create',
            baseVersion: done.version,
            risks: newRisks,
            why: [last?.why, why].filter(Boolean).join('\n') || null,
            accountId,
            draftId,
          })
    const body = { reference, changedFields: done.changedFields, risks: newRisks }
    return { status: 202 as const, body, version: done.version }
  }
  if (isByAuthor) await propose(tx, { ...proposal, wentLive: true, changed: done.changedFields })
  return { status: 200 as const, body: done, version: done.version }
}
