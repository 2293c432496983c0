import Type from 'typebox'
import {
  Bounds,
  BoundsParameter,
  LanguageParameter,
  named,
  nullable,
  oneOf,
  Position,
  withDefault,
} from '../http/schema.ts'

export const GazetteerPlace = named(
  'GazetteerPlace',
  Type.Object(
    {
      id: Type.String({ description: 'GeoNames id, or country, code and name of a postal code.' }),
      name: Type.String({ examples: ['Győr'] }),
      region: nullable(Type.String()),
      country: Type.String({ examples: ['HU'] }),
      countryName: Type.String({ examples: ['Hungary'] }),
      coordinates: Position,
      population: nullable(Type.Integer()),
      postalCode: nullable(Type.String()),
    },
    { description: 'A populated place of the gazetteer.' },
  ),
)

export const PlaceLabel = named(
  'PlaceLabel',
  Type.Object(
    { name: Type.String({ examples: ['Győr'] }), coordinates: Position },
    { description: 'A name to write on a map.' },
  ),
)

const territoryProperties = {
  code: Type.String({ examples: ['ITI43'] }),
  name: Type.String({ examples: ['Roma'] }),
  level: Type.Integer({
    minimum: 0,
    maximum: 3,
    description: '0 for countries, 1 to 3 as in NUTS.',
  }),
  parent: nullable(Type.String()),
  actorCount: Type.Integer(),
}

export const Territory = named('Territory', Type.Object(territoryProperties))

export const TerritoryList = named(
  'TerritoryList',
  Type.Object({
    levels: Type.Array(territoryProperties.level, {
      description: 'Levels that this instance has any territory of, whatever was asked for.',
    }),
    items: Type.Array(Territory.ref),
  }),
)

export const TerritoryDetail = named(
  'TerritoryDetail',
  Type.Object({
    ...territoryProperties,
    bounds: nullable(Bounds),
    version: nullable(Type.String({ description: 'Edition of the borders.', examples: ['2021'] })),
    source: nullable(Type.String({ description: 'Whom to credit for the border.' })),
  }),
)

export const ListPlaces = Type.Object(
  {
    q: Type.String({
      minLength: 1,
      maxLength: 200,
      description:
        'Beginning of a name or postal code; small errors are forgiven. After a comma, a region or country.',
      examples: ['gyor'],
    }),
    limit: withDefault(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const ListPlaceLabels = Type.Object(
  {
    bbox: BoundsParameter,
    limit: withDefault(Type.Integer({ minimum: 1, maximum: 200, default: 100 })),
  },
  { additionalProperties: false },
)

export const Whereabouts = named(
  'Whereabouts',
  Type.Object(
    {
      label: Type.String({ examples: ['12 Rue Haute, 67000 Strasbourg, France'] }),
      street: nullable(Type.String()),
      postalCode: nullable(Type.String()),
      town: nullable(Type.String()),
      region: nullable(Type.String()),
      country: Type.String({ examples: ['FR'] }),
      coordinates: Position,
      precision: oneOf(['address', 'town']),
      placeId: nullable(Type.Integer({ description: 'GeoNames id.' })),
    },
    { description: 'A place or address that a text may mean.' },
  ),
)

export const Geocode = Type.Object(
  {
    q: Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'A place, postal code or, where the operator has set a geocoder, an address.',
      examples: ['12 rue Haute, Strasbourg'],
    }),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const NearestPlace = Type.Object(
  {
    at: Type.String({ maxLength: 100, description: 'lng,lat', examples: ['21.23,45.75'] }),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

const Code = Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$', examples: ['HU'] })

export const ListTerritories = Type.Object(
  {
    level: Type.Optional(Type.Integer({ minimum: 0, maximum: 3 })),
    parent: Type.Optional(Code),
    q: Type.Optional(Type.String({ maxLength: 200, description: 'Beginning of a name or code.' })),
    at: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'lng,lat: the territories around this point.',
        examples: ['21.23,45.75'],
      }),
    ),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const TerritoryParams = Type.Object({ code: Code })

export const placeSchemas = [
  GazetteerPlace,
  Whereabouts,
  PlaceLabel,
  Territory,
  TerritoryList,
  TerritoryDetail,
].map(({ schema }) => schema)
