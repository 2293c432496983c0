import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { Session } from './accounts.schema.ts'

export const accountRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get(
    '/session',
    {
      config: { operation: 'session.read' },
      schema: {
        operationId: 'getSession',
        summary: 'Whoever is signed in',
        tags: ['accounts'],
        querystring: NoQuery,
        response: { 200: Session.ref, ...problems },
      },
    },
    async ({ viewer }) => ({ account: viewer }),
  )
}
