import { and, eq, gt, sql } from 'drizzle-orm'
import { accounts, actors, claims, type Executor } from '@maillage/db'
import { inScopeOf } from '../accounts/roles.queries.ts'
import { hashToken, newToken } from '../accounts/secrets.rules.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import {
  addEditor,
  type ActorRole,
  findEditor,
  listEditors,
  lockEditors,
} from '../editors/editors.queries.ts'
import { tellEditors } from '../editors/tell-editors.ts'
import type { Context } from '../http/context.ts'
import { Problem } from '../http/problem.ts'

const DAY = 86_400_000

/** The open claim of a person on an actor. */
export async function findPendingClaim(
  db: Executor,
  actorId: number,
  accountId: number,
  now: Date,
) {
  const [claim] = await db
    .select({ id: claims.id, proof: claims.proof, createdAt: claims.createdAt })
    .from(claims)
    .where(
      and(
        eq(claims.actorId, actorId),
        eq(claims.accountId, accountId),
        eq(claims.status, 'pending'),
        sql`(${claims.expiresAt} is null or ${claims.expiresAt} > ${now.toISOString()})`,
      ),
    )
    .orderBy(sql`${claims.id} desc`)
    .limit(1)
  return claim
}

/** Keeps a claim; one that is proved by mail gets a secret and ends after a day. What the person asked before is over. */
export async function insertClaim(
  tx: Executor,
  claim: { actorId: number; accountId: number } & (
    { proof: 'domain'; email: string } | { proof: 'moderator'; message: string }
  ),
  now: Date,
): Promise<string> {
  const { actorId, accountId } = claim
  await tx
    .update(claims)
    .set({ status: 'withdrawn', email: null, decidedAt: now })
    .where(
      and(
        eq(claims.actorId, actorId),
        eq(claims.accountId, accountId),
        eq(claims.status, 'pending'),
      ),
    )
  const token = newToken()
  await tx.insert(claims).values({
    ...claim,
    createdAt: now,
    ...(claim.proof === 'domain' && {
      tokenHash: hashToken(token),
      expiresAt: new Date(now.getTime() + DAY),
    }),
  })
  return token
}

/** A claim by the secret that was mailed to prove it. */
export async function findClaimByToken(db: Executor, token: string, now: Date) {
  const [claim] = await db
    .select({
      id: claims.id,
      actorId: claims.actorId,
      accountId: claims.accountId,
      status: claims.status,
      expiresAt: claims.expiresAt,
      actor: { slug: actors.slug, name: actors.name },
    })
    .from(claims)
    .innerJoin(actors, eq(actors.id, claims.actorId))
    .where(eq(claims.tokenHash, hashToken(token)))
  if (!claim) return undefined
  const { status, expiresAt } = claim
  return { ...claim, isOpen: status === 'pending' && expiresAt !== null && expiresAt > now }
}

/** Claims that wait for a person’s judgement, the oldest first: on one actor, or on all that a moderator looks after. */
export async function listOpenClaims(db: Executor, of: { actorId: number } | { viewer: Viewer }) {
  return db
    .select({
      id: claims.id,
      actor: { slug: actors.slug, name: actors.name },
      name: accounts.name,
      message: claims.message,
      hasOwner: sql<boolean>`exists (
        select from actor_editors where actor_id = ${claims.actorId} and role = 'owner')`,
      createdAt: claims.createdAt,
    })
    .from(claims)
    .innerJoin(actors, eq(actors.id, claims.actorId))
    .innerJoin(accounts, eq(accounts.id, claims.accountId))
    .where(
      and(
        eq(claims.status, 'pending'),
        eq(claims.proof, 'moderator'),
        'actorId' in of
          ? eq(claims.actorId, of.actorId)
          : inScopeOf(of.viewer, sql`'actors'`, claims.actorId),
      ),
    )
    .orderBy(claims.createdAt, claims.id)
    .limit(500)
}

interface Decision {
  claimId: number
  status: 'accepted' | 'refused'
  /** What the claimant becomes. */
  role?: ActorRole
  reason?: string | null
  /** Who decides: an owner, a moderator, or the claimant who pressed the mailed button. */
  byId: number
  now: Date
}

/** Ends a claim once, in the caller’s transaction, and mails the claimant and the owners. */
export async function decideClaim(
  tx: Executor,
  context: Pick<Context, 'jobs' | 'config'>,
  { claimId, status, role = 'owner', reason = null, byId, now }: Decision,
): Promise<void> {
  const [claim] = await tx
    .update(claims)
    .set({ status, reason, decidedAt: now, decidedById: byId, email: null })
    .where(and(eq(claims.id, claimId), eq(claims.status, 'pending')))
    .returning({ actorId: claims.actorId, accountId: claims.accountId })
  if (!claim) throw new Problem(409, 'conflict', 'This claim was decided on already.')
  const { actorId, accountId } = claim
  await lockEditors(tx, actorId)
  const [found] = await tx
    .select({
      slug: actors.slug,
      actor: actors.name,
      accountId: accounts.id,
      email: accounts.email,
      language: accounts.language,
    })
    .from(actors)
    .innerJoin(accounts, eq(accounts.id, accountId))
    .where(eq(actors.id, actorId))
  if (!found) throw new Error('A claim without its actor')
  const { slug, actor } = found
  if (status === 'refused') {
    const params = { actor, reason: reason ?? '', path: `/actors/${slug}` }
    await tellEditors(tx, context, 'claim-refused', [found], params)
    return
  }
  const others = await listEditors(tx, actorId, { role: 'owner', except: [accountId] })
  const before = await findEditor(tx, actorId, accountId)
  if (before?.role !== 'owner') {
    await addEditor(tx, { actorId, accountId, role, byId, now }, 'claimed')
  }
  const path = `/actors/${slug}/people`
  await tellEditors(tx, context, 'claim-accepted', [found], { actor, path: `/actors/${slug}` })
  await tellEditors(tx, context, 'editor-joined', others, { actor, role, path })
}

/** How many mails to prove a claim went to an actor’s domain since a time. */
export async function countProofs(db: Executor, actorId: number, since: Date): Promise<number> {
  return db.$count(
    claims,
    and(eq(claims.actorId, actorId), eq(claims.proof, 'domain'), gt(claims.createdAt, since)),
  )
}
