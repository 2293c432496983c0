import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import { problems } from '../http/problem.ts'
import { LanguageQuery } from '../http/schema.ts'
import { listSkills, listThemes } from './vocabulary.queries.ts'
import { Skill, Theme } from './vocabulary.schema.ts'

export const vocabularyRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (
  app,
  { db },
) => {
  app.get(
    '/themes',
    {
      schema: {
        operationId: 'listThemes',
        summary: 'All themes of the vocabulary',
        tags: ['vocabulary'],
        querystring: LanguageQuery,
        response: { 200: Type.Object({ items: Type.Array(Theme.ref) }), ...problems },
      },
    },
    async ({ query }) => ({ items: await listThemes(db, query.lang) }),
  )

  app.get(
    '/skills',
    {
      schema: {
        operationId: 'listSkills',
        summary: 'All skills of the vocabulary',
        tags: ['vocabulary'],
        querystring: LanguageQuery,
        response: { 200: Type.Object({ items: Type.Array(Skill.ref) }), ...problems },
      },
    },
    async ({ query }) => ({ items: await listSkills(db, query.lang) }),
  )
}
