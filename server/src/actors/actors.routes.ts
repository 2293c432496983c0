import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { getViewer } from '../accounts/access.ts'
import type { Context } from '../http/context.ts'
import { gone, notFound, problems } from '../http/problem.ts'
import { LanguageQuery, NoQuery, SlugParams } from '../http/schema.ts'
import { findActor, findActorTrace } from './actors.queries.ts'
import { Actor, OwnActor } from './actors.schema.ts'
import { listOwnActors } from './own-actors.queries.ts'

export const actorRoutes: FastifyPluginAsyncTypebox<Pick<Context, 'db' | 'now'>> = async (
  app,
  { db, now },
) => {
  app.get(
    '/actors/:slug',
    {
      schema: {
        operationId: 'getActor',
        summary: 'One actor with its practices and ties',
        description:
          'The slug of an actor that was merged into another answers 301, that of an erased one 410.',
        tags: ['actors'],
        params: SlugParams,
        querystring: LanguageQuery,
        response: { 200: Actor.ref, 301: Type.Null({ description: 'Merged' }), ...problems },
      },
    },
    async ({ params, query, url }, reply) => {
      const actor = await findActor(db, params.slug, query.lang, now())
      if (actor) return actor

      const trace = await findActorTrace(db, params.slug)
      if (trace?.status === 'merged' && trace.target) {
        const [path = '', search] = url.split('?')
        const target = path.slice(0, path.lastIndexOf('/') + 1) + encodeURIComponent(trace.target)
        return reply.redirect(search ? `${target}?${search}` : target, 301)
      }
      if (trace?.status === 'erased' || trace?.status === 'merged') throw gone('This actor')
      throw notFound('This actor')
    },
  )

  app.get(
    '/account/actors',
    {
      config: { operation: 'account.read' },
      schema: {
        operationId: 'listOwnActors',
        summary: 'The actors that whoever is signed in writes for',
        tags: ['actors'],
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(OwnActor.ref) }), ...problems },
      },
    },
    async (request) => ({ items: await listOwnActors(db, getViewer(request).accountId) }),
  )
}
