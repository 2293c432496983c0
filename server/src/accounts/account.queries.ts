import { and, desc, eq, gt, ne, sql } from 'drizzle-orm'
import {
  accounts,
  addressChanges,
  consents,
  type Executor,
  secondFactors,
  sessions,
} from '@maillage/db'
import { toMailLanguage } from '../mail/templates.ts'
import { hashToken, newToken } from './secrets.rules.ts'

const ADDRESS_CHANGE_HOURS = 24

/** One's own account, with what waits and what was agreed to. */
export async function readAccount(db: Executor, id: number, now: Date) {
  const [account] = await db
    .select({
      email: accounts.email,
      name: accounts.name,
      language: accounts.language,
      role: accounts.role,
      version: accounts.version,
      createdAt: accounts.createdAt,
      bouncedAt: accounts.bouncedAt,
      confirmedAt: secondFactors.confirmedAt,
      recoveryCodesLeft: sql<number>`coalesce(cardinality(${secondFactors.recoveryHashes}), 0)`,
    })
    .from(accounts)
    .leftJoin(secondFactors, eq(secondFactors.accountId, accounts.id))
    .where(eq(accounts.id, id))
  if (!account) throw new Error('The account of a session is there')
  const [change] = await db
    .select({ email: addressChanges.email })
    .from(addressChanges)
    .where(and(eq(addressChanges.accountId, id), gt(addressChanges.expiresAt, now)))
    .orderBy(desc(addressChanges.id))
    .limit(1)
  const { confirmedAt, recoveryCodesLeft, bouncedAt, ...rest } = account
  return {
    ...rest,
    language: toMailLanguage(rest.language),
    hasBounced: bouncedAt !== null,
    newEmail: change?.email ?? null,
    secondFactor: confirmedAt ? { recoveryCodesLeft } : null,
    consents: await db
      .select({
        id: consents.id,
        kind: consents.kind,
        textVersion: consents.textVersion,
        givenAt: consents.givenAt,
        withdrawnAt: consents.withdrawnAt,
      })
      .from(consents)
      .where(eq(consents.accountId, id))
      .orderBy(consents.id),
  }
}

/** Changes name and language, on top of the version that was read. */
export async function changeAccount(
  db: Executor,
  id: number,
  version: number,
  values: { name: string | null; language: string },
): Promise<boolean> {
  const changed = await db
    .update(accounts)
    .set({ ...values, version: version + 1 })
    .where(and(eq(accounts.id, id), eq(accounts.version, version)))
    .returning({ id: accounts.id })
  return changed.length > 0
}

/** Prepares a change of address and returns the secret to mail to the new one. */
export async function prepareAddressChange(
  tx: Executor,
  accountId: number,
  email: string,
  now: Date,
): Promise<string> {
  const token = newToken()
  await tx.delete(addressChanges).where(eq(addressChanges.accountId, accountId))
  await tx.insert(addressChanges).values({
    accountId,
    email,
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + ADDRESS_CHANGE_HOURS * 3_600_000),
  })
  return token
}

/** Gives an account its new address; `taken` if another account has it by now. */
export async function followAddressChange(
  tx: Executor,
  token: string,
  now: Date,
): Promise<{ before: string; language: string } | 'taken' | undefined> {
  const [change] = await tx
    .delete(addressChanges)
    .where(and(eq(addressChanges.tokenHash, hashToken(token)), gt(addressChanges.expiresAt, now)))
    .returning()
  if (!change) return undefined
  const [other] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(and(eq(accounts.email, change.email), ne(accounts.id, change.accountId)))
  if (other) return 'taken'
  const [account] = await tx
    .select()
    .from(accounts)
    .where(eq(accounts.id, change.accountId))
    .for('update')
  if (!account) return undefined
  await tx
    .update(accounts)
    .set({ email: change.email, bouncedAt: null, version: account.version + 1 })
    .where(eq(accounts.id, account.id))
  return { before: account.email, language: account.language }
}

/** Takes back what was agreed to. */
export async function withdrawConsent(
  db: Executor,
  accountId: number,
  id: number,
  now: Date,
): Promise<boolean> {
  const withdrawn = await db
    .update(consents)
    .set({ withdrawnAt: now })
    .where(
      and(eq(consents.id, id), eq(consents.accountId, accountId), ne(consents.kind, 'privacy')),
    )
    .returning({ id: consents.id })
  return withdrawn.length > 0
}

/** Where a person is signed in. */
export function listSessions(db: Executor, accountId: number, now: Date) {
  return db
    .select({
      id: sessions.id,
      device: sessions.device,
      createdAt: sessions.createdAt,
      lastSeenAt: sessions.lastSeenAt,
    })
    .from(sessions)
    .where(and(eq(sessions.accountId, accountId), gt(sessions.expiresAt, now)))
    .orderBy(desc(sessions.lastSeenAt))
}

/** Signs a person out everywhere but here. */
export async function endOtherSessions(
  db: Executor,
  accountId: number,
  sessionId: number,
): Promise<void> {
  await db
    .delete(sessions)
    .where(and(eq(sessions.accountId, accountId), ne(sessions.id, sessionId)))
}
