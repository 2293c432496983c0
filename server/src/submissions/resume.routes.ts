import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { getViewer } from '../accounts/access.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { adopt, confirmAddress } from './confirm-address.ts'
import { DraftAnswer, getDraft, mailLink, toAnswer } from './draft.ts'
import { giveDraft } from './draft-cookie.ts'
import { Draft, DraftParams, DraftSummary, OpenDraft } from './submissions.schema.ts'
import { addDraftKey, findDraftOfLink, listDraftsOf, writeDraft } from './submissions.queries.ts'

/** Coming back to a submission: by the link in a mail, or as whoever is signed in. */
export const resumeRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context

  app.get(
    '/drafts',
    {
      config: { operation: 'account.read' },
      schema: {
        operationId: 'listDrafts',
        summary: 'The submissions of whoever is signed in',
        tags: ['submissions'],
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(DraftSummary.ref) }), ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      await db.transaction((tx) => adopt(tx, viewer, now()))
      const items = await listDraftsOf(db, viewer.accountId, now())
      return {
        items: items.map(({ reference, answers, updatedAt, expiresAt, sent, actor }) => ({
          reference,
          name: answers.name?.name ?? actor?.name ?? '',
          actor: actor?.slug ?? null,
          updatedAt,
          expiresAt,
          isSent: sent.length > 0,
        })),
      }
    },
  )

  app.post(
    '/drafts/current/link',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'mailDraftLink',
        summary: 'Mail the link to come back by once more',
        tags: ['submissions'],
        querystring: NoQuery,
        response: { 202: Draft.ref, ...problems },
      },
    },
    async (request, reply) => {
      const draft = await db.transaction(async (tx) => {
        const found = await getDraft(tx, request, now())
        await mailLink(tx, context, found)
        return found
      })
      void reply.code(202)
      return toAnswer(db, reply, draft)
    },
  )

  app.post(
    '/drafts/open',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'openDraft',
        summary: 'Come back to a submission by the link that was mailed',
        description:
          'Proves that whoever opens it can read mail there; records sent before become theirs.',
        tags: ['submissions'],
        querystring: NoQuery,
        body: OpenDraft,
        response: DraftAnswer,
      },
    },
    async (request, reply) => {
      const { draft, token } = await db.transaction(async (tx) => {
        const found = await findDraftOfLink(tx, request.body.token, now())
        if (!found) throw new Problem(410, 'expired', 'This link leads nowhere any more.')
        if (found.email !== null && found.email === found.draft.email) {
          await confirmAddress(tx, found.draft, now())
        }
        return {
          draft: await writeDraft(tx, found.draft, now()),
          token: await addDraftKey(tx, found.draft.id, 'browser', { now: now() }),
        }
      })
      giveDraft(reply, token)
      return toAnswer(db, reply, draft)
    },
  )

  app.post(
    '/drafts/:reference/open',
    {
      config: { operation: 'account.write' },
      schema: {
        operationId: 'openOwnDraft',
        summary: 'Come back to a submission of one’s account',
        tags: ['submissions'],
        params: DraftParams,
        querystring: NoQuery,
        response: DraftAnswer,
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { draft, token } = await db.transaction(async (tx) => {
        await adopt(tx, viewer, now())
        const own = await listDraftsOf(tx, viewer.accountId, now())
        const found = own.find(({ reference }) => reference === request.params.reference)
        if (!found) throw notFound('This draft')
        return {
          draft: found,
          token: await addDraftKey(tx, found.id, 'browser', { now: now() }),
        }
      })
      giveDraft(reply, token)
      return toAnswer(db, reply, draft)
    },
  )
}
