import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Executor } from '@maillage/db'
import type { Context } from '../http/context.ts'
import { notFound, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { createOnce, IdempotencyKey } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { findingsOf, getDraft, linkTo } from './draft.ts'
import { draftToken } from './draft-cookie.ts'
import { SendDraft, SentRecord } from './submissions.schema.ts'
import { addDraftKey, type DraftRecord, findDraft } from './submissions.queries.ts'
import { sendPart } from './send.ts'

/** A submission is sent, part by part. */
export const submissionRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, jobs, now } = context

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
          const draft = await getDraft(tx, request, now())
          const consent = textVersion && {
            textVersion,
            language: draft.language,
            givenAt: now().toISOString(),
          }
          const { draft: after, sent } = await sendPart(tx, context, draft, {
            feature,
            findings: findingsOf(draft),
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
}
