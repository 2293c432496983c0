import { isDeepStrictEqual } from 'node:util'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Executor } from '@maillage/db'
import { keysOf } from '../accounts/access.ts'
import { findSubject } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery } from '../http/schema.ts'
import { createOnce, IdempotencyKey, IfMatch } from '../http/writes.ts'
import { DraftAnswer, getDraft, mailLink, toAnswer } from './draft.ts'
import { draftToken, giveDraft, takeDraft } from './draft-cookie.ts'
import { parts, toMailAddress } from './submissions.rules.ts'
import { Draft, DraftChange, NewDraft, type Step } from './submissions.schema.ts'
import {
  addDraftKey,
  createDraft,
  type DraftRecord,
  findDraft,
  removeDraft,
  writeDraft,
} from './submissions.queries.ts'

/** Enough for a training room behind one address. */
const newDrafts = { name: 'new-draft', times: 60, seconds: 3_600 }
/** Links to one address, of whichever draft. */
const mailedLinks = { name: 'draft-link', times: 30, seconds: 86_400 }

/** A submission while it is written, in the browser that writes it. */
export const draftRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context

  app.post(
    '/drafts',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'createDraft',
        summary: 'Begin a submission',
        description:
          'Gives a cookie that opens the draft in this browser. Send an Idempotency-Key to begin it once.',
        tags: ['submissions'],
        querystring: NoQuery,
        headers: IdempotencyKey,
        body: NewDraft,
        response: { 201: Draft.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { language, name, actor: slug } = request.body
      const { viewer } = request
      const made = (await createOnce(db, request, reply, {
        scope: `${keysOf(request)} drafts`,
        judge: (tx) => requireWithin(tx, [[newDrafts, clientAddress(request)]]),
        create: async (tx) => {
          const actor =
            slug === undefined ? undefined : await findSubject(tx, 'actors', slug, viewer)
          if (slug !== undefined && !actor?.actorRole) {
            throw new Problem(403, 'forbidden', 'You do not write for this actor.')
          }
          const draft = await createDraft(tx, {
            language,
            answers: name === undefined ? {} : { name: { name } },
            accountId: viewer?.accountId ?? null,
            email: viewer?.email ?? null,
            actorId: actor?.id ?? null,
            now: now(),
          })
          return { status: 201, body: { id: draft.id } }
        },
      })) as { id: number }
      // Also when the first answer, and with it the cookie, got lost.
      const token = await addDraftKey(db, made.id, 'browser', { now: now() })
      giveDraft(reply, token)
      const draft = await findDraft(db, token, now())
      if (!draft) throw notFound('This draft')
      return toAnswer(db, reply, draft)
    },
  )

  app.get(
    '/drafts/current',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'getDraft',
        summary: 'The submission that this browser is writing',
        tags: ['submissions'],
        querystring: NoQuery,
        response: DraftAnswer,
      },
    },
    async (request, reply) => {
      const token = draftToken(request)
      const draft = token ? await findDraft(db, token, now()) : undefined
      if (!draft) throw notFound('A draft of this browser')
      return toAnswer(db, reply, draft)
    },
  )

  app.patch(
    '/drafts/current',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'writeDraft',
        summary: 'Keep what was typed, also when it is not yet right',
        description:
          'Each page is kept as a whole. Takes the ETag of the draft as If-Match; it is stale if one of these pages was changed since.',
        tags: ['submissions'],
        querystring: NoQuery,
        headers: IfMatch,
        body: DraftChange,
        response: DraftAnswer,
      },
    },
    async (request, reply) => {
      const { answers, isDone = false } = request.body
      const email = isDone ? toMailAddress(answers.mail?.email ?? '') : undefined
      if (email !== undefined) await requireWithin(db, [[mailedLinks, email]])
      const draft = await db.transaction(async (tx) => {
        const before = await getDraft(tx, request, now())
        requireSteps(request, before, Object.keys(answers) as Step[])
        const changed = Object.entries(answers).filter(
          ([step, values]) => !isDeepStrictEqual(before.answers[step as Step], values),
        )
        const version = before.version + (changed.length > 0 ? 1 : 0)
        const after: DraftRecord = {
          ...before,
          version,
          answers: { ...before.answers, ...Object.fromEntries(changed) },
          stepVersions: {
            ...before.stepVersions,
            ...Object.fromEntries(changed.map(([step]) => [step, version])),
          },
        }
        if (isDone && answers.mail) await takeAddress(tx, after, request.viewer)
        return writeDraft(tx, after, now())
      })
      return toAnswer(db, reply, draft)
    },
  )

  /** Notes where the draft's author can be written to, and mails the link to come back by. */
  async function takeAddress(tx: Executor, draft: DraftRecord, viewer: Viewer | null) {
    const email = toMailAddress(draft.answers.mail?.email ?? '')
    if (email === undefined || email === draft.email) return
    draft.email = email
    const isOwn = viewer?.email === email
    draft.emailConfirmedAt = isOwn ? now() : null
    draft.accountId = isOwn ? viewer.accountId : null
    await mailLink(tx, context, draft)
  }

  app.delete(
    '/drafts/current',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'removeDraft',
        summary: 'Erase a submission and everything typed',
        tags: ['submissions'],
        querystring: NoQuery,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await db.transaction(async (tx) => {
        const { id } = await getDraft(tx, request, now())
        await removeDraft(tx, id)
      })
      takeDraft(reply)
      return reply.code(204).send(null)
    },
  )
}

/** Refuses to write over what another window wrote on the same pages, and on what was sent. */
function requireSteps(request: FastifyRequest, draft: DraftRecord, steps: Step[]): void {
  const given = request.headers['if-match']
  if (given === undefined) {
    throw new Problem(428, 'version_required', 'Send the ETag of the draft as If-Match.')
  }
  const seen = Number(/^"v(\d+)"$/.exec(given)?.[1] ?? -1)
  const isKnown = seen <= draft.version
  const isStale = steps.some((step) => (draft.stepVersions[step] ?? 0) > seen)
  if (given !== '*' && (isStale || !isKnown)) {
    throw new Problem(412, 'version_changed', 'This page was changed in another window.')
  }
  const isSent = draft.actorId !== null
  if (isSent && steps.some((step) => (parts.actors as readonly Step[]).includes(step))) {
    throw new Problem(409, 'conflict', 'The organisation was sent; change its profile instead.')
  }
}
