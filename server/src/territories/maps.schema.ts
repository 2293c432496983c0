import Type from 'typebox'
import type { Geometry } from 'geojson'
import {
  AreaParameter,
  Bounds,
  LanguageParameter,
  named,
  nullable,
  oneOf,
  Position,
  repeatable,
  Slug,
} from '../http/schema.ts'
import { tieFilters } from '../search/search.schema.ts'
import { mappedFigures } from './choropleth.queries.ts'
import { classings } from './choropleth.rules.ts'
import { Figure, FigureQuery, Subject, TerritoryRef } from './figures.schema.ts'

const Shape = Type.Unsafe<Geometry>({
  type: 'object',
  description: 'A GeoJSON polygon or more of them, simplified for a picture.',
  additionalProperties: true,
})

const Outline = Type.Object({ code: Type.String(), geometry: Shape })

export const AskMap = Type.Object(
  { area: Type.Optional(AreaParameter), lang: LanguageParameter },
  { additionalProperties: false },
)

export const TerritoryMap = named(
  'TerritoryMap',
  Type.Object(
    {
      bounds: nullable(Bounds),
      border: nullable(Shape),
      around: Type.Array(Outline, { description: 'Countries in view.' }),
      inside: Type.Array(Outline, { description: 'Narrower territories.' }),
      points: Type.Array(Type.Object({ coordinates: Position, count: Type.Integer() }), {
        description: 'Where actors are, as far as it is public; those close together as one.',
      }),
    },
    { description: 'What a picture of a territory is drawn from.' },
  ),
)

export const AskChoropleth = Type.Object(
  {
    figure: Type.Optional(oneOf(mappedFigures)),
    level: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    country: Type.Optional(
      Type.String({ pattern: '^[A-Za-z]{2}$', description: 'Only territories of this country.' }),
    ),
    theme: repeatable(Slug(100), {
      description:
        'For actors: only those with one of these themes. One that the vocabulary lacks gets a 400.',
    }),
    ...tieFilters,
    since: Type.Optional(
      Type.Integer({ minimum: 1000, maximum: 2200, description: 'For newcomers: the first year.' }),
    ),
    classes: Type.Optional(
      oneOf(classings, {
        description: 'Natural breaks (ckmeans) or quantiles; at most five classes.',
      }),
    ),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const Choropleth = named(
  'Choropleth',
  Type.Object({
    figure: oneOf(mappedFigures),
    level: Type.Integer(),
    classing: oneOf(classings),
    since: Type.Integer(),
    levels: Type.Array(Type.Integer(), { description: 'Levels that have territories.' }),
    classes: Type.Array(
      Type.Object({
        from: Type.Number(),
        to: Type.Number(),
        count: Type.Integer({ description: 'Territories in this class.' }),
      }),
      { description: 'From the lowest; both ends belong to the class.' },
    ),
    items: Type.Array(
      Type.Object({
        code: Type.String(),
        name: Type.String(),
        value: nullable(Type.Number({ description: 'Null where there is nothing to count.' })),
        class: nullable(Type.Integer({ description: 'Place in `classes`.' })),
        query: nullable(FigureQuery.ref),
        parts: Type.Array(Figure.ref),
        geometry: Shape,
      }),
      {
        description:
          'Each with the list of what was counted: its `total` is `value`. `acrossShare` and `eiIndex`, which no list can have ' +
          'for a total, have `parts` instead: the collaborations across the border and all, or the ties across and inside.',
      },
    ),
  }),
)

export const AskTwins = Type.Object(
  {
    area: Type.Optional(AreaParameter),
    level: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 3,
        description: 'Of the twins; that of the territory itself if not said.',
      }),
    ),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

const Part = Type.Object({
  kind: oneOf(['theme', 'practice']),
  slug: Type.String(),
  label: Type.String(),
  here: Type.Integer({ description: 'Actors here that have it.' }),
  there: Type.Integer(),
})

export const Twins = named(
  'Twins',
  Type.Object({
    subject: Subject.ref,
    level: Type.Integer(),
    compared: Type.Integer({
      description: 'Territories of the level with enough actors to compare.',
    }),
    leastActors: Type.Integer({ description: 'How many that is.' }),
    actors: Type.Integer(),
    items: Type.Array(
      Type.Object({
        territory: TerritoryRef.ref,
        similarity: Type.Number({ minimum: 0, maximum: 1 }),
        actors: Figure.ref,
        differences: Type.Array(Part, { description: 'The largest differences of shares first.' }),
        missing: Type.Array(Part, { description: 'What is there and not here.' }),
      }),
    ),
  }),
)

export const mapSchemas = [TerritoryMap, Choropleth, Twins].map(({ schema }) => schema)
