import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import { problems } from '../http/problem.ts'
import type { Answer, Network as HeldNetwork } from './network.ts'
import { Network, NetworkQuery } from './network.schema.ts'

/** Sends bytes that are JSON already. */
function sendJson(reply: FastifyReply, { bytes, etag }: Answer) {
  return reply.header('etag', etag).type('application/json; charset=utf-8').send(bytes)
}

/** Who works with whom. */
export const networkRoutes: FastifyPluginAsyncTypebox<{ network: HeldNetwork }> = async (
  app,
  { network },
) => {
  app.get(
    '/network',
    {
      schema: {
        operationId: 'getNetwork',
        summary: 'Actors and their ties, for a drawing',
        description:
          'All at once and column by column, so that tens of thousands of actors are read quickly. `GET /network/actors` ' +
          'lists the same actors page by page, `GET /network/ties` says what makes a tie.',
        tags: ['network'],
        querystring: NetworkQuery,
        response: { 200: Network.ref, ...problems },
      },
    },
    async ({ query }, reply) => sendJson(reply, await network.graph(query)),
  )
}
