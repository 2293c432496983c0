import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '@maillage/db'
import { problems } from '../http/problem.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { getFigures } from './figures.queries.ts'
import { AskFigures, AskTies, TerritoryFigures, TerritoryTies } from './figures.schema.ts'
import { getSubject, readScope } from './subject.queries.ts'
import { listTies } from './ties.queries.ts'

const DRAWN = 'The code `drawn` with the parameter `area` stands for an area of one’s own.'

export const territoryRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/territories/:code/figures',
    {
      schema: {
        operationId: 'getTerritoryFigures',
        summary: 'Who acts in a territory, and who works with whom, also across its border',
        description: `Each figure names the list whose total it is. ${DRAWN}`,
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskFigures,
        response: { 200: TerritoryFigures.ref, ...problems },
      },
    },
    async ({ params, query }) => getFigures(db, readScope(params.code, query.area), query.lang),
  )

  app.get(
    '/territories/:code/ties',
    {
      schema: {
        operationId: 'listTerritoryTies',
        summary: 'Pairs of actors that take part in something together, one or both in a territory',
        description: `Fifty a page, by name. ${DRAWN}`,
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskTies,
        response: { 200: TerritoryTies.ref, ...problems },
      },
    },
    async ({ params, query: { area, side = 'any', themes = 'any', page = 1, lang } }) => {
      const scope = readScope(params.code, area)
      const subject = await getSubject(db, scope, lang)
      return { subject, ...(await listTies(db, scope, { side, themes, page })) }
    },
  )
}
