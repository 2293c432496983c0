import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { getSubject, getViewer } from '../accounts/access.ts'
import type { Context } from '../http/context.ts'
import { invalid, problems } from '../http/problem.ts'
import { SlugParams } from '../http/schema.ts'
import { endPause, pause } from './contact.queries.ts'
import { NewPause } from './contact.schema.ts'

/** Actors that take no messages for a while. */
export const pauseRoutes: FastifyPluginAsyncTypebox<Pick<Context, 'db' | 'now'>> = async (
  app,
  { db, now },
) => {
  app.post(
    '/actors/:slug/contact-pause',
    {
      config: { operation: 'contact.pause', subject: 'actors' },
      schema: {
        operationId: 'pauseContact',
        summary: 'Take no messages until a day, or for good',
        tags: ['contact'],
        params: SlugParams,
        body: NewPause,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { id: actorId } = getSubject(request)
      const until = request.body.until ? new Date(`${request.body.until}T00:00:00Z`) : null
      if (until && until <= now()) throw invalid({ until: 'must be a day to come' })
      await pause(db, { actorId, accountId: viewer.accountId, until, createdAt: now() })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/actors/:slug/contact-pause',
    {
      config: { operation: 'contact.pause', subject: 'actors' },
      schema: {
        operationId: 'endContactPause',
        summary: 'Take messages again',
        tags: ['contact'],
        params: SlugParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      await endPause(db, getSubject(request).id)
      return reply.code(204).send(null)
    },
  )
}
