import { isDeepStrictEqual } from 'node:util'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import {
  actorKinds,
  collaborationKinds,
  exchangeKinds,
  type Executor,
  geographicScopes,
  participationRoles,
} from '@maillage/db'
import { getViewer, keysOf } from '../accounts/access.ts'
import { findSubject } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { siteUrl } from '../config.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery } from '../http/schema.ts'
import { createOnce, IdempotencyKey, IfMatch, versionTag } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { draftToken, giveDraft, takeDraft } from './draft-cookie.ts'
import { checkAnswers, type Choices, parts, toMailAddress } from './submissions.rules.ts'
import {
  Draft,
  DraftChange,
  DraftParams,
  DraftSummary,
  NewDraft,
  OpenDraft,
  SendDraft,
  SentRecord,
  type Step,
} from './submissions.schema.ts'
import {
  addDraftKey,
  countLinks,
  createDraft,
  type DraftRecord,
  endOfDraft,
  findDraft,
  findDraftActor,
  findDraftOfLink,
  listDraftsOf,
  MOST_LINKS,
  removeDraft,
  writeDraft,
} from './submissions.queries.ts'
import { sendPart } from './send.ts'
import { adopt, confirmAddress } from './confirm-address.ts'

const choices: Choices = {
  actorKinds,
  scopes: geographicScopes,
  exchangeKinds,
  collaborationKinds,
  participationRoles,
}

/** Enough for a training room behind one address. */
const newDrafts = { name: 'new-draft', times: 60, seconds: 3_600 }
/** Links to one address, of whichever draft. */
const mailedLinks = { name: 'draft-link', times: 30, seconds: 86_400 }

const DraftAnswer = { 200: Draft.ref, ...problems }

export const submissionRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, jobs, now } = context

  /** The draft of this browser, locked until the transaction ends. */
  const getDraft = async (tx: Executor, request: FastifyRequest): Promise<DraftRecord> => {
    const token = draftToken(request)
    const draft = token ? await findDraft(tx, token, now(), { forUpdate: true }) : undefined
    if (!draft) throw notFound('A draft of this browser')
    return draft
  }

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
        judge: () => requireWithin(db, [[newDrafts, clientAddress(request)]]),
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
        const before = await getDraft(tx, request)
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
    await mailLink(tx, draft)
  }

  async function mailLink(tx: Executor, draft: DraftRecord) {
    if (draft.email === null) return
    const links = await countLinks(tx, draft.id)
    if (links >= MOST_LINKS) {
      throw new Problem(429, 'too_many_requests', 'Links were mailed often enough.')
    }
    const token = await addDraftKey(tx, draft.id, 'mail', { email: draft.email, now: now() })
    await queueMail(tx, jobs, {
      template: 'draft-saved',
      to: { address: draft.email, accountId: draft.accountId },
      language: draft.language,
      params: { url: linkTo(context, draft, token), expiresOn: endOn(draft, now()) },
      key: `draft ${String(draft.id)} link ${String(links + 1)}`,
    })
  }

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
        const found = await getDraft(tx, request)
        await mailLink(tx, found)
        return found
      })
      void reply.code(202)
      return toAnswer(db, reply, draft)
    },
  )

  app.post(
    '/drafts/current/records',
    {
      config: { operation: 'draft.write' },
      schema: {
        operationId: 'sendDraft',
        summary: 'Send the actor, the practice or the collaboration of a draft for review',
        description: 'Send an Idempotency-Key, so that pressing twice sends once.',
        tags: ['submissions'],
        querystring: NoQuery,
        headers: IdempotencyKey,
        body: SendDraft,
        response: { 201: SentRecord.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { feature, consent: textVersion } = request.body
      const token = draftToken(request)
      const found = token ? await findDraft(db, token, now()) : undefined
      if (!found) throw notFound('A draft of this browser')
      return createOnce(db, request, reply, {
        scope: `draft ${String(found.id)}`,
        judge: async () => undefined,
        create: async (tx) => {
          const draft = await getDraft(tx, request)
          const consent = textVersion && {
            textVersion,
            language: draft.language,
            givenAt: now().toISOString(),
          }
          const { draft: after, sent } = await sendPart(tx, context, draft, {
            feature,
            findings: checkAnswers(draft.answers, choices, { hasEmail: draft.email !== null }),
            roles: request.roles,
            consent: consent || undefined,
            now: now(),
          })
          await tellReceived(tx, after, sent)
          return { status: 201, body: sent }
        },
      }) as Promise<SentRecord>
    },
  )

  /** Mails the reference, with the link that proves the address and opens the draft. */
  async function tellReceived(tx: Executor, draft: DraftRecord, { title, reference }: SentRecord) {
    if (draft.email === null) return
    const token = await addDraftKey(tx, draft.id, 'mail', { email: draft.email, now: now() })
    await queueMail(tx, jobs, {
      template: 'submission-received',
      to: { address: draft.email, accountId: draft.accountId },
      language: draft.language,
      params: { name: title, reference, url: linkTo(context, draft, token) },
      key: `submission ${reference}`,
    })
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
        const { id } = await getDraft(tx, request)
        await removeDraft(tx, id)
      })
      takeDraft(reply)
      return reply.code(204).send(null)
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

/** What is told of a draft to whoever may write it. */
async function toAnswer(db: Executor, reply: FastifyReply, draft: DraftRecord) {
  void reply.header('etag', versionTag(draft.version))
  const { reference, language, version, answers, stepVersions, sent, updatedAt, expiresAt } = draft
  return {
    reference,
    language,
    version,
    answers,
    stepVersions: stepVersions as Record<string, number>,
    findings: checkAnswers(answers, choices, { hasEmail: draft.email !== null }) as Record<
      string,
      Record<string, never>
    >,
    hasEmail: draft.email !== null,
    isEmailConfirmed: draft.emailConfirmedAt !== null,
    actor: (draft.actorId !== null && (await findDraftActor(db, draft.actorId))) || null,
    sent,
    updatedAt,
    expiresAt,
  }
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

const endOn = ({ language }: DraftRecord, now: Date) =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(endOfDraft(now))

function linkTo({ config }: Context, { language }: DraftRecord, token: string): string {
  return `${siteUrl(config)}/${language}/submit/continue?key=${token}`
}
