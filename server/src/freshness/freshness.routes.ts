import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Executor } from '@maillage/db'
import { getSubject, getViewer } from '../accounts/access.ts'
import { readActorDocument } from '../actors/actor-document.queries.ts'
import { TokenParams } from '../editors/editors.schema.ts'
import type { Context } from '../http/context.ts'
import { gone, notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { IfMatch, requireVersion } from '../http/writes.ts'
import { authorRoleOf, lockRecord } from '../moderation/change-record.ts'
import { propose } from '../moderation/proposals.queries.ts'
import { confirmActor } from './confirm-actor.ts'
import { answerRequest, findRequest } from './freshness.queries.ts'
import { FreshnessAnswer, FreshnessRequest } from './freshness.schema.ts'

/** The link in the mail works for so long. */
const DAYS = 120

/** “Still true?”: a page with a button that needs no account, and the same button for those who are signed in. */
export const freshnessRoutes: FastifyPluginAsyncTypebox<Context> = async (app, { db, now }) => {
  async function getRequest(tx: Executor, token: string) {
    const request = await findRequest(tx, token)
    if (!request) throw notFound('This question')
    if (request.status !== 'published') throw gone('This actor')
    const isExpired = now().getTime() - request.createdAt.getTime() > DAYS * 86_400_000
    return { ...request, isExpired }
  }

  app.get(
    '/still-true/:token',
    {
      config: { operation: 'freshness.answer' },
      schema: {
        operationId: 'getFreshnessRequest',
        summary: 'What an owner is asked',
        description: 'Changes nothing: whatever opens the link of a mail confirms nothing by it.',
        tags: ['editors'],
        params: TokenParams,
        querystring: NoQuery,
        response: { 200: FreshnessRequest.ref, ...problems },
      },
    },
    async ({ params }) => getRequest(db, params.token),
  )

  app.post(
    '/still-true/:token',
    {
      config: { operation: 'freshness.answer' },
      schema: {
        operationId: 'answerFreshnessRequest',
        summary: 'Say that all is still true, that something has changed, or that it has closed',
        description: 'Needs no account: the secret is for this one actor.',
        tags: ['editors'],
        params: TokenParams,
        body: FreshnessAnswer,
        response: { 200: FreshnessRequest.ref, ...problems },
      },
    },
    async ({ params, body }) =>
      db.transaction(async (tx) => {
        const { token } = params
        const { answer, note } = body
        const { id, actorId, accountId, version, isExpired } = await getRequest(tx, token)
        if (isExpired) throw new Problem(410, 'expired', 'This question is too old.')
        if (await answerRequest(tx, id, answer, now())) {
          if (answer === 'true') {
            await confirmActor(tx, actorId, { accountId, authorRole: 'owner', now: now() })
          }
          if (answer === 'closed') {
            await propose(tx, {
              feature: 'actors',
              recordId: actorId,
              kind: 'erase',
              document: await readActorDocument(tx, actorId),
              baseVersion: version,
              risks: [],
              why: note ?? null,
              accountId,
              now: now(),
            })
          }
        }
        return getRequest(tx, token)
      }),
  )

  app.post(
    '/actors/:slug/confirm',
    {
      config: { operation: 'record.confirm', subject: 'actors' },
      schema: {
        operationId: 'confirmActor',
        summary: 'Say that all that an entry says is still true',
        description: 'Takes the ETag of the document that was read as If-Match: that one is true.',
        tags: ['editors'],
        params: SlugParams,
        headers: IfMatch,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      const { id } = getSubject(request)
      const authorRole = authorRoleOf(request.roles)
      await db.transaction(async (tx) => {
        requireVersion(request, (await lockRecord(tx, 'actors', id)).version)
        await confirmActor(tx, id, { accountId, authorRole, now: now() })
      })
      return reply.code(204).send(null)
    },
  )
}
