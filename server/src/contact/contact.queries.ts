import { and, eq, gt, or, sql } from 'drizzle-orm'
import {
  actorEditors,
  actors,
  contactDrafts,
  contactPauses,
  type Executor,
  threadMessages,
  threads,
} from '@maillage/db'
import { hashToken, newReference, newToken } from '../accounts/secrets.rules.ts'
import type { SpamSignal } from '../spam/spam.rules.ts'
import { possibleActs, type ThreadSide, type ThreadState } from './contact.rules.ts'

const DRAFT_DAYS = 7
const DAY = 86_400_000

interface Words {
  senderName: string
  subject: string
  text: string
}

/** Keeps what a visitor wrote, with what speaks against it, and returns the secret to find it by. */
export async function keepDraft(
  db: Executor,
  draft: Words & { actorId: number; signals: SpamSignal[] },
  now: Date,
): Promise<string> {
  const token = newToken()
  await db.insert(contactDrafts).values({
    ...draft,
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + DRAFT_DAYS * DAY),
  })
  return token
}

/** What was kept under a secret, for a week. */
export async function findDraft(db: Executor, token: string, now: Date) {
  const [draft] = await db
    .select({
      slug: actors.slug,
      senderName: contactDrafts.senderName,
      subject: contactDrafts.subject,
      text: contactDrafts.text,
      signals: sql<SpamSignal[]>`${contactDrafts.signals}`,
    })
    .from(contactDrafts)
    .innerJoin(actors, eq(actors.id, contactDrafts.actorId))
    .where(and(eq(contactDrafts.tokenHash, hashToken(token)), gt(contactDrafts.expiresAt, now)))
  return draft
}

/** Forgets a draft once it was sent. */
export async function removeDraft(db: Executor, token: string): Promise<void> {
  await db.delete(contactDrafts).where(eq(contactDrafts.tokenHash, hashToken(token)))
}

/** The pause of an actor, if there is one. */
export async function findPause(db: Executor, actorId: number) {
  const [pause] = await db
    .select({ until: contactPauses.until })
    .from(contactPauses)
    .where(eq(contactPauses.actorId, actorId))
  return pause
}

/** Takes no messages for an actor until a time, or for good. */
export async function pause(
  db: Executor,
  row: { actorId: number; accountId: number; until: Date | null; createdAt: Date },
): Promise<void> {
  await db
    .insert(contactPauses)
    .values(row)
    .onConflictDoUpdate({ target: contactPauses.actorId, set: row })
}

/** Takes messages again. */
export async function endPause(db: Executor, actorId: number): Promise<void> {
  await db.delete(contactPauses).where(eq(contactPauses.actorId, actorId))
}

interface NewThread extends Words {
  actorId: number
  senderId: number
  language: string
  signals: SpamSignal[]
}

/** Begins a conversation and returns its reference. */
export async function insertThread(
  db: Executor,
  { text, signals, ...thread }: NewThread,
  now: Date,
): Promise<string> {
  const reference = newReference()
  const [row] = await db
    .insert(threads)
    .values({ ...thread, reference, createdAt: now, updatedAt: now })
    .returning({ id: threads.id })
  if (!row) throw new Error('No thread was written')
  await db.insert(threadMessages).values({
    threadId: row.id,
    side: 'sender',
    accountId: thread.senderId,
    text,
    signals,
    createdAt: now,
  })
  return reference
}

/** Adds a message to a conversation. */
export async function insertMessage(
  db: Executor,
  message: {
    threadId: number
    side: ThreadSide
    accountId: number
    text: string
    signals: SpamSignal[]
    createdAt: Date
  },
): Promise<void> {
  await db.insert(threadMessages).values(message)
}

/** Puts a conversation into a state. */
export async function setThreadState(
  db: Executor,
  id: number,
  state: ThreadState,
  { reason, now }: { reason?: string; now: Date },
): Promise<void> {
  await db
    .update(threads)
    .set({
      state,
      version: sql`${threads.version} + 1`,
      updatedAt: now,
      ...(reason !== undefined && { reason }),
    })
    .where(eq(threads.id, id))
}

const isEditor = (accountId: number) => sql<boolean>`exists (
  select from ${actorEditors}
  where ${actorEditors.actorId} = ${threads.actorId} and ${actorEditors.accountId} = ${accountId})`

const threadColumns = {
  id: threads.id,
  reference: threads.reference,
  actorId: threads.actorId,
  senderId: threads.senderId,
  language: threads.language,
  actor: { slug: actors.slug, name: actors.name },
  senderName: threads.senderName,
  subject: threads.subject,
  state: threads.state,
  reason: threads.reason,
  version: threads.version,
  createdAt: threads.createdAt,
  updatedAt: threads.updatedAt,
}

/** Conversations that a person began, or that the actors they write for were sent; the latest first. */
export async function listThreads(db: Executor, accountId: number) {
  const rows = await db
    .select({ ...threadColumns, isEditor: isEditor(accountId) })
    .from(threads)
    .innerJoin(actors, eq(actors.id, threads.actorId))
    .where(or(eq(threads.senderId, accountId), isEditor(accountId)))
    .orderBy(sql`${threads.updatedAt} desc, ${threads.id} desc`)
    .limit(200)
  return rows.map((row) => ({ ...row, side: sideOf(row, accountId) }))
}

const sideOf = ({ senderId }: { senderId: number }, accountId: number): ThreadSide =>
  senderId === accountId ? 'sender' : 'actor'

/** A conversation with the side that a person is on; undefined for everybody else. */
export async function findThread(
  db: Executor,
  reference: string,
  accountId: number,
  { isModerator = false, forUpdate = false } = {},
) {
  const query = db
    .select({ ...threadColumns, isEditor: isEditor(accountId) })
    .from(threads)
    .innerJoin(actors, eq(actors.id, threads.actorId))
    .where(eq(threads.reference, reference))
  const [row] = await (forUpdate ? query.for('update', { of: threads }) : query)
  if (!row) return undefined
  const isParty = row.senderId === accountId || row.isEditor
  // What was reported is read by those who decide on it, and by no other third party.
  if (!isParty && !(isModerator && row.state === 'reported')) return undefined
  const side = sideOf(row, accountId)
  return { ...row, side, acts: isParty ? possibleActs(row.state, side) : [] }
}

/** Whether a conversation of a person with an actor was reported and has not been looked at since. */
export async function hasReported(
  db: Executor,
  actorId: number,
  senderId: number,
): Promise<boolean> {
  const [reported] = await db
    .select({ id: threads.id })
    .from(threads)
    .where(
      and(
        eq(threads.actorId, actorId),
        eq(threads.senderId, senderId),
        eq(threads.state, 'reported'),
      ),
    )
    .limit(1)
  return reported !== undefined
}

/** What was said in a conversation, the oldest first. */
export async function listMessages(db: Executor, threadId: number) {
  return db
    .select({
      side: threadMessages.side,
      accountId: threadMessages.accountId,
      text: threadMessages.text,
      signals: sql<SpamSignal[]>`${threadMessages.signals}`,
      createdAt: threadMessages.createdAt,
    })
    .from(threadMessages)
    .where(eq(threadMessages.threadId, threadId))
    .orderBy(threadMessages.createdAt, threadMessages.id)
}
