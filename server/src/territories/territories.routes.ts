import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '@maillage/db'
import { problems } from '../http/problem.ts'
import type { Language } from '../http/schema.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { toTerritoryCode } from '../places/territories.rules.ts'
import { Kept } from './kept.ts'
import { countAll, nameFigures } from './figures.queries.ts'
import {
  AskComparison,
  AskFigures,
  AskReached,
  AskTies,
  Comparison,
  ReachedTerritories,
  TerritoryFigures,
  TerritoryTies,
} from './figures.schema.ts'
import { toTied } from '../search/read-filters.ts'
import type { Scope } from '../search/reach.queries.ts'
import type { Tied } from '../search/tied.queries.ts'
import { DRAWN, getSubject, needsDrawn, readScope } from './subject.queries.ts'
import { listReached, listTies, nameReached } from './ties.queries.ts'

const OF_DRAWN = 'The code `drawn` with the parameter `area` stands for an area of one’s own.'

export const territoryRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  const kept = new Kept()

  async function getFigures(scope: Scope, tied: Tied, language: Language) {
    const subject = await getSubject(db, scope, language)
    const counts = await kept.get(db, [scope, tied], () => countAll(db, scope, tied, subject.level))
    return nameFigures(db, scope, subject, { counts, tied }, language)
  }

  app.get(
    '/territories/:code/figures',
    {
      schema: {
        operationId: 'getTerritoryFigures',
        summary: 'Who acts in a territory, and who works with whom, also across its border',
        description: `Each figure names the list whose total it is. ${OF_DRAWN}`,
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskFigures,
        response: { 200: TerritoryFigures.ref, ...problems },
      },
    },
    async ({ params, query }) =>
      getFigures(readScope(params.code, query.area), toTied(query), query.lang),
  )

  app.get(
    '/territories/compare',
    {
      schema: {
        operationId: 'compareTerritories',
        summary: 'The figures of up to four territories',
        tags: ['territories'],
        querystring: AskComparison,
        response: { 200: Comparison.ref, ...problems },
      },
    },
    async ({ query: { code, area, lang, ...asked } }) => {
      const tied = toTied(asked)
      const codes = [
        ...new Set(code.map((each) => (each === DRAWN ? each : toTerritoryCode(each)))),
      ]
      if (area !== undefined && !codes.includes(DRAWN)) throw needsDrawn()
      const scopes = codes.map((each) => readScope(each, each === DRAWN ? area : undefined))
      return { items: await Promise.all(scopes.map((scope) => getFigures(scope, tied, lang))) }
    },
  )

  app.get(
    '/territories/:code/ties',
    {
      schema: {
        operationId: 'listTerritoryTies',
        summary: 'Pairs of actors that take part in something together, one or both in a territory',
        description: `Fifty a page, by name. ${OF_DRAWN}`,
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskTies,
        response: { 200: TerritoryTies.ref, ...problems },
      },
    },
    async ({ params, query }) => {
      const { area, side = 'any', themes = 'any', actor, page = 1, lang, ...asked } = query
      const towards = asked.with === undefined ? undefined : toTerritoryCode(asked.with)
      const scope = readScope(params.code, area)
      const subject = await getSubject(db, scope, lang)
      const tied = toTied(asked)
      const chosen = { side, themes, actor, towards, page }
      const ties = await kept.get(db, ['ties', scope, tied, chosen], () =>
        listTies(db, scope, tied, chosen),
      )
      return { subject, ...ties }
    },
  )

  app.get(
    '/territories/:code/reached',
    {
      schema: {
        operationId: 'listReachedTerritories',
        summary: 'Where those are that actors of a territory, or one of them, have ties with',
        description:
          'Elsewhere: in territories of the same level, or in countries where no more is known; in countries for a drawn ' +
          `area. ${OF_DRAWN}`,
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskReached,
        response: { 200: ReachedTerritories.ref, ...problems },
      },
    },
    async ({ params, query: { area, actor: slug, lang, ...asked } }) => {
      const scope = readScope(params.code, area)
      const subject = await getSubject(db, scope, lang)
      const tied = toTied(asked)
      const rows = await kept.get(db, ['reached', scope, tied, slug], async () => [
        ...(await listReached(db, scope, tied, { actor: slug, level: subject.level })),
      ])
      return nameReached(db, scope, subject, { rows, tied, slug }, lang)
    },
  )
}
