import { and, count, desc, eq, gt, sql } from 'drizzle-orm'
import {
  actors,
  draftKeys,
  type draftKeyKinds,
  drafts,
  type Executor,
  type interfaceLanguages,
} from '@maillage/db'
import { hashToken, newReference, newToken } from '../accounts/secrets.rules.ts'
import { type Answers, type SentRecord, type Step, stepNames } from './submissions.schema.ts'

/** A draft ends so many days after it was last written on. */
export const DRAFT_DAYS = 90

/** Mails with a link to one draft, so that nobody uses it to write to strangers. */
export const MOST_LINKS = 6

interface Stored {
  steps: Partial<Record<Step, { values: unknown; version: number }>>
  sent: SentRecord[]
  consent?: Consent
}

/** What was agreed to when sending, kept until the account is known. */
export interface Consent {
  textVersion: string
  language: string
  givenAt: string
}

type Row = typeof drafts.$inferSelect

export interface DraftRecord extends Omit<Row, 'answers' | 'language'> {
  language: (typeof interfaceLanguages)[number]
  answers: Answers
  stepVersions: Partial<Record<Step, number>>
  sent: SentRecord[]
  consent: Consent | undefined
}

function toRecord({ answers, language, ...row }: Row): DraftRecord {
  const { steps = {}, sent = [], consent } = answers as Partial<Stored>
  const written = stepNames.flatMap((step) => {
    const answer = steps[step]
    return answer ? [{ step, ...answer }] : []
  })
  return {
    ...row,
    language: language as DraftRecord['language'],
    answers: Object.fromEntries(written.map(({ step, values }) => [step, values])),
    stepVersions: Object.fromEntries(written.map(({ step, version }) => [step, version])),
    sent,
    consent,
  }
}

function toStored({ answers, stepVersions, sent, consent }: DraftRecord): Stored {
  const steps = Object.fromEntries(
    Object.entries(answers).map(([step, values]) => [
      step,
      { values, version: stepVersions[step as Step] ?? 1 },
    ]),
  )
  return { steps, sent, ...(consent && { consent }) }
}

/** When a draft that is written on now ends. */
export const endOfDraft = (now: Date) => new Date(now.getTime() + DRAFT_DAYS * 86_400_000)

interface NewDraft {
  language: string
  answers: Answers
  accountId: number | null
  email: string | null
  actorId: number | null
  now: Date
}

/** Begins a draft and returns what people quote of it. */
export async function createDraft(tx: Executor, { answers, now, ...draft }: NewDraft) {
  const steps = Object.fromEntries(
    Object.entries(answers).map(([step, values]) => [step, { values, version: 1 }]),
  )
  const [row] = await tx
    .insert(drafts)
    .values({
      ...draft,
      reference: newReference(),
      answers: { steps, sent: [] } satisfies Stored,
      emailConfirmedAt: draft.email === null ? null : now,
      createdAt: now,
      updatedAt: now,
      expiresAt: endOfDraft(now),
    })
    .returning()
  if (!row) throw new Error('No draft was written')
  return toRecord(row)
}

/** Makes a secret that opens a draft: for a browser's cookie, or for a link that is mailed. */
export async function addDraftKey(
  tx: Executor,
  draftId: number,
  kind: (typeof draftKeyKinds)[number],
  { email = null, now }: { email?: string | null; now: Date },
): Promise<string> {
  const token = newToken()
  await tx
    .insert(draftKeys)
    .values({ tokenHash: hashToken(token), draftId, kind, email, createdAt: now })
  return token
}

/** The draft that the cookie of a browser opens, unless it has expired. */
export async function findDraft(
  db: Executor,
  token: string,
  now: Date,
  { forUpdate = false } = {},
): Promise<DraftRecord | undefined> {
  const query = db
    .select({ draft: drafts })
    .from(draftKeys)
    .innerJoin(drafts, eq(drafts.id, draftKeys.draftId))
    .where(
      and(
        eq(draftKeys.tokenHash, hashToken(token)),
        eq(draftKeys.kind, 'browser'),
        gt(drafts.expiresAt, now),
      ),
    )
  const [row] = await (forUpdate ? query.for('update', { of: drafts }) : query)
  return row && toRecord(row.draft)
}

/** The draft that a mailed link opens, with the address it was mailed to. */
export async function findDraftOfLink(tx: Executor, token: string, now: Date) {
  const [row] = await tx
    .select({ draft: drafts, email: draftKeys.email })
    .from(draftKeys)
    .innerJoin(drafts, eq(drafts.id, draftKeys.draftId))
    .where(
      and(
        eq(draftKeys.tokenHash, hashToken(token)),
        eq(draftKeys.kind, 'mail'),
        gt(drafts.expiresAt, now),
      ),
    )
    .for('update', { of: drafts })
  return row && { draft: toRecord(row.draft), email: row.email }
}

/** The drafts of an account, the last written first. */
export async function listDraftsOf(db: Executor, accountId: number, now: Date) {
  const rows = await db
    .select({ draft: drafts, actor: { slug: actors.slug, name: actors.name } })
    .from(drafts)
    .leftJoin(actors, eq(actors.id, drafts.actorId))
    .where(and(eq(drafts.accountId, accountId), gt(drafts.expiresAt, now)))
    .orderBy(desc(drafts.updatedAt), desc(drafts.id))
  return rows.map(({ draft, actor }) => ({ ...toRecord(draft), actor }))
}

/** How many links to a draft were mailed. */
export async function countLinks(db: Executor, draftId: number): Promise<number> {
  const [row] = await db
    .select({ links: count() })
    .from(draftKeys)
    .where(and(eq(draftKeys.draftId, draftId), eq(draftKeys.kind, 'mail')))
  return row?.links ?? 0
}

/** Writes a draft whose row the caller has locked; its version grows. */
export async function writeDraft(
  tx: Executor,
  draft: DraftRecord,
  now: Date,
): Promise<DraftRecord> {
  const [row] = await tx
    .update(drafts)
    .set({
      language: draft.language,
      accountId: draft.accountId,
      email: draft.email,
      emailConfirmedAt: draft.emailConfirmedAt,
      actorId: draft.actorId,
      submittedAt: draft.submittedAt,
      answers: toStored(draft),
      version: draft.version,
      updatedAt: now,
      expiresAt: endOfDraft(now),
    })
    .where(eq(drafts.id, draft.id))
    .returning()
  if (!row) throw new Error('The draft is gone')
  return toRecord(row)
}

/** Gives the drafts of a proven address to its account, and says which. */
export async function adoptDrafts(
  tx: Executor,
  { accountId, email, now }: { accountId: number; email: string; now: Date },
): Promise<DraftRecord[]> {
  const rows = await tx
    .update(drafts)
    .set({
      accountId,
      emailConfirmedAt: sql`coalesce(${drafts.emailConfirmedAt}, ${now.toISOString()})`,
    })
    .where(
      and(
        eq(drafts.email, email),
        sql`(${drafts.accountId} is null or ${drafts.emailConfirmedAt} is null)`,
      ),
    )
    .returning()
  return rows.map(toRecord)
}

/** Erases a draft with everything typed, its links and its pictures. */
export async function removeDraft(tx: Executor, id: number): Promise<void> {
  await tx.delete(drafts).where(eq(drafts.id, id))
}

/** What a draft's page says of its actor. */
export async function findDraftActor(db: Executor, actorId: number) {
  const [actor] = await db
    .select({ slug: actors.slug, name: actors.name, status: actors.status })
    .from(actors)
    .where(eq(actors.id, actorId))
  return actor && { slug: actor.slug, name: actor.name, isPublic: actor.status === 'published' }
}
