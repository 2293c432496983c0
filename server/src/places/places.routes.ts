import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import type { Config } from '../config.ts'
import { clientAddress } from '../http/client.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { geocoder } from './geocoder.ts'
import { parseBounds, parsePosition } from '../http/geography.ts'
import { notFound, problems } from '../http/problem.ts'
import { LanguageQuery } from '../http/schema.ts'
import {
  findNearestCities,
  findNearestPlace,
  findPlaces,
  listPlaceLabels,
} from './places.queries.ts'
import {
  GazetteerPlace,
  Geocode,
  ListPlaceLabels,
  ListPlaces,
  ListTerritories,
  NearestPlace,
  PlaceLabel,
  TerritoryDetail,
  TerritoryList,
  TerritoryParams,
  Whereabouts,
} from './places.schema.ts'
import { findTerritory, listTerritories, listTerritoryLevels } from './territories.queries.ts'
import { toTerritoryCode } from './territories.rules.ts'

/** Enough for someone who tries several ways of writing an address. */
const addresses = { name: 'geocode', times: 60, seconds: 600 }

export const placeRoutes: FastifyPluginAsyncTypebox<{ db: Database; config: Config }> = async (
  app,
  { db, config },
) => {
  const askGeocoder = config.GEOCODER_URL ? geocoder(config.GEOCODER_URL) : undefined

  app.get(
    '/geocode',
    {
      schema: {
        operationId: 'geocode',
        summary: 'Where a place or address is',
        description: 'Asks the geocoder of this instance if it has one, and the gazetteer else.',
        tags: ['places'],
        querystring: Geocode,
        response: { 200: Type.Object({ items: Type.Array(Whereabouts.ref) }), ...problems },
      },
    },
    async (request) => {
      const { q, lang } = request.query
      if (askGeocoder) {
        await requireWithin(db, [[addresses, clientAddress(request)]])
        try {
          const found = await askGeocoder(q, lang)
          if (found.length > 0) return { items: found.map((each) => ({ ...each, placeId: null })) }
        } catch (error) {
          request.log.warn(error)
        }
      }
      // Where a street is not known, its town may be: what follows the last comma that is one.
      const parts = q.split(',').map((part) => part.trim())
      for (const [at] of parts.entries()) {
        const places = await findPlaces(db, parts.slice(at).join(', '), MOST_PLACES, lang)
        if (places.length > 0) return { items: await tellApart(db, places.map(toWhereabouts)) }
      }
      return { items: [] }
    },
  )

  app.get(
    '/places/nearest',
    {
      schema: {
        operationId: 'findNearestPlace',
        summary: 'The place nearest to a point',
        tags: ['places'],
        querystring: NearestPlace,
        response: { 200: GazetteerPlace.ref, ...problems },
      },
    },
    async ({ query }) => {
      const place = await findNearestPlace(db, parsePosition(query.at, 'at'), query.lang)
      if (!place) throw notFound('A place near this point')
      return place
    },
  )

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
        response: { 200: TerritoryList.ref, ...problems },
      },
    },
    async ({ query: { parent, at, lang, ...query } }) => {
      const asked = {
        ...query,
        ...(parent && { parent: toTerritoryCode(parent) }),
        ...(at !== undefined && { at: parsePosition(at, 'at') }),
      }
      const [levels, items] = await Promise.all([
        listTerritoryLevels(db),
        listTerritories(db, asked, lang),
      ])
      return { levels, items }
    },
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

const MOST_PLACES = 8

/** Names the nearest city with places of which nothing else tells which is which. */
async function tellApart(db: Database, places: ReturnType<typeof toWhereabouts>[]) {
  const isAlone = ({ label }: { label: string }) =>
    places.filter((place) => place.label === label).length === 1
  const ids = places.flatMap((place) => (isAlone(place) ? [] : (place.placeId ?? [])))
  if (ids.length === 0) return places
  const cities = await findNearestCities(db, ids)
  return places.map((place) => {
    const city = isAlone(place) ? undefined : cities.get(place.placeId ?? 0)
    return city
      ? { ...place, label: place.label.replace(place.town, `${place.town} (${city})`) }
      : place
  })
}

function toWhereabouts(place: Awaited<ReturnType<typeof findPlaces>>[number]) {
  const { id, name, region, country, countryName, coordinates, postalCode } = place
  const town = postalCode === null ? name : `${postalCode} ${name}`
  return {
    label: [town, region === name ? null : region, countryName].filter(Boolean).join(', '),
    street: null,
    postalCode,
    town: name,
    region,
    country,
    coordinates,
    precision: 'town' as const,
    placeId: /^\d+$/.test(id) ? Number(id) : null,
  }
}
