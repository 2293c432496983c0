import { and, eq, gt } from 'drizzle-orm'
import { accounts, type Executor, type instanceRoles, secondFactors, sessions } from '@maillage/db'
import { hashToken, newToken } from './secrets.rules.ts'

/** Sessions end after this long without a visit. */
export const SESSION_DAYS = 30

/** After this long a moderator gives the second factor again. */
const STRONG_HOURS = 12

/** Whoever sends a request, when signed in. */
export interface Viewer {
  accountId: number
  sessionId: number
  email: string
  name: string | null
  language: string
  role: (typeof instanceRoles)[number]
  /** A second factor is set up. */
  hasSecondFactor: boolean
  /** The second factor was given in this session, not long ago. */
  isStrong: boolean
}

/** The person that a session cookie stands for; marks the session as used. */
export async function findViewer(
  db: Executor,
  token: string,
  now: Date,
): Promise<Viewer | undefined> {
  const [row] = await db
    .select({
      accountId: accounts.id,
      sessionId: sessions.id,
      email: accounts.email,
      name: accounts.name,
      language: accounts.language,
      role: accounts.role,
      lastSeenAt: sessions.lastSeenAt,
      strongSince: sessions.strongSince,
      secondFactorAt: secondFactors.confirmedAt,
    })
    .from(sessions)
    .innerJoin(accounts, eq(accounts.id, sessions.accountId))
    .leftJoin(secondFactors, eq(secondFactors.accountId, accounts.id))
    .where(and(eq(sessions.tokenHash, hashToken(token)), gt(sessions.expiresAt, now)))
  if (!row) return undefined
  const { lastSeenAt, strongSince, secondFactorAt, ...viewer } = row
  const HOUR = 3_600_000
  if (now.getTime() - lastSeenAt.getTime() > HOUR) {
    await db
      .update(sessions)
      .set({ lastSeenAt: now, expiresAt: sessionEnd(now) })
      .where(eq(sessions.id, row.sessionId))
    await db.update(accounts).set({ lastSeenAt: now }).where(eq(accounts.id, row.accountId))
  }
  return {
    ...viewer,
    hasSecondFactor: secondFactorAt !== null,
    isStrong: strongSince !== null && now.getTime() - strongSince.getTime() < STRONG_HOURS * HOUR,
  }
}

const sessionEnd = (now: Date) => new Date(now.getTime() + SESSION_DAYS * 86_400_000)

/** Starts a session and returns the secret for the cookie; only its hash is kept. */
export async function startSession(
  db: Executor,
  accountId: number,
  { device, strong = false, now }: { device: string | null; strong?: boolean; now: Date },
): Promise<string> {
  const token = newToken()
  await db.insert(sessions).values({
    accountId,
    tokenHash: hashToken(token),
    device,
    createdAt: now,
    lastSeenAt: now,
    expiresAt: sessionEnd(now),
    strongSince: strong ? now : null,
  })
  await db.update(accounts).set({ lastSeenAt: now }).where(eq(accounts.id, accountId))
  return token
}

/** Ends a session of one's own. */
export async function endSession(db: Executor, accountId: number, id: number): Promise<boolean> {
  const ended = await db
    .delete(sessions)
    .where(and(eq(sessions.accountId, accountId), eq(sessions.id, id)))
    .returning({ id: sessions.id })
  return ended.length > 0
}
