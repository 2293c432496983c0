import { and, eq, isNull, sql } from 'drizzle-orm'
import { actors, type Executor, type freshnessAnswers, freshnessRequests } from '@maillage/db'
import { hashToken, newToken } from '../accounts/secrets.rules.ts'

/** An owner to be asked whether an entry is still true. */
interface Due {
  [column: string]: unknown
  actorId: number
  actor: string
  accountId: number
  email: string
  language: string
}

/**
 * Owners whose entry nobody has confirmed for a year, who were not asked for a year, and whose mail arrives. Their actors are
 * locked, so that two processes ask nobody twice.
 */
export async function listDue(tx: Executor, now: Date, limit: number): Promise<Due[]> {
  const since = sql`${now.toISOString()}::timestamptz - interval '1 year'`
  const rows = await tx.execute<Due>(sql`
    with due as (
      select id, name from actors
      where status = 'published'
        and coalesce(last_confirmed_at, created_at) <= ${since}
        and exists (
          select from actor_editors join accounts on accounts.id = account_id
          where actor_id = actors.id and actor_editors.role = 'owner'
            and actor_editors.since <= ${since} and bounced_at is null)
        and not exists (
          select from freshness_requests
          where actor_id = actors.id and created_at > ${since})
      order by coalesce(last_confirmed_at, created_at), id
      limit ${limit}
      for no key update of actors skip locked
    )
    select due.id as "actorId", due.name as actor, accounts.id as "accountId",
      accounts.email, accounts.language
    from due
    join actor_editors on actor_id = due.id and actor_editors.role = 'owner'
    join accounts on accounts.id = account_id and bounced_at is null
    order by due.id, accounts.id`)
  return [...rows]
}

/** Notes that an owner is asked, and returns the secret for the link. */
export async function insertRequest(
  tx: Executor,
  { actorId, accountId }: { actorId: number; accountId: number },
  now: Date,
): Promise<string> {
  const token = newToken()
  await tx
    .insert(freshnessRequests)
    .values({ actorId, accountId, tokenHash: hashToken(token), createdAt: now })
  return token
}

/** What someone was asked, by the secret of the link. */
export async function findRequest(db: Executor, token: string) {
  const [request] = await db
    .select({
      id: freshnessRequests.id,
      actorId: freshnessRequests.actorId,
      accountId: freshnessRequests.accountId,
      createdAt: freshnessRequests.createdAt,
      answer: freshnessRequests.answer,
      actor: { slug: actors.slug, name: actors.name },
      status: actors.status,
      version: actors.version,
      lastConfirmedAt: actors.lastConfirmedAt,
    })
    .from(freshnessRequests)
    .innerJoin(actors, eq(actors.id, freshnessRequests.actorId))
    .where(eq(freshnessRequests.tokenHash, hashToken(token)))
  return request
}

/** Keeps the first answer to a request; false when there is one. */
export async function answerRequest(
  tx: Executor,
  id: number,
  answer: (typeof freshnessAnswers)[number],
  now: Date,
): Promise<boolean> {
  const answered = await tx
    .update(freshnessRequests)
    .set({ answer, answeredAt: now })
    .where(and(eq(freshnessRequests.id, id), isNull(freshnessRequests.answer)))
    .returning({ id: freshnessRequests.id })
  return answered.length > 0
}
