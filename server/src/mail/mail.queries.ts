import { randomUUID } from 'node:crypto'
import { and, desc, eq, gt, inArray, or, sql } from 'drizzle-orm'
import { accounts, type Database, type Executor, mails } from '@maillage/db'
import type { Language } from '../http/schema.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { MailTemplate } from './templates.ts'

export interface Mail {
  template: MailTemplate
  /** Whom it is for: their address, and their account if they have one. */
  to: { address: string; accountId?: number | null }
  language: Language
  /** What the template's messages name; `url` is where its button leads. */
  params?: Record<string, string | number>
  /** What it is about; a second mail with the same key is not queued. */
  key?: string
}

/** Queues a mail in the caller's transaction: it is sent if and only if that commits. */
export async function queueMail(
  tx: Executor,
  jobs: Jobs,
  { template, to, language, params = {}, key }: Mail,
): Promise<void> {
  const [queued] = await tx
    .insert(mails)
    .values({
      template,
      language,
      address: to.address,
      accountId: to.accountId ?? null,
      params,
      key: key ?? null,
      messageId: randomUUID(),
    })
    .onConflictDoNothing({ target: mails.key })
    .returning({ id: mails.id })
  if (queued) await jobs.send(tx, 'send-mail', { mailId: queued.id })
}

export type StoredMail = typeof mails.$inferSelect

/** One attempt to send a mail: what an attempt that was overtaken says counts no more. */
export type Attempt = Pick<StoredMail, 'id' | 'attempts'>

/** Begins an attempt: the mail if it waits to be sent. */
export async function beginAttempt(db: Executor, id: number): Promise<StoredMail | undefined> {
  const [mail] = await db
    .update(mails)
    .set({ attempts: sql`${mails.attempts} + 1` })
    .where(and(eq(mails.id, id), eq(mails.state, 'queued')))
    .returning()
  return mail
}

/**
 * Says that the mail is about to be the server’s. From here on, nobody else sends it; a second attempt that has overtaken
 * this one makes this one fail.
 */
export async function markHandingOver(db: Executor, attempt: Attempt): Promise<void> {
  const marked = await db
    .update(mails)
    .set({ state: 'handing_over' })
    .where(and(isOf(attempt), eq(mails.state, 'queued')))
    .returning({ id: mails.id })
  if (marked.length === 0) throw new Error('Another attempt was faster')
}

/** A mail that an attempt before this one left behind while it was handed over: the server most likely has it. */
export async function markUncertain(db: Executor, id: number): Promise<boolean> {
  const marked = await db
    .update(mails)
    .set({ state: 'uncertain' })
    .where(and(eq(mails.id, id), eq(mails.state, 'handing_over')))
    .returning({ id: mails.id })
  return marked.length > 0
}

const isOf = ({ id, attempts }: Attempt) => and(eq(mails.id, id), eq(mails.attempts, attempts))

const underWay = inArray(mails.state, ['queued', 'handing_over', 'uncertain'])

/** The server has taken it: what it said is forgotten, links and codes with it. */
export async function markSent(db: Executor, attempt: Attempt, now: Date): Promise<void> {
  await db
    .update(mails)
    .set({ state: 'sent', sentAt: now, params: {}, error: null })
    .where(and(isOf(attempt), underWay))
}

/** There is no mail server: it was shown, and can be read again at `/mail`. */
export async function markShown(db: Executor, attempt: Attempt, now: Date): Promise<void> {
  await db.update(mails).set({ state: 'sent', sentAt: now }).where(isOf(attempt))
}

/** A mail that will not be sent, and why. */
export async function markFailed(db: Executor, attempt: Attempt, error: string): Promise<void> {
  await db
    .update(mails)
    .set({ state: 'failed', params: {}, error })
    .where(and(isOf(attempt), underWay))
}

/** Its address does not take mail; the account it belongs to is marked too. */
export async function markBounced(
  db: Database,
  messageId: string,
  error: string,
  now: Date,
): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [mail] = await tx
      .update(mails)
      .set({ state: 'bounced', params: {}, error })
      .where(eq(mails.messageId, messageId))
      .returning()
    if (!mail) return false
    await tx.update(accounts).set({ bouncedAt: now }).where(eq(accounts.email, mail.address))
    return true
  })
}

/** The server did not take it: it waits for the next attempt. */
export async function putBack(
  db: Database,
  jobs: Jobs,
  attempt: Attempt,
  error: string,
): Promise<void> {
  await db.transaction(async (tx) => {
    const [mail] = await tx
      .select({ id: mails.id, state: mails.state })
      .from(mails)
      .where(and(isOf(attempt), underWay))
      .for('update')
    if (!mail) return
    await tx.update(mails).set({ state: 'queued', error }).where(eq(mails.id, mail.id))
    // Another attempt found it and left it alone; its job is over.
    if (mail.state === 'uncertain') await jobs.send(tx, 'send-mail', { mailId: mail.id })
  })
}

/** Mails that may or may not have arrived, or could not be sent; without their addresses. */
export function listTroubledMails(db: Executor) {
  return db
    .select({
      id: mails.id,
      template: mails.template,
      state: mails.state,
      attempts: mails.attempts,
      error: mails.error,
      createdAt: mails.createdAt,
    })
    .from(mails)
    .where(
      or(
        inArray(mails.state, ['uncertain', 'failed']),
        and(eq(mails.state, 'queued'), gt(mails.attempts, 0)),
      ),
    )
    .orderBy(desc(mails.id))
    .limit(200)
}

/** Sends a mail that may not have arrived once more, because an administrator says so. */
export async function sendAgain(db: Database, jobs: Jobs, id: number): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [mail] = await tx
      .update(mails)
      .set({ state: 'queued' })
      .where(and(eq(mails.id, id), eq(mails.state, 'uncertain')))
      .returning({ id: mails.id })
    if (mail) await jobs.send(tx, 'send-mail', { mailId: id })
    return mail !== undefined
  })
}

/** The last mails with all their words, for whoever tries the product out on their own machine. */
export function listShownMails(db: Executor) {
  return db.select().from(mails).orderBy(desc(mails.id)).limit(50)
}
