import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'drizzle-orm'
import Type, { type Static } from 'typebox'
import type { Database } from '@maillage/db'
import { problems } from '../http/problem.ts'
import { named, NoQuery } from '../http/schema.ts'

const Statistics = named(
  'Statistics',
  Type.Object({
    actors: Type.Integer(),
    countries: Type.Integer({ description: 'Countries that actors are in.' }),
    practices: Type.Integer(),
    collaborations: Type.Integer(),
  }),
)

type Statistics = Static<typeof Statistics.schema>

export const statisticsRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (
  app,
  { db },
) => {
  app.addSchema(Statistics.schema)

  app.get(
    '/statistics',
    {
      schema: {
        operationId: 'getStatistics',
        summary: 'How much there is',
        tags: ['instance'],
        querystring: NoQuery,
        response: { 200: Statistics.ref, ...problems },
      },
    },
    async () => {
      const [counts] = await db.execute<Statistics>(sql`
        select
          count(*) filter (where feature = 'actors')::int as actors,
          count(*) filter (where feature = 'practices')::int as practices,
          count(*) filter (where feature = 'collaborations')::int as collaborations,
          (select count(distinct country)::int from search_documents
           cross join unnest(countries) as country where feature = 'actors') as countries
        from search_documents`)
      if (!counts) throw new Error('A count without a row')
      return counts
    },
  )
}
