import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '@maillage/db'
import { parsePosition } from '../http/geography.ts'
import { toPlace } from '../http/language.ts'
import { problems } from '../http/problem.ts'
import { findDuplicates } from './duplicates.queries.ts'
import { ListSimilarActors, SimilarActorList } from './duplicates.schema.ts'

export const duplicateRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/actors/similar',
    {
      schema: {
        operationId: 'listSimilarActors',
        summary: 'Actors that may be the one described',
        description:
          'For “Is this you already?”: published actors with the same identifier or website, or a similar name, and why.',
        tags: ['actors'],
        querystring: ListSimilarActors,
        response: { 200: SimilarActorList.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { name, website, country, town, at, identifier = [], not, limit, lang } = query
      const candidate = {
        name,
        website,
        country,
        town,
        at: at === undefined ? undefined : parsePosition(at, 'at'),
        identifiers: identifier.map((pair) => ({
          scheme: pair.slice(0, pair.indexOf(':')),
          value: pair.slice(pair.indexOf(':') + 1),
        })),
      }
      const found = await findDuplicates(db, candidate, { not, limit })
      return { items: found.map((actor) => ({ ...actor, place: toPlace(actor, lang) })) }
    },
  )
}
