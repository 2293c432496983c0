import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Database } from '@maillage/db'
import type { Context } from '../http/context.ts'
import { clientAddress } from '../http/client.ts'
import { problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { toTerritoryCode } from '../places/territories.rules.ts'
import { toTied } from '../search/read-filters.ts'
import { requireConcepts } from '../vocabulary/vocabulary.queries.ts'
import { leadsOf, listValues } from './choropleth.queries.ts'
import { classOf, toClasses } from './choropleth.rules.ts'
import { Kept } from './kept.ts'
import { findMap, listBorders, listLevels, listPoints } from './map.queries.ts'
import { AskChoropleth, AskMap, AskTwins, Choropleth, TerritoryMap, Twins } from './maps.schema.ts'
import { getSubject, readScope } from './subject.queries.ts'
import { nameTwins } from './name-twins.queries.ts'
import { findMix, listMixes } from './twins.queries.ts'

const YEARS_OF_NEWCOMERS = 5

/** Of what somebody drew: nobody else has asked for it. */
const drawings = { name: 'drawn-areas', times: 60, seconds: 3600 }

/** Territories in a picture, and beside each other. */
export const territoryMapRoutes: FastifyPluginAsyncTypebox<Pick<Context, 'db' | 'now'>> = async (
  app,
  { db, now },
) => {
  const kept = new Kept()

  app.get(
    '/territories/:code/map',
    {
      schema: {
        operationId: 'getTerritoryMap',
        summary: 'The border of a territory, what is around it, and where its actors are',
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskMap,
        response: { 200: TerritoryMap.ref, ...problems },
      },
    },
    async (request) => {
      const { params, query } = request
      const scope = readScope(params.code, query.area)
      await getSubject(db, scope, query.lang)
      const find = async () => {
        const map = await findMap(db, scope)
        return { ...map, points: [...(await listPoints(db, scope, map.bounds))] }
      }
      return kept.get(
        db,
        ['map', scope],
        find,
        scope.area && (() => requireWithin(db, [[drawings, clientAddress(request)]])),
      )
    },
  )

  app.get(
    '/territories/choropleth',
    {
      schema: {
        operationId: 'getChoropleth',
        summary: 'A figure of every territory of a level, in classes, with borders to draw',
        tags: ['territories'],
        querystring: AskChoropleth,
        response: { 200: Choropleth.ref, ...problems },
      },
    },
    async ({ query }) => {
      const levels = await listLevels(db)
      const {
        figure = 'actors',
        level = 0,
        theme = [],
        classes: classing = 'natural',
        lang,
      } = query
      await requireConcepts(db, { theme })
      const tied = toTied(query)
      const since = query.since ?? now().getUTCFullYear() - YEARS_OF_NEWCOMERS
      const country = query.country === undefined ? undefined : toTerritoryCode(query.country)
      const borders = await listBordersOnce(db, { level, country }, lang, levels)
      const mapped = { figure, level, themes: theme, since, tied }
      const values = await kept.get(db, [mapped], () => listValues(db, mapped))
      const byCode = new Map(values.map((row) => [row.code, row]))
      const shown = borders.map((border) => {
        const row = byCode.get(border.code) ?? { code: border.code, value: null }
        return { ...border, value: row.value, ...leadsOf(row, mapped) }
      })
      const counted = shown.flatMap(({ value }) => (value === null ? [] : [value]))
      const classes = toClasses(counted, classing)
      return {
        figure,
        level,
        classing,
        since,
        levels: levels.map((each) => each.level),
        classes,
        items: shown.map((item) => ({
          ...item,
          class: item.value === null ? null : classOf(classes, item.value),
        })),
      }
    },
  )

  /** Borders change with what was loaded, not with the data. */
  function listBordersOnce(
    executor: Database,
    asked: Parameters<typeof listBorders>[1],
    language: Parameters<typeof listBorders>[2],
    levels: unknown[],
  ) {
    return kept.get(executor, ['borders', asked, language, levels], () =>
      listBorders(executor, asked, language),
    )
  }

  app.get(
    '/territories/:code/twins',
    {
      schema: {
        operationId: 'listTerritoryTwins',
        summary: 'Territories with the most similar mix of themes and practices, and what differs',
        description:
          'The mix is how many actors have each theme, with broader ones, and each practice; similar are those with the ' +
          'greatest cosine.',
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskTwins,
        response: { 200: Twins.ref, ...problems },
      },
    },
    async ({ params, query: { area, lang, ...query } }) => {
      const scope = readScope(params.code, area)
      const subject = await getSubject(db, scope, lang)
      const level = query.level ?? subject.level ?? 0
      const [mixes, mine] = await Promise.all([
        kept.get(db, ['mixes', level], () => listMixes(db, level)),
        kept.get(db, ['mix', scope], () => findMix(db, scope)),
      ])
      return { subject, level, ...(await nameTwins(db, { scope, mine, mixes }, lang)) }
    },
  )
}
