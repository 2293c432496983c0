import Type, { type Static, type TSchema } from 'typebox'
import { interfaceLanguages, sourceKinds, textOrigins } from '@maillage/db'

/** A schema that OpenAPI shows under its own name: `schema` is registered once, `ref` is used in routes. */
export function named<T extends TSchema>(id: string, schema: T) {
  return { schema: { ...schema, $id: id }, ref: Type.Unsafe<Static<T>>(Type.Ref(id)) }
}

/** Optional for the caller, always present for the handler. */
export function withDefault<T extends TSchema>(schema: T) {
  return Type.Unsafe<Static<T>>(Type.Optional(schema))
}

/** The schema's values or null, written the short way where the schema has a plain type. */
export function nullable<T extends TSchema>(schema: T) {
  const { type, enum: values, ...rest } = schema as { type?: unknown; enum?: unknown[] }
  if (typeof type !== 'string' && !values) {
    return Type.Unsafe<Static<T> | null>(Type.Union([schema, Type.Null()]))
  }
  return Type.Unsafe<Static<T> | null>({
    ...rest,
    type: [type ?? 'string', 'null'],
    ...(values && { enum: [...values, null] }),
  })
}

/** One of a closed list of words. */
export function oneOf<const T extends readonly string[]>(values: T, options: object = {}) {
  return Type.Unsafe<T[number]>({ type: 'string', enum: [...values], ...options })
}

/** A `Date` in handlers, an ISO 8601 string on the wire. For responses only. */
export const Timestamp = Type.Unsafe<Date>({ type: 'string', format: 'date-time' })

export type Position = [lng: number, lat: number]
export type Bounds = [west: number, south: number, east: number, north: number]

export const Position = Type.Unsafe<Position>({
  type: 'array',
  items: { type: 'number' },
  minItems: 2,
  maxItems: 2,
  description: 'Longitude and latitude in degrees (WGS 84), in this order.',
  examples: [[21.22571, 45.75372]],
})

export const Bounds = Type.Unsafe<Bounds>({
  type: 'array',
  items: { type: 'number' },
  minItems: 4,
  maxItems: 4,
  description:
    'West, south, east, north in degrees; west is greater than east across the 180° line.',
})

/** A box in an address; `parseBounds` reads it. */
export const BoundsParameter = Type.String({
  maxLength: 200,
  description: 'west,south,east,north in degrees; west is greater than east across the 180° line.',
  examples: ['20,45,22,47'],
})

/** A drawn area in an address; `parseArea` reads it. */
export const AreaParameter = Type.String({
  maxLength: 4000,
  description:
    'Corners of an area, lng,lat in degrees, separated by semicolons: 3 to 100, whose sides do not cross.',
  examples: ['20,45;22,45;22,47;20,47'],
})

export const Point = named(
  'Point',
  Type.Object(
    { type: Type.Literal('Point'), coordinates: Type.Unsafe<number[]>(Position) },
    { description: 'A GeoJSON point.' },
  ),
)

export const Text = named(
  'Text',
  Type.Object(
    {
      text: Type.String(),
      language: nullable(
        Type.String({
          description: 'ISO 639-1 code; null where it is not known.',
          examples: ['fr'],
        }),
      ),
      origin: oneOf(textOrigins, {
        description: 'Written in this language, or translated by a person or a machine.',
      }),
      isStale: Type.Boolean({
        description: 'The original changed after this translation was made.',
      }),
    },
    { description: 'What people wrote: in the language asked for if there, else the original.' },
  ),
)

export const LongText = named(
  'LongText',
  Type.Object(
    {
      ...Text.schema.properties,
      html: Type.String({
        description:
          'The text with paragraphs, emphasis, lists, headings and links; safe to put into a page.',
        examples: ['<p>We repair <strong>bicycles</strong>.</p>'],
      }),
    },
    { description: 'What people wrote at length, as they wrote it and as HTML.' },
  ),
)

export const Place = named(
  'Place',
  Type.Object({
    town: nullable(Type.String({ examples: ['Timișoara'] })),
    region: nullable(Type.String()),
    country: nullable(Type.String({ description: 'ISO 3166-1 alpha-2.', examples: ['RO'] })),
    countryName: nullable(Type.String({ examples: ['Romania'] })),
  }),
)

export const Concept = named(
  'Concept',
  Type.Object(
    { slug: Type.String(), label: Type.String() },
    { description: 'A theme or skill with its label in the language asked for.' },
  ),
)

export const SourceKind = oneOf(sourceKinds, {
  description: 'submission: somebody wrote it here, and its name is a word of ours.',
})

export const Source = named(
  'Source',
  Type.Object(
    {
      name: Type.String(),
      kind: SourceKind,
      url: nullable(Type.String({ description: 'The page that the record rests on.' })),
      licence: nullable(Type.String({ examples: ['CC-BY-4.0'] })),
      importedAt: nullable(Timestamp),
    },
    { description: 'Where a record is from.' },
  ),
)

export const sharedSchemas = [Point, Text, LongText, Place, Concept, Source].map(
  ({ schema }) => schema,
)

export type Language = (typeof interfaceLanguages)[number]

export const LanguageParameter = withDefault(
  oneOf(interfaceLanguages, {
    default: 'en',
    description: 'Language of labels and, where there is a translation, of texts.',
  }),
)

/** For routes that take no query parameter but the language. */
export const LanguageQuery = Type.Object(
  { lang: LanguageParameter },
  { additionalProperties: false },
)

/** For routes that take no query parameter. */
export const NoQuery = Type.Object({}, { additionalProperties: false })

/** Without control characters, which the database would refuse. */
export const PRINTABLE = '^[^\\u0000-\\u001f\\u007f]*$'

/** What slugs are made of: words of ASCII letters and digits with hyphens between. */
export const SLUG = '[a-z0-9]+(-[a-z0-9]+)*'

/** A slug, as a parameter or in a document. */
export const Slug = (maxLength: number, options: object = {}) =>
  Type.String({ pattern: `^${SLUG}$`, maxLength, ...options })

export const SlugParams = Type.Object({
  slug: Type.String({ minLength: 1, maxLength: 200, pattern: PRINTABLE, examples: ['cries'] }),
})

/** A parameter that may be given several times. */
export const repeatable = <T extends TSchema>(items: T, options: object = {}) =>
  Type.Optional(Type.Array(items, { maxItems: 50, ...options }))
