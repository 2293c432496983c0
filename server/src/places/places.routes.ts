import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import { parseBounds } from '../http/geography.ts'
import { notFound, problems } from '../http/problem.ts'
import { LanguageQuery } from '../http/schema.ts'
import { findPlaces, listPlaceLabels } from './places.queries.ts'
import {
  GazetteerPlace,
  ListPlaceLabels,
  ListPlaces,
  ListTerritories,
  PlaceLabel,
  Territory,
  TerritoryDetail,
  TerritoryParams,
} from './places.schema.ts'
import { findTerritory, listTerritories } from './territories.queries.ts'
import { toTerritoryCode } from './territories.rules.ts'

export const placeRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  app.get(
    '/places',
    {
      schema: {
        operationId: 'findPlaces',
        summary: 'Places of the gazetteer, while a name is typed',
        tags: ['places'],
        querystring: ListPlaces,
        response: { 200: Type.Object({ items: Type.Array(GazetteerPlace.ref) }), ...problems },
      },
    },
    async ({ query: { q, limit, lang } }) => ({ items: await findPlaces(db, q, limit, lang) }),
  )

  app.get(
    '/places/labels',
    {
      schema: {
        operationId: 'listPlaceLabels',
        summary: 'The most populous places in a box, to be written on a map',
        tags: ['places'],
        querystring: ListPlaceLabels,
        response: { 200: Type.Object({ items: Type.Array(PlaceLabel.ref) }), ...problems },
      },
    },
    async ({ query: { bbox, limit } }) => ({
      items: await listPlaceLabels(db, parseBounds(bbox), limit),
    }),
  )

  app.get(
    '/territories',
    {
      schema: {
        operationId: 'listTerritories',
        summary: 'Countries and regions with the number of their actors',
        tags: ['places'],
        querystring: ListTerritories,
        response: { 200: Type.Object({ items: Type.Array(Territory.ref) }), ...problems },
      },
    },
    async ({ query: { parent, lang, ...query } }) => ({
      items: await listTerritories(
        db,
        { ...query, ...(parent && { parent: toTerritoryCode(parent) }) },
        lang,
      ),
    }),
  )

  app.get(
    '/territories/:code',
    {
      schema: {
        operationId: 'getTerritory',
        summary: 'One country or region',
        description: 'EL and UK are taken for GR and GB.',
        tags: ['places'],
        params: TerritoryParams,
        querystring: LanguageQuery,
        response: { 200: TerritoryDetail.ref, ...problems },
      },
    },
    async ({ params, query }) => {
      const territory = await findTerritory(db, toTerritoryCode(params.code), query.lang)
      if (!territory) throw notFound('This territory')
      return territory
    },
  )
}
