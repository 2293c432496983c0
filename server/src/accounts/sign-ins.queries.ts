import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { accounts, consents, type Executor, signIns } from '@maillage/db'
import { PRIVACY_VERSION } from './privacy.rules.ts'
import { hashToken, newCode, newToken } from './secrets.rules.ts'

export const SIGN_IN_MINUTES = 10

/** Wrong codes after which only the link works. */
const CODE_ATTEMPTS = 5

export type SignIn = typeof signIns.$inferSelect

interface Asking {
  email: string
  language: string
  returnTo: string | null
  /** The secret in the cookie of the browser that asks. */
  browser: string
  now: Date
}

/** Prepares a sign-in and returns the secrets to mail; only their hashes are kept. */
export async function prepareSignIn(
  tx: Executor,
  { email, language, returnTo, browser, now }: Asking,
): Promise<{ token: string; code: string }> {
  const token = newToken()
  const code = newCode()
  await tx.insert(signIns).values({
    email,
    tokenHash: hashToken(token),
    codeHash: hashCode(hashToken(token), code),
    browserHash: hashToken(browser),
    language,
    returnTo,
    createdAt: now,
    expiresAt: new Date(now.getTime() + SIGN_IN_MINUTES * 60_000),
  })
  return { token, code }
}

/** Salted with what is as secret as itself, since a code alone could be tried out. */
const hashCode = (tokenHash: string, code: string) => hashToken(`${tokenHash} ${code}`)

const isOpen = (now: Date) => and(isNull(signIns.usedAt), gt(signIns.expiresAt, now))

/** Whether the link still works; looking changes nothing, so programs that open every link spoil nothing. */
export async function isOpenLink(db: Executor, token: string, now: Date): Promise<boolean> {
  const found = await db
    .select({ id: signIns.id })
    .from(signIns)
    .where(and(eq(signIns.tokenHash, hashToken(token)), isOpen(now)))
  return found.length > 0
}

/** Uses a link up; of two who try at once, one gets it. */
export async function useLink(db: Executor, token: string, now: Date): Promise<SignIn | undefined> {
  const [signIn] = await db
    .update(signIns)
    .set({ usedAt: now })
    .where(and(eq(signIns.tokenHash, hashToken(token)), isOpen(now)))
    .returning()
  return signIn
}

/** Uses a code up, in the browser that asked for it. Every try counts, right or wrong. */
export async function useCode(
  db: Executor,
  { browser, code, now }: { browser: string; code: string; now: Date },
): Promise<SignIn | 'wrong' | undefined> {
  const tried = await db
    .update(signIns)
    .set({ attempts: sql`${signIns.attempts} + 1` })
    .where(
      and(
        eq(signIns.browserHash, hashToken(browser)),
        lt(signIns.attempts, CODE_ATTEMPTS),
        isOpen(now),
      ),
    )
    .returning()
  if (tried.length === 0) return undefined
  const right = tried.find(({ tokenHash, codeHash }) => codeHash === hashCode(tokenHash, code))
  if (!right) return 'wrong'
  const [used] = await db
    .update(signIns)
    .set({ usedAt: now })
    .where(and(eq(signIns.id, right.id), isOpen(now)))
    .returning()
  return used
}

/** The account of whoever has proved an address; it begins with the first sign-in, and with the consent given there. */
export async function openAccount(
  tx: Executor,
  { email, language }: Pick<SignIn, 'email' | 'language'>,
  now: Date,
): Promise<typeof accounts.$inferSelect> {
  const [account] = await tx
    .insert(accounts)
    .values({ email, language, createdAt: now })
    // The address has just taken a mail.
    .onConflictDoUpdate({ target: accounts.email, set: { bouncedAt: null } })
    .returning()
  if (!account) throw new Error('No account was written')
  const given = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.accountId, account.id),
        eq(consents.kind, 'privacy'),
        eq(consents.textVersion, PRIVACY_VERSION),
        isNull(consents.withdrawnAt),
      ),
    )
  if (given.length === 0) {
    await tx.insert(consents).values({
      accountId: account.id,
      kind: 'privacy',
      textVersion: PRIVACY_VERSION,
      language,
      givenAt: now,
    })
  }
  return account
}
