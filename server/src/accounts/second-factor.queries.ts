import { randomInt } from 'node:crypto'
import { and, eq, lt, sql } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { type Executor, secondFactors, sessions } from '@maillage/db'
import { hashToken } from './secrets.rules.ts'

const PERIOD_SECONDS = 30
const RECOVERY_CODES = 10

const totp = (secret: string, label = '') =>
  new TOTP({
    issuer: 'Maillage',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: PERIOD_SECONDS,
    secret: Secret.fromBase32(secret),
  })

/** A new secret, which counts once its first code was given; one that counts already stays. */
export async function prepareSecondFactor(
  db: Executor,
  accountId: number,
): Promise<{ secret: string; uri: string } | undefined> {
  const secret = new Secret({ size: 20 }).base32
  const written = await db
    .insert(secondFactors)
    .values({ accountId, secret })
    .onConflictDoUpdate({
      target: secondFactors.accountId,
      set: { secret, lastStep: 0 },
      setWhere: sql`${secondFactors.confirmedAt} is null`,
    })
    .returning()
  // The name that the person’s own app shows; their address stays out of the picture.
  return written.length > 0 ? { secret, uri: totp(secret, 'Maillage').toString() } : undefined
}

/** Checks a code of the app; each works once. */
async function takeCode(
  db: Executor,
  accountId: number,
  code: string,
  now: Date,
): Promise<boolean> {
  const [factor] = await db
    .select()
    .from(secondFactors)
    .where(eq(secondFactors.accountId, accountId))
  if (!factor) return false
  const delta = totp(factor.secret).validate({ token: code, timestamp: now.getTime(), window: 1 })
  if (delta === null) return false
  const step = Math.floor(now.getTime() / 1000 / PERIOD_SECONDS) + delta
  const taken = await db
    .update(secondFactors)
    .set({ lastStep: step })
    .where(and(eq(secondFactors.accountId, accountId), lt(secondFactors.lastStep, step)))
    .returning({ accountId: secondFactors.accountId })
  return taken.length > 0
}

/** Takes a recovery code; each works once. */
async function takeRecoveryCode(db: Executor, accountId: number, code: string): Promise<boolean> {
  const hash = hashToken(plain(code))
  const taken = await db
    .update(secondFactors)
    .set({ recoveryHashes: sql`array_remove(${secondFactors.recoveryHashes}, ${hash})` })
    .where(
      and(
        eq(secondFactors.accountId, accountId),
        sql`${hash} = any(${secondFactors.recoveryHashes})`,
      ),
    )
    .returning({ accountId: secondFactors.accountId })
  return taken.length > 0
}

/** Takes a code of the app or a recovery code, and makes the session strong. */
export async function strengthen(
  db: Executor,
  { accountId, sessionId }: { accountId: number; sessionId: number },
  code: string,
  now: Date,
): Promise<boolean> {
  const digits = code.replace(/\s/g, '')
  const isRight = /^\d{6}$/.test(digits)
    ? await takeCode(db, accountId, digits, now)
    : await takeRecoveryCode(db, accountId, code)
  if (!isRight) return false
  await db.update(sessions).set({ strongSince: now }).where(eq(sessions.id, sessionId))
  return true
}

/** Puts a second factor in force by its first code, and returns the recovery codes, which nobody can read again. */
export async function confirmSecondFactor(
  tx: Executor,
  viewer: { accountId: number; sessionId: number },
  code: string,
  now: Date,
): Promise<string[] | undefined> {
  if (!(await takeCode(tx, viewer.accountId, code.replace(/\s/g, ''), now))) return undefined
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await tx
    .update(secondFactors)
    .set({ confirmedAt: now, recoveryHashes: codes.map((each) => hashToken(plain(each))) })
    .where(eq(secondFactors.accountId, viewer.accountId))
  await tx.update(sessions).set({ strongSince: now }).where(eq(sessions.id, viewer.sessionId))
  return codes
}

/** Takes the second factor away. */
export async function removeSecondFactor(db: Executor, accountId: number): Promise<void> {
  await db.delete(secondFactors).where(eq(secondFactors.accountId, accountId))
}

/** Letters and digits that are not taken for each other: 50 bits. */
const ALPHABET = '23456789abcdefghjkmnpqrstvwxyz'
const newRecoveryCode = () =>
  Array.from(
    { length: 10 },
    (_, index) => (index === 5 ? '-' : '') + (ALPHABET[randomInt(ALPHABET.length)] ?? ''),
  ).join('')
const plain = (code: string) => code.toLowerCase().replace(/[\s-]/g, '')
