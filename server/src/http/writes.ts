import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type Database, type Executor, idempotencyKeys } from '@maillage/db'
import { isFromOwnPages } from './client.ts'
import { Problem } from './problem.ts'

/** The address that pages of this instance have, as their browsers name it in `Origin`. */
function ownOrigin(request: FastifyRequest, publicUrl: string | undefined): string {
  return publicUrl ?? `http://${request.headers.host ?? ''}`
}

/**
 * Refuses writes that a page of another site sends. A browser names the page's origin; a request with a cookie and
 * without an origin comes from no page of ours.
 */
export function checkOrigin(app: FastifyInstance, publicUrl: string | undefined): void {
  app.addHook('onRequest', async (request) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
    if (isFromOwnPages(request)) return
    const { origin, cookie } = request.headers
    const site = request.headers['sec-fetch-site']
    const isOwn =
      origin === undefined
        ? site === 'same-origin' || (site === undefined && cookie === undefined)
        : origin === ownOrigin(request, publicUrl)
    if (!isOwn) {
      throw new Problem(403, 'wrong_origin', 'Writes are taken from pages of this site only.')
    }
  })
}

/** Of an update: what it rests on. Left out, the answer is 428 rather than 400, so it is not required here. */
export const IfMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      description: 'The ETag of what was read. 428 without it, 412 when it is stale.',
    }),
  ),
})

/** Of a creation: the caller's own name for it. */
export const IdempotencyKey = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      description:
        'The same request with the same key again gets the first answer, and creates nothing.',
    }),
  ),
})

/** The entity tag of a version of a record. */
export const versionTag = (version: number) => `"v${String(version)}"`

/** Checks that the caller writes on top of the version there is: 428 without `If-Match`, 412 when it is stale. */
export function requireVersion(request: FastifyRequest, current: number): void {
  const given = request.headers['if-match']
  if (given === undefined) {
    throw new Problem(
      428,
      'version_required',
      'Send the ETag of what you read as If-Match, so that nobody’s change is lost.',
    )
  }
  const tags = given.split(',').map((tag) => tag.trim())
  if (!tags.includes(versionTag(current)) && !tags.includes('*')) {
    throw new Problem(412, 'version_changed', 'It was changed in the meantime; read it again.')
  }
}

interface Answer {
  status: number
  body: unknown
}

interface Creation<Judged> {
  /** Whose keys these are. */
  scope: string
  /**
   * Refuses what is not to be created, and counts or uses up what that takes, also of a refusal. Asks `tx` alone: the embedded
   * database has no second connection.
   */
  judge: (tx: Executor) => Promise<Judged>
  create: (tx: Executor, judged: Judged) => Promise<Answer>
}

/**
 * Runs a creation in one transaction. With an `Idempotency-Key`, the same request again gets the first answer and creates
 * nothing, at any time, also at the same time or when the first answer never arrived.
 */
export async function createOnce<Judged>(
  db: Database,
  request: FastifyRequest,
  reply: FastifyReply,
  { scope, judge, create }: Creation<Judged>,
): Promise<unknown> {
  const given = request.headers['idempotency-key']
  const key = typeof given === 'string' ? given : undefined
  if (key !== undefined && !/^[\x21-\x7e]{8,200}$/.test(key)) {
    throw new Problem(400, 'invalid_request', 'Idempotency-Key must have 8 to 200 characters.')
  }
  const requestHash = createHash('sha256')
    .update(`${request.method} ${request.url} ${JSON.stringify(request.body ?? null)}`)
    .digest('base64url')
  const ours = and(eq(idempotencyKeys.scope, scope), eq(idempotencyKeys.key, key ?? ''))

  async function findFirst(tx: Executor): Promise<Answer | undefined> {
    const [first] = await tx.select().from(idempotencyKeys).where(ours)
    if (first && first.requestHash !== requestHash) {
      throw new Problem(422, 'key_reused', 'This Idempotency-Key was used for another request.')
    }
    return first && { status: first.status ?? 200, body: first.answer }
  }

  async function run(): Promise<Answer> {
    if (key === undefined) {
      const judged = await judge(db)
      return db.transaction((tx) => create(tx, judged))
    }
    const outcome = await db.transaction(async (tx) => {
      // A second request with the key waits here until the first has ended.
      const taken = await tx
        .insert(idempotencyKeys)
        .values({ scope, key, requestHash })
        .onConflictDoNothing()
        .returning({ key: idempotencyKeys.key })
      const first = taken.length === 0 ? await findFirst(tx) : undefined
      if (first) return first
      try {
        const judged = await judge(tx)
        const made = await tx.transaction((creation) => create(creation, judged))
        await tx.update(idempotencyKeys).set({ status: made.status, answer: made.body }).where(ours)
        return made
      } catch (refusal) {
        if (!(refusal instanceof Problem)) throw refusal
        // Committed all the same: what judging used up stays used, and the key is free.
        await tx.delete(idempotencyKeys).where(ours)
        return refusal
      }
    })
    if (outcome instanceof Problem) throw outcome
    return outcome
  }

  const answer = await run()
  void reply.code(answer.status)
  return answer.body
}
