import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import { eq } from 'drizzle-orm'
import Type from 'typebox'
import { accounts, type Executor } from '@maillage/db'
import { getSubject, getViewer, keysOf } from '../accounts/access.ts'
import { findSubject } from '../accounts/roles.queries.ts'
import { siteUrl } from '../config.ts'
import { listEditors } from '../editors/editors.queries.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin, subnetOf } from '../http/rate-limits.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { createOnce, IdempotencyKey, IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { type MailTemplate, toMailLanguage } from '../mail/templates.ts'
import { insertReport } from '../moderation/reports.queries.ts'
import { judgeMessage, requireGoodFaith } from '../spam/spam.queries.ts'
import {
  findDraft,
  findPause,
  findThread,
  hasReported,
  insertMessage,
  insertThread,
  keepDraft,
  listMessages,
  listThreads,
  removeDraft,
  setThreadState,
} from './contact.queries.ts'
import { holdsAddress, isPausedAt, stateAfter, type ThreadAct } from './contact.rules.ts'
import {
  ContactDraft,
  DraftToken,
  MessageReceipt,
  NewAnswer,
  NewContactDraft,
  NewMessage,
  Reason,
  Thread,
  ThreadParams,
  ThreadSummary,
} from './contact.schema.ts'

const DAY_SECONDS = 86_400

/** A person writes to so many actors a day, and answers so often. */
const threadsOfPerson = { name: 'contact-person', times: 10, seconds: DAY_SECONDS }
const threadsToActor = { name: 'contact-actor', times: 40, seconds: DAY_SECONDS }
const answersOfPerson = { name: 'contact-answers', times: 60, seconds: DAY_SECONDS }
const draftsOfAddress = { name: 'contact-drafts', times: 20, seconds: DAY_SECONDS }
const draftsOfSubnet = { name: 'contact-drafts-subnet', times: 100, seconds: DAY_SECONDS }

/** Messages to actors, of which neither side learns the other's address. */
export const contactRoutes: FastifyPluginAsyncTypebox<Context> = async (
  app,
  { db, jobs, config, now },
) => {
  type Found = NonNullable<Awaited<ReturnType<typeof findThread>>>

  /** Tells people that there is something to read. The mail says where, and nothing of what. */
  async function tell(
    tx: Executor,
    template: MailTemplate,
    people: { accountId: number; email: string; language: string }[],
    { reference, actor }: { reference: string; actor: string },
    key: string,
  ): Promise<void> {
    for (const { accountId, email, language } of people) {
      await queueMail(tx, jobs, {
        template,
        to: { address: email, accountId },
        language: toMailLanguage(language),
        params: {
          actor,
          reference,
          url: `${siteUrl(config)}/${toMailLanguage(language)}/messages/${reference}`,
        },
        key: `${template} ${reference} ${key} ${String(accountId)}`,
      })
    }
  }

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
    await tell(tx, template, people, { reference: thread.reference, actor: thread.actor.name }, key)
  }

  app.post(
    '/contact-drafts',
    {
      config: { operation: 'contact.draft' },
      schema: {
        operationId: 'keepContactDraft',
        summary: 'Keep a message while its writer signs in',
        tags: ['contact'],
        body: NewContactDraft,
        response: { 201: DraftToken, ...problems },
      },
    },
    async (request, reply) => {
      const { slug, proof, ...words } = request.body
      const address = clientAddress(request)
      await requireWithin(db, [
        [draftsOfAddress, address],
        [draftsOfSubnet, subnetOf(address)],
      ])
      const subject = await findSubject(db, 'actors', slug, request.viewer)
      if (subject?.status !== 'published') throw notFound('This actor')
      await requireGoodFaith(db, { proof, text: allOf(words), address, now: now() })
      void reply.code(201)
      return { token: await keepDraft(db, subject.id, words, now()) }
    },
  )

  app.get(
    '/contact-drafts/:token',
    {
      config: { operation: 'contact.draft' },
      schema: {
        operationId: 'getContactDraft',
        summary: 'A message that was kept before its writer signed in',
        tags: ['contact'],
        params: DraftToken,
        querystring: NoQuery,
        response: { 200: ContactDraft.ref, ...problems },
      },
    },
    async ({ params }) => {
      const draft = await findDraft(db, params.token, now())
      if (!draft) throw notFound('This message')
      return draft
    },
  )

  app.post(
    '/actors/:slug/messages',
    {
      config: { operation: 'contact.write', subject: 'actors' },
      schema: {
        operationId: 'writeToActor',
        summary: 'Write to an actor',
        description:
          'Those who write for the actor get a mail that there is a message, without an address. An actor that nobody ' +
          'writes for, or that takes no messages at the moment, answers 409.',
        tags: ['contact'],
        params: SlugParams,
        headers: IdempotencyKey,
        body: NewMessage,
        response: { 201: MessageReceipt.ref, ...problems },
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { id: actorId, status } = getSubject(request)
      const { draft, addressesMeant, proof, ...words } = request.body
      const { accountId: senderId } = viewer

      async function judge() {
        if (status !== 'published') throw notFound('This actor')
        checkAddresses(words.text, addressesMeant)
        await checkOpen(db, actorId, now())
        if (await hasReported(db, actorId, senderId)) {
          throw new Problem(409, 'conflict', 'This actor has reported a message of yours.')
        }
        await requireWithin(db, [
          [threadsOfPerson, String(senderId)],
          [threadsToActor, String(actorId)],
        ])
        // What was kept before signing in was judged then, and is sent by pressing one button.
        const kept = draft === undefined ? undefined : await findDraft(db, draft, now())
        if (kept?.text === words.text) return []
        return judgeMessage(db, { proof, text: allOf(words), now: now() })
      }

      return createOnce(db, request, reply, {
        scope: keysOf(request),
        judge,
        create: async (tx, signals) => {
          const editors = await checkOpen(tx, actorId, now())
          const reference = await insertThread(tx, { ...words, signals, actorId, senderId }, now())
          if (draft) await removeDraft(tx, draft)
          const thread = await findThread(tx, reference, senderId)
          const actor = thread?.actor.name ?? ''
          await tell(tx, 'message-new', editors, { reference, actor }, '1')
          return { status: 201, body: { reference } }
        },
      }) as Promise<{ reference: string }>
    },
  )

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

      async function judge() {
        checkAddresses(text, addressesMeant)
        const { side } = await getThread(db, request)
        await requireWithin(db, [[answersOfPerson, String(accountId)]])
        // Whoever was written to answers as they like.
        return side === 'actor' ? [] : judgeMessage(db, { proof, text, now: now() })
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

/** Those who get the actor's messages; refuses where there is nobody, or they take none now. */
async function checkOpen(db: Executor, actorId: number, now: Date) {
  const editors = await listEditors(db, actorId)
  if (editors.length === 0) {
    throw new Problem(409, 'conflict', 'Nobody reads messages for this actor yet.')
  }
  if (isPausedAt(await findPause(db, actorId), now)) {
    throw new Problem(409, 'conflict', 'This actor takes no messages at the moment.')
  }
  return editors
}

/** All that someone wrote to begin a conversation. */
const allOf = (words: { senderName: string; subject: string; text: string }) =>
  `${words.senderName}\n${words.subject}\n${words.text}`

function checkAddresses(text: string, isMeant: boolean): void {
  if (isMeant || !holdsAddress(text)) return
  throw new Problem(409, 'conflict', 'The text gives an address away; say that you mean to.', {
    addressesMeant: 'must be true, since the text holds an e-mail address or telephone number',
  })
}
