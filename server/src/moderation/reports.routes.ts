import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { type Executor, reportStatuses } from '@maillage/db'
import { getViewer, keysOf } from '../accounts/access.ts'
import { findSubject, isInScope } from '../accounts/roles.queries.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { oneOf, withDefault } from '../http/schema.ts'
import { createOnce, IdempotencyKey } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { requireGoodFaith } from '../spam/spam.queries.ts'
import { decideReport, findReport, insertReport, listReports } from './reports.queries.ts'
import {
  NewReport,
  ReferenceParams,
  Report,
  ReportDecision,
  ReportReceipt,
} from './reports.schema.ts'

/** What anyone says about a record, and what moderators answer. */
export const reportRoutes: FastifyPluginAsyncTypebox<Context> = async (app, { db, jobs, now }) => {
  app.post(
    '/reports',
    {
      config: { operation: 'report.send' },
      schema: {
        operationId: 'sendReport',
        summary: 'Say that something is wrong, or could be better',
        description: 'Needs no account. Moderators read it; the address is only for their answer.',
        tags: ['moderation'],
        headers: IdempotencyKey,
        body: NewReport,
        response: { 201: ReportReceipt.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { feature, slug, email, proof, ...report } = request.body
      const { viewer } = request

      async function judge(tx: Executor) {
        const subject = await findSubject(tx, feature, slug, viewer)
        if (subject?.status !== 'published') throw notFound('This record')
        const address = clientAddress(request)
        const { message: text } = report
        return {
          recordId: subject.id,
          signals: viewer ? [] : await requireGoodFaith(tx, { proof, text, address, now: now() }),
        }
      }

      return createOnce(db, request, reply, {
        scope: keysOf(request),
        judge,
        create: async (tx, judged) => {
          const reference = await insertReport(tx, {
            ...report,
            ...judged,
            feature,
            email: email ?? null,
            accountId: viewer?.accountId ?? null,
          })
          return { status: 201, body: { reference } }
        },
      }) as Promise<{ reference: string }>
    },
  )

  app.get(
    '/reports',
    {
      config: { operation: 'review.read' },
      schema: {
        operationId: 'listReports',
        summary: 'Reports, the oldest first',
        tags: ['moderation'],
        querystring: Type.Object(
          { status: withDefault(oneOf(reportStatuses, { default: 'open' })) },
          { additionalProperties: false },
        ),
        response: { 200: Type.Object({ items: Type.Array(Report.ref) }), ...problems },
      },
    },
    async (request) => ({
      items: await listReports(db, getViewer(request), request.query.status),
    }),
  )

  app.post(
    '/reports/:reference/decision',
    {
      config: { operation: 'review.decide' },
      schema: {
        operationId: 'decideReport',
        summary: 'End a report; whoever sent it gets the answer',
        tags: ['moderation'],
        params: ReferenceParams,
        body: ReportDecision,
        response: { 200: Report.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      const report = await findReport(db, request.params.reference)
      if (
        !report ||
        !(await isInScope(db, viewer, { feature: report.feature, id: report.recordId }))
      ) {
        throw notFound('This report')
      }
      const { status, answer = null } = request.body
      return db.transaction(async (tx) => {
        const sender = await decideReport(tx, report.id, {
          status,
          answer,
          by: viewer.accountId,
          now: now(),
        })
        if (!sender) throw new Problem(409, 'conflict', 'This report was ended by someone else.')
        if (sender.email !== null) {
          await queueMail(tx, jobs, {
            template: status === 'resolved' ? 'report-resolved' : 'report-dismissed',
            to: { address: sender.email, accountId: sender.accountId },
            language: toMailLanguage(report.language),
            params: {
              reference: report.reference,
              record: report.record.name,
              answer: answer ?? '',
            },
            key: `report ${report.reference} ${status}`,
          })
        }
        return (await findReport(tx, report.reference)) ?? report
      })
    },
  )
}
