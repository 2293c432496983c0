import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Executor } from '@maillage/db'
import { getSubject, getViewer, keysOf } from '../accounts/access.ts'
import { findSubject } from '../accounts/roles.queries.ts'
import { listEditors } from '../editors/editors.queries.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin, subnetOf } from '../http/rate-limits.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { createOnce, IdempotencyKey } from '../http/writes.ts'
import { judgeMessage, requireGoodFaith } from '../spam/spam.queries.ts'
import {
  findDraft,
  findPause,
  findThread,
  hasReported,
  insertThread,
  keepDraft,
  removeDraft,
} from './contact.queries.ts'
import { isPausedAt } from './contact.rules.ts'
import {
  ContactDraft,
  DraftToken,
  MessageReceipt,
  NewContactDraft,
  NewMessage,
} from './contact.schema.ts'
import { checkAddresses, tellToRead } from './message.ts'

const DAY_SECONDS = 86_400

/** A person writes to so many actors a day. */
const threadsOfPerson = { name: 'contact-person', times: 10, seconds: DAY_SECONDS }
const threadsToActor = { name: 'contact-actor', times: 40, seconds: DAY_SECONDS }
const draftsOfAddress = { name: 'contact-drafts', times: 20, seconds: DAY_SECONDS }
const draftsOfSubnet = { name: 'contact-drafts-subnet', times: 100, seconds: DAY_SECONDS }

/** Messages to actors, of which neither side learns the other's address. */
export const contactRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context

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
      const message = { proof, text: allOf(words), address, now: now() }
      const signals = await requireGoodFaith(db, message)
      void reply.code(201)
      return { token: await keepDraft(db, { ...words, actorId: subject.id, signals }, now()) }
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

      async function judge(tx: Executor) {
        if (status !== 'published') throw notFound('This actor')
        checkAddresses(words.text, addressesMeant)
        await checkOpen(tx, actorId, now())
        if (await hasReported(tx, actorId, senderId)) {
          throw new Problem(409, 'conflict', 'This actor has reported a message of yours.')
        }
        await requireWithin(tx, [
          [threadsOfPerson, String(senderId)],
          [threadsToActor, String(actorId)],
        ])
        // What was kept before signing in was judged then, and is sent by pressing one button.
        const kept = draft === undefined ? undefined : await findDraft(tx, draft, now())
        if (kept?.text === words.text) return kept.signals
        return judgeMessage(tx, { proof, text: allOf(words), now: now() })
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
          const template = 'message-new'
          await tellToRead(tx, context, { template, people: editors, reference, actor, key: '1' })
          return { status: 201, body: { reference } }
        },
      }) as Promise<{ reference: string }>
    },
  )
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
