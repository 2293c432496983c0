import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Context } from '../http/context.ts'
import { problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { giveTicket } from './spam.queries.ts'
import { FormTicket } from './spam.schema.ts'

/** What forms are given out with that need no account. */
export const spamRoutes: FastifyPluginAsyncTypebox<Pick<Context, 'db' | 'now'>> = async (
  app,
  { db, now },
) => {
  app.get(
    '/form-ticket',
    {
      config: { operation: 'report.send' },
      schema: {
        operationId: 'getFormTicket',
        summary: 'A ticket for a form that needs no account',
        tags: ['moderation'],
        querystring: NoQuery,
        response: { 200: FormTicket.ref, ...problems },
      },
    },
    () => giveTicket(db, now()),
  )
}
