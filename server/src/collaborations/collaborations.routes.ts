import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '@maillage/db'
import { gone, notFound, problems } from '../http/problem.ts'
import { LanguageQuery, SlugParams } from '../http/schema.ts'
import { findCollaboration, isCollaborationErased } from './collaborations.queries.ts'
import { Collaboration } from './collaborations.schema.ts'

export const collaborationRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (
  app,
  { db },
) => {
  app.get(
    '/collaborations/:slug',
    {
      schema: {
        operationId: 'getCollaboration',
        summary: 'One collaboration with all who take part',
        tags: ['collaborations'],
        params: SlugParams,
        querystring: LanguageQuery,
        response: { 200: Collaboration.ref, ...problems },
      },
    },
    async ({ params, query }) => {
      const collaboration = await findCollaboration(db, params.slug, query.lang)
      if (collaboration) return collaboration
      throw (await isCollaborationErased(db, params.slug))
        ? gone('This collaboration')
        : notFound('This collaboration')
    },
  )
}
