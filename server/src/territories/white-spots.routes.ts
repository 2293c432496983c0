import { setImmediate } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import type { Database } from '@maillage/db'
import { clientAddress } from '../http/client.ts'
import { toCsv } from '../http/csv.ts'
import { invalid, notFound, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import type { Language } from '../http/schema.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { findPractice } from '../practices/practices.queries.ts'
import { listConceptLabels } from '../vocabulary/vocabulary.queries.ts'
import { figureMaker } from './figures.queries.ts'
import type { Scope } from '../search/reach.queries.ts'
import { Kept } from './kept.ts'
import { getSubject, readScope } from './subject.queries.ts'
import {
  countProvidersHere,
  findBorder,
  listProviders,
  listSettlements,
  listWhiteAreas,
  type Settlement,
  type Sought,
  type WhiteArea,
} from './white-spots.queries.ts'
import {
  nearestAmong,
  pointsWithinReach,
  type Provider,
  ringAround,
  type Served,
  withoutProvider,
} from './white-spots.rules.ts'
import {
  AskWhiteSpots,
  DEFAULT_KILOMETERS,
  DEFAULT_POPULATION,
  WhiteSpotCollection,
  WhiteSpots,
} from './white-spots.schema.ts'

type Asked = Static<typeof AskWhiteSpots>

/** Of which areas are looked for. */
interface Found {
  scope: Scope
  sought: Sought
  within: number
  served: Whereabouts
}

type Whereabouts = { all: Served<Settlement>[]; providers: Provider[]; providersInAll: number }

const MOST_ITEMS = 200

/** Of what is not known yet: more than somebody looks at. Only areas need something new for another distance. */
const perAddress = { name: 'white-spots', times: 60, seconds: 600 }
const areasPerAddress = { name: 'white-areas', times: 20, seconds: 600 }

/** To unite so many takes the embedded engine about a second, and others wait. */
const MOST_CIRCLES = 1_000

/** What a place with its provider takes in memory, measured with 20,000: at most 450. */
const BYTES_A_PLACE = 500
const bytesOf = ({ all, providers }: Whereabouts) =>
  BYTES_A_PLACE * (all.length + providers.length + 1)

/** Some milliseconds of work; others have their turn after it. */
const PLACES_AT_A_TIME = 1_000

async function whoIsNearest(places: readonly Settlement[], providers: readonly Provider[]) {
  const toNearest = nearestAmong(providers)
  const all: Served<Settlement>[] = []
  for (let start = 0; start < places.length; start += PLACES_AT_A_TIME) {
    for (const place of places.slice(start, start + PLACES_AT_A_TIME)) all.push(toNearest(place))
    await setImmediate()
  }
  return all
}

/** Where nobody near does something. */
export const whiteSpotRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  const kept = new Kept<Whereabouts>({ bytesOf })
  const keptAreas = new Kept()

  async function find({ code, query, address }: { code: string; query: Asked; address: string }) {
    const scope = readScope(code, query.area)
    const sought = readSought(query)
    const { within = DEFAULT_KILOMETERS, population = DEFAULT_POPULATION, lang } = query
    const [subject, label] = await Promise.all([
      getSubject(db, scope, lang),
      nameOf(db, sought, lang),
    ])
    const served = await kept.get(
      db,
      [scope, sought, population],
      async () => {
        const [places, { located, count }] = await Promise.all([
          listSettlements(db, scope, { level: subject.level, population }),
          listProviders(db, sought),
        ])
        const all = await whoIsNearest(places, located)
        return { all, providers: located, providersInAll: count }
      },
      () => requireWithin(db, [[perAddress, address]]),
    )
    const without = withoutProvider(served.all, within * 1000)
    return { scope, subject, sought, label, within, population, served, without }
  }

  /** What nobody serves, and who is nearest to it. */
  function findAreas({ scope, sought, within, served }: Found, address: string) {
    return keptAreas.get(
      db,
      [scope, sought, within],
      async () => {
        const found = await findBorder(db, scope)
        const points =
          found && pointsWithinReach(found.corners, served.providers, within, MOST_CIRCLES)
        if (!points) return { areas: [] }
        const rings = points.map((point) => ringAround(point, within * 1000))
        const areas = await listWhiteAreas(db, found.border, rings)
        const toNearest = nearestAmong(served.providers)
        return {
          areas: areas.map((area) => toNearest({ ...area, coordinates: area.innermost })),
        }
      },
      () => requireWithin(db, [[areasPerAddress, address]]),
    )
  }

  const route = {
    tags: ['territories'],
    params: TerritoryParams,
    querystring: AskWhiteSpots,
  }
  const described =
    'A white spot is a place of the gazetteer from which the nearest actor with the theme, or with the practice, is farther ' +
    'away than the distance. Actors outside the territory count as well.'
  const asCsv = `${described} A row each, with its people, its nearest provider and the distance to it.`
  const asGeojson =
    `${described} The file has a point for each, with its people, its nearest provider and the distance to it, and before them ` +
    'the areas from which nobody is within the distance: what is inside the border, simplified as a map shows it, and outside ' +
    'circles around providers (of 64 corners). The nearest provider of an area, and its distance, are those of its innermost ' +
    'point. Of more than 1,000 providers only one within a tenth of the distance is drawn, and areas then reach up to a ' +
    'seventh of the distance too far. There are none where there is no border, nor where more than 1,000 would still have ' +
    'to be drawn.'

  app.get(
    '/territories/:code/white-spots',
    {
      schema: {
        ...route,
        operationId: 'getWhiteSpots',
        summary: 'Places of a territory with nobody near who has a theme or practice',
        description: described,
        response: { 200: WhiteSpots.ref, ...problems },
      },
    },
    async (request) => {
      const { subject, scope, sought, label, within, population, served, without } = await find(
        readAsked(request),
      )
      const parameters = parametersOf(sought)
      return {
        subject,
        sought: { slug: sought.theme ?? sought.practice, label },
        withinKilometers: within,
        leastPopulation: population,
        providers: { value: served.providersInAll, query: { list: 'actors' as const, parameters } },
        providersLocated: served.providers.length,
        providersHere: figureMaker(scope)(
          'actors',
          await countProvidersHere(db, scope, sought),
          parameters,
        ),
        providersWithinReach: pointsWithinReach(
          served.all.map(({ place }) => place),
          served.providers,
          within,
        ),
        places: served.all.length,
        people: peopleIn(served.all),
        placesWithout: without.length,
        peopleWithout: peopleIn(without),
        items: without.slice(0, MOST_ITEMS).map(({ place, nearest }) => ({ ...place, nearest })),
      }
    },
  )

  app.get(
    '/territories/:code/white-spots.geojson',
    {
      schema: {
        ...route,
        operationId: 'getWhiteSpotsAsGeojson',
        summary: 'The same places, all of them, and the areas around them, as GeoJSON',
        description: asGeojson,
        response: {
          200: {
            description: 'Polygons and points',
            content: { 'application/geo+json': { schema: WhiteSpotCollection.ref } },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const asked = readAsked(request)
      const found = await find(asked)
      const { areas } = await findAreas(found, asked.address)
      return reply.type('application/geo+json').send({
        type: 'FeatureCollection' as const,
        attribution: found.subject.source,
        features: [...areas.map(toArea), ...found.without.map(toPoint)],
      })
    },
  )

  app.get(
    '/territories/:code/white-spots.csv',
    {
      schema: {
        ...route,
        operationId: 'getWhiteSpotsAsCsv',
        summary: 'The same places as CSV, all of them',
        description: asCsv,
        response: {
          200: { description: 'Rows', content: { 'text/csv': { schema: Type.String() } } },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { without } = await find(readAsked(request))
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', 'attachment; filename="white-spots.csv"')
        .send(toCsv(COLUMNS, without.map(toRow), { bom: true }))
    },
  )
}

/** What is asked, and from where. */
const readAsked = (
  request: FastifyRequest & { params: { code: string }; query: Asked },
): { code: string; query: Asked; address: string } => ({
  code: request.params.code,
  query: request.query,
  address: clientAddress(request),
})

function readSought({ theme, practice }: Asked): Sought {
  if (theme !== undefined && practice === undefined) return { theme }
  if (practice !== undefined && theme === undefined) return { practice }
  throw invalid({ theme: 'or practice must be given, one of them' })
}

const parametersOf = ({ theme, practice }: Sought): Record<string, string> =>
  theme === undefined ? { practice } : { theme }

async function nameOf(db: Database, { theme, practice }: Sought, language: Language) {
  if (theme !== undefined) {
    const concept = await findTheme(db, theme, language)
    if (!concept) throw invalid({ theme: `is not in the vocabulary: ${theme}` })
    return concept.label
  }
  const found = await findPractice(db, practice, language)
  if (!found) throw notFound('This practice')
  return found.title
}

async function findTheme(db: Database, slug: string, language: Language) {
  const concepts = [...(await listConceptLabels(db, language)).values()]
  return concepts.find((concept) => concept.scheme === 'theme' && concept.slug === slug)
}

const peopleIn = (served: Served<Settlement>[]) =>
  served.reduce((sum, { place }) => sum + place.population, 0)

const toNamed = (nearest: Served<unknown>['nearest']) => ({
  nearest: nearest?.slug ?? null,
  nearestName: nearest?.name ?? null,
  distanceMeters: nearest?.distanceMeters ?? null,
})

const toArea = ({ place: { geometry, innermost }, nearest }: Served<WhiteArea>) => ({
  type: 'Feature' as const,
  geometry,
  properties: { kind: 'area' as const, innermost, ...toNamed(nearest) },
})

const toPoint = ({ place, nearest }: Served<Settlement>) => ({
  type: 'Feature' as const,
  id: place.id,
  geometry: { type: 'Point' as const, coordinates: place.coordinates },
  properties: {
    kind: 'place' as const,
    name: place.name,
    region: place.region,
    population: place.population,
    ...toNamed(nearest),
  },
})

const COLUMNS = [
  'geonames_id',
  'name',
  'region',
  'population',
  'lng',
  'lat',
  'nearest',
  'nearest_name',
  'distance_meters',
] as const

const toRow = ({ place, nearest }: Served<Settlement>) => {
  const [lng, lat] = place.coordinates
  return {
    geonames_id: place.id,
    name: place.name,
    region: place.region,
    population: place.population,
    lng,
    lat,
    nearest: nearest?.slug,
    nearest_name: nearest?.name,
    distance_meters: nearest?.distanceMeters,
  }
}
