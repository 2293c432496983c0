import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { eq } from 'drizzle-orm'
import Type from 'typebox'
import { accounts, type Executor } from '@maillage/db'
import { getViewer, keysOf } from '../accounts/access.ts'
import { listEditors } from '../editors/editors.queries.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery } from '../http/schema.ts'
import { createOnce, IdempotencyKey, IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import type { MailTemplate } from '../mail/templates.ts'
import { insertReport } from '../moderation/reports.queries.ts'
import { judgeMessage } from '../spam/spam.queries.ts'
import {
  findThread,
  insertMessage,
  listMessages,
  listThreads,
  setThreadState,
} from './contact.queries.ts'
import { stateAfter, type ThreadAct } from './contact.rules.ts'
import {
  MessageReceipt,
  NewAnswer,
  Reason,
  Thread,
  ThreadParams,
  ThreadSummary,
} from './contact.schema.ts'
import { checkAddresses, tellToRead } from './message.ts'

/** A person answers so often a day. */
const answersOfPerson = { name: 'contact-answers', times: 60, seconds: 86_400 }

/** Conversations that were begun: read, answer, decline, report, end. */
export const threadRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context
  type Found = NonNullable<Awaited<ReturnType<typeof findThread>>>

  async function tellOtherSide(tx: Executor, thread: Found, template: MailTemplate, key: string) {
    const people =
      thread.side === 'sender'
        ? await listEditors(tx, thread.actorId)
        : await tx
            .select({
              accountId: accounts.id,
              email: accounts.email,
              language: accounts.language,
            })
            .from(accounts)
            .where(eq(accounts.id, thread.senderId))
    const { reference, actor } = thread
    await tellToRead(tx, context, { template, people, reference, actor: actor.name, key })
  }

  app.get(
    '/messages',
    {
      config: { operation: 'contact.read' },
      schema: {
        operationId: 'listThreads',
        summary: 'One’s own conversations and those of the actors one writes for',
        tags: ['contact'],
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(ThreadSummary.ref) }), ...problems },
      },
    },
    async (request) => ({ items: await listThreads(db, getViewer(request).accountId) }),
  )

  app.get(
    '/messages/:reference',
    {
      config: { operation: 'contact.read' },
      schema: {
        operationId: 'getThread',
        summary: 'One conversation',
        tags: ['contact'],
        params: ThreadParams,
        querystring: NoQuery,
        response: { 200: Thread.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      const thread = await getThread(db, request)
      const messages = await listMessages(db, thread.id)
      void reply.header('etag', versionTag(thread.version))
      return {
        ...thread,
        messages: messages.map(({ accountId: by, signals, ...message }) => ({
          ...message,
          isMine: by === accountId,
          signals: by === accountId ? [] : signals,
        })),
      }
    },
  )

  /** Does one act in a conversation, if its state lets this side do it. */
  async function inThread(
    tx: Executor,
    request: FastifyRequest,
    act: ThreadAct,
    { reason, asSeen = false }: { reason?: string; asSeen?: boolean } = {},
  ): Promise<Found> {
    const thread = await getThread(tx, request, true)
    // Whoever ends a conversation has read what was said last; a new message comes on top of any.
    if (asSeen) requireVersion(request, thread.version)
    const state = thread.acts.includes(act) ? stateAfter(thread.state, act, thread.side) : undefined
    if (!state) throw new Problem(409, 'conflict', 'This conversation does not allow it now.')
    await setThreadState(tx, thread.id, state, {
      now: now(),
      ...(reason !== undefined && { reason }),
    })
    return thread
  }

  app.post(
    '/messages/:reference/answers',
    {
      config: { operation: 'contact.write' },
      schema: {
        operationId: 'answerInThread',
        summary: 'Answer in a conversation',
        tags: ['contact'],
        params: ThreadParams,
        headers: IdempotencyKey,
        body: NewAnswer,
        response: { 201: MessageReceipt.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      const { text, addressesMeant, proof } = request.body

      async function judge(tx: Executor) {
        checkAddresses(text, addressesMeant)
        const { side } = await getThread(tx, request)
        await requireWithin(tx, [[answersOfPerson, String(accountId)]])
        // Whoever was written to answers as they like.
        return side === 'actor' ? [] : judgeMessage(tx, { proof, text, now: now() })
      }

      return createOnce(db, request, reply, {
        scope: keysOf(request),
        judge,
        create: async (tx, signals) => {
          const thread = await inThread(tx, request, 'answer')
          const { side, reference } = thread
          const message = { threadId: thread.id, side, accountId, text, signals, createdAt: now() }
          await insertMessage(tx, message)
          const count = (await listMessages(tx, thread.id)).length
          const template = side === 'sender' ? 'message-more' : 'message-answer'
          await tellOtherSide(tx, thread, template, String(count))
          return { status: 201, body: { reference } }
        },
      }) as Promise<{ reference: string }>
    },
  )

  app.post(
    '/messages/:reference/decline',
    {
      config: { operation: 'contact.write' },
      schema: {
        operationId: 'declineThread',
        summary: 'Decline, with a reason that the sender reads',
        description: 'Takes the ETag of the conversation as If-Match.',
        tags: ['contact'],
        params: ThreadParams,
        headers: IfMatch,
        body: Reason,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      await db.transaction(async (tx) => {
        const thread = await inThread(tx, request, 'decline', { reason, asSeen: true })
        await tellOtherSide(tx, thread, 'message-declined', '1')
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/messages/:reference/report',
    {
      config: { operation: 'contact.write' },
      schema: {
        operationId: 'reportThread',
        summary: 'Report a conversation to the moderators, who may read it then',
        tags: ['contact'],
        params: ThreadParams,
        body: Reason,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { reason } = request.body
      const { language, accountId } = getViewer(request)
      await db.transaction(async (tx) => {
        const thread = await inThread(tx, request, 'report')
        await insertReport(tx, {
          feature: 'actors',
          recordId: thread.actorId,
          kind: 'abuse',
          message: `${thread.reference}: ${reason}`,
          language,
          email: null,
          accountId,
          signals: [],
        })
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/messages/:reference/close',
    {
      config: { operation: 'contact.write' },
      schema: {
        operationId: 'closeThread',
        summary: 'End a conversation',
        description: 'Takes the ETag of the conversation as If-Match.',
        tags: ['contact'],
        params: ThreadParams,
        headers: IfMatch,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await db.transaction((tx) => inThread(tx, request, 'close', { asSeen: true }))
      return reply.code(204).send(null)
    },
  )
}

async function getThread(db: Executor, request: FastifyRequest, forUpdate = false) {
  const { accountId, isStrong } = getViewer(request)
  const { reference } = request.params as { reference: string }
  const { roles } = request
  const isModerator = isStrong && (roles.has('moderator') || roles.has('administrator'))
  const thread = await findThread(db, reference, accountId, { isModerator, forUpdate })
  if (!thread) throw notFound('This conversation')
  return thread
}
