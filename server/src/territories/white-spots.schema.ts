import Type from 'typebox'
import {
  AreaParameter,
  LanguageParameter,
  named,
  nullable,
  Position,
  Slug,
} from '../http/schema.ts'
import { Figure, Subject } from './figures.schema.ts'

export const DEFAULT_KILOMETERS = 30
export const DEFAULT_POPULATION = 1000

const asked = {
  area: Type.Optional(AreaParameter),
  theme: Type.Optional(Slug(200, { description: 'One that the vocabulary lacks gets a 400.' })),
  practice: Type.Optional(Slug(200)),
  within: Type.Optional(
    Type.Number({
      minimum: 1,
      maximum: 2000,
      description: `Kilometres, ${String(DEFAULT_KILOMETERS)} where nothing is said.`,
    }),
  ),
  population: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 100_000_000,
      description: `Only places of at least so many people, ${String(DEFAULT_POPULATION)} where nothing is said.`,
    }),
  ),
  lang: LanguageParameter,
}

export const AskWhiteSpots = Type.Object(asked, { additionalProperties: false })

const Nearest = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  coordinates: Position,
  distanceMeters: Type.Integer({ description: 'As the crow flies.' }),
})

const WhiteSpot = Type.Object({
  id: Type.Integer({ description: 'GeoNames id.' }),
  name: Type.String(),
  region: nullable(Type.String()),
  population: Type.Integer(),
  coordinates: Position,
  nearest: nullable(Nearest),
})

export const WhiteSpots = named(
  'WhiteSpots',
  Type.Object({
    subject: Subject.ref,
    sought: Type.Object({ slug: Type.String(), label: Type.String() }),
    withinKilometers: Type.Number(),
    leastPopulation: Type.Integer(),
    providers: Figure.ref,
    providersLocated: Type.Integer({
      description: 'Those of them with a known place: the distances are to these.',
    }),
    providersHere: Figure.ref,
    providersWithinReach: nullable(
      Type.Array(Position, {
        description:
          'Where those are that may be within the distance of a place that was looked at, each point once; of very many only ' +
          'one within a small part of the distance, and null if these are more than 5,000.',
      }),
    ),
    places: Type.Integer({ description: 'Places that were looked at.' }),
    people: Type.Integer({ description: 'Who live in them.' }),
    placesWithout: Type.Integer({ description: 'Places without a provider within the distance.' }),
    peopleWithout: Type.Integer(),
    items: Type.Array(WhiteSpot, { description: 'The most populous of these, at most 200.' }),
  }),
)

const nearest = {
  nearest: nullable(Type.String({ description: 'Slug of the nearest provider.' })),
  nearestName: nullable(Type.String()),
  distanceMeters: nullable(Type.Integer()),
}

const Corners = Type.Array(Type.Array(Position))

export const WhiteSpotCollection = named(
  'WhiteSpotCollection',
  Type.Object(
    {
      type: Type.Literal('FeatureCollection'),
      attribution: nullable(Type.String({ description: 'Whom to credit for the border.' })),
      features: Type.Array(
        Type.Union([
          Type.Object({
            type: Type.Literal('Feature'),
            geometry: Type.Object({ type: Type.Literal('Polygon'), coordinates: Corners }),
            properties: Type.Object(
              {
                kind: Type.Literal('area'),
                innermost: Position,
                ...nearest,
              },
              { description: 'Nearest to the innermost point, the one farthest from the edge.' },
            ),
          }),
          Type.Object({
            type: Type.Literal('Feature'),
            id: Type.Integer({ description: 'GeoNames id.' }),
            geometry: Type.Object({ type: Type.Literal('Point'), coordinates: Position }),
            properties: Type.Object({
              kind: Type.Literal('place'),
              name: Type.String(),
              region: nullable(Type.String()),
              population: Type.Integer(),
              ...nearest,
            }),
          }),
        ]),
        { description: 'First areas, the largest first, then places, the most populous first.' },
      ),
    },
    { description: 'Areas and places without a provider within the distance, as GeoJSON.' },
  ),
)

export const whiteSpotSchemas = [WhiteSpots, WhiteSpotCollection].map(({ schema }) => schema)
