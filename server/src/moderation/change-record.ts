import { and, eq, sql } from 'drizzle-orm'
import {
  type authorRoles,
  type Executor,
  type recordStatuses,
  type revisionActs,
  revisions,
  sources,
} from '@maillage/db'
import type { RecordFeature } from '../accounts/roles.queries.ts'
import type { Role } from '../accounts/permissions.rules.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { gone, invalid, notFound } from '../http/problem.ts'
import { changedFields } from './changes.rules.ts'
import { type Documents, recordKinds } from './records.ts'

export type AuthorRole = (typeof authorRoles)[number]
export type RevisionAct = (typeof revisionActs)[number]

/** As what someone writes a record: as its owner rather than as a moderator, if they are both. */
export function authorRoleOf(roles: ReadonlySet<Role>): AuthorRole {
  const asWhat = ['owner', 'editor', 'moderator', 'administrator'] as const
  return asWhat.find((role) => roles.has(role)) ?? 'person'
}

interface LockedRecord {
  slug: string
  version: number
  status: (typeof recordStatuses)[number]
}

/** Reads a record for a change; of two writers, the second waits here. */
export async function lockRecord(
  tx: Executor,
  feature: RecordFeature,
  id: number,
): Promise<LockedRecord> {
  const [record] = await tx.execute<LockedRecord & Record<string, unknown>>(sql`
    select slug, version, status from ${sql.identifier(feature)} where id = ${id} for update`)
  if (!record) throw notFound('This record')
  if (record.status === 'erased') throw gone('This record')
  return record
}

interface Change<Feature extends RecordFeature> {
  feature: Feature
  id: number
  document: Documents[Feature]
  act: RevisionAct
  viewer: Pick<Viewer, 'accountId'> | null
  authorRole: AuthorRole
  why: string | null
  now: Date
  proposalId?: number | null
  /** Leaves out what is no longer there, for documents of the past. */
  forgive?: boolean
}

/**
 * Changes a record and remembers who did, when, what and why: the only way in which people's changes are written. A change
 * that changes nothing leaves no trace.
 */
export async function changeRecord<Feature extends RecordFeature>(
  tx: Executor,
  { feature, id, document, act, viewer, authorRole, why, now, ...rest }: Change<Feature>,
): Promise<{ version: number; changedFields: string[] }> {
  const kind = recordKinds[feature]
  checkDocument(feature, document)
  const { version } = await lockRecord(tx, feature, id)
  const before = await kind.read(tx, id)
  if (changedFields(before, document).length === 0 && ['update', 'restore'].includes(act)) {
    return { version, changedFields: [] }
  }
  await rememberOrigin(tx, feature, id, version, before)
  await kind.write(tx, id, document, {
    accountId: viewer?.accountId ?? null,
    forgive: rest.forgive ?? false,
  })
  const next = version + 1
  const moment = now.toISOString()
  await tx.execute(sql`
    update ${sql.identifier(feature)}
    set version = ${next}, updated_at = ${moment}::timestamptz,
      last_confirmed_at = ${act === 'confirm' ? sql`${moment}::timestamptz` : sql`last_confirmed_at`}
    where id = ${id}`)
  const after = await kind.read(tx, id)
  const changed = changedFields(before, after)
  await tx.insert(revisions).values({
    feature,
    recordId: id,
    version: next,
    act,
    document: after,
    changedFields: changed,
    authorRole,
    accountId: viewer?.accountId ?? null,
    why,
    proposalId: rest.proposalId ?? null,
    createdAt: now,
  })
  return { version: next, changedFields: changed }
}

/** Keeps what was there before people changed it: imports write no revisions of their own. */
async function rememberOrigin(
  tx: Executor,
  feature: RecordFeature,
  id: number,
  version: number,
  document: object,
): Promise<void> {
  const [known] = await tx
    .select({ id: revisions.id })
    .from(revisions)
    .where(
      and(
        eq(revisions.feature, feature),
        eq(revisions.recordId, id),
        eq(revisions.version, version),
      ),
    )
  if (known) return
  const [record] = await tx.execute<{ updatedAt: string }>(sql`
    select updated_at as "updatedAt" from ${sql.identifier(feature)} where id = ${id}`)
  await tx.insert(revisions).values({
    feature,
    recordId: id,
    version,
    act: 'import',
    document,
    authorRole: 'import',
    createdAt: new Date(record?.updatedAt ?? 0),
  })
}

/** Refuses a document that does not hold together. */
export function checkDocument<Feature extends RecordFeature>(
  feature: Feature,
  document: Documents[Feature],
): void {
  const faults = recordKinds[feature].faults(document)
  if (Object.keys(faults).length > 0) throw invalid(faults)
}

interface Creation<Feature extends RecordFeature> {
  feature: Feature
  document: Documents[Feature]
  /** Pending unless said otherwise: nobody but its authors and moderators sees it until it is accepted. */
  status?: 'pending' | 'published'
  /** Where it is from; what people submit here unless said otherwise. */
  sourceId?: number
  viewer: Pick<Viewer, 'accountId'> | null
  authorRole: AuthorRole
  why?: string | null
  now: Date
}

/** Writes a new record and its first revision. */
export async function createRecord<Feature extends RecordFeature>(
  tx: Executor,
  {
    feature,
    document,
    status = 'pending',
    viewer,
    authorRole,
    why,
    now,
    ...rest
  }: Creation<Feature>,
): Promise<{ id: number; slug: string; version: number }> {
  checkDocument(feature, document)
  const kind = recordKinds[feature]
  const accountId = viewer?.accountId ?? null
  const sourceId = rest.sourceId ?? (await submissionSource(tx))
  const { id, slug } = await kind.create(tx, document, { status, sourceId, now, accountId })
  const written = await kind.read(tx, id)
  await tx.insert(revisions).values({
    feature,
    recordId: id,
    version: 1,
    act: 'create',
    document: written,
    changedFields: [],
    authorRole,
    accountId,
    why: why ?? null,
    createdAt: now,
  })
  return { id, slug, version: 1 }
}

/** The source of records that people write here. */
async function submissionSource(tx: Executor): Promise<number> {
  const [source] = await tx
    .insert(sources)
    .values({ name: 'Submission', kind: 'submission' })
    .onConflictDoUpdate({ target: sources.name, set: { kind: 'submission' } })
    .returning({ id: sources.id })
  if (!source) throw new Error('No source was written')
  return source.id
}
