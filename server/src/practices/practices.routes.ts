import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '@maillage/db'
import { problems } from '../http/problem.ts'
import { LanguageQuery, SlugParams } from '../http/schema.ts'
import { findPractice, getMissingPractice } from './practices.queries.ts'
import { Practice } from './practices.schema.ts'

export const practiceRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/practices/:slug',
    {
      schema: {
        operationId: 'getPractice',
        summary: 'One practice as a recipe, with those who practise it',
        tags: ['practices'],
        params: SlugParams,
        querystring: LanguageQuery,
        response: { 200: Practice.ref, ...problems },
      },
    },
    async ({ params, query }) =>
      (await findPractice(db, params.slug, query.lang)) ??
      (await getMissingPractice(db, params.slug)),
  )
}
