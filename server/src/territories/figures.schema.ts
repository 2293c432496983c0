import Type, { type Static } from 'typebox'
import { actorKinds } from '@maillage/db'
import { tieFilters } from '../search/search.schema.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { AreaParameter, LanguageParameter, named, nullable, oneOf, Slug } from '../http/schema.ts'

export const figureLists = ['actors', 'practices', 'collaborations', 'ties', 'reached'] as const

export const FigureQuery = named(
  'FigureQuery',
  Type.Object(
    {
      list: oneOf(figureLists, {
        description:
          '`ties` and `reached` are `/territories/{code}/…`; the others are lists of that name.',
      }),
      parameters: Type.Record(
        Type.String(),
        Type.Union([Type.String(), Type.Array(Type.String())]),
        { description: 'Of more values, the parameter is repeated.' },
      ),
    },
    { description: 'A list that shows what was counted.' },
  ),
)

export type FigureQuery = Static<typeof FigureQuery.schema>

export const Figure = named(
  'Figure',
  Type.Object(
    { value: Type.Integer(), query: FigureQuery.ref },
    { description: 'A number, and the list whose `total` it is.' },
  ),
)

export type Figure = Static<typeof Figure.schema>

const share = nullable(Type.Number({ minimum: 0, maximum: 1 }))
const balance = nullable(
  Type.Number({
    minimum: -1,
    maximum: 1,
    description:
      'E-I index (Krackhardt and Stern 1988): ties across less ties inside, divided by both; null without ties.',
  }),
)

export const TerritoryRef = named(
  'TerritoryRef',
  Type.Object({
    code: Type.String({ examples: ['HU11'] }),
    name: Type.String({ examples: ['Budapest'] }),
    level: Type.Integer({ minimum: 0, maximum: 3 }),
  }),
)

export const Subject = named(
  'TerritorySubject',
  Type.Object(
    {
      code: nullable(Type.String()),
      name: nullable(Type.String()),
      level: nullable(Type.Integer({ minimum: 0, maximum: 3 })),
      area: nullable(Type.String({ description: 'Corners, as they were given.' })),
      source: nullable(Type.String({ description: 'Whom to credit for the border.' })),
      parents: Type.Array(TerritoryRef.ref, { description: 'From the country inwards.' }),
      children: Type.Array(
        Type.Object({ ...TerritoryRef.schema.properties, actorCount: Type.Integer() }),
      ),
    },
    {
      description:
        'A territory, or an area that somebody drew: then code, name and level are null.',
    },
  ),
)

const ActorRef = Type.Object({ slug: Type.String(), name: Type.String() })

export const TerritoryFigures = named(
  'TerritoryFigures',
  Type.Object({
    subject: Subject.ref,
    tied: Type.Record(Type.String(), Type.String(), {
      description: 'Which ties count: the parameters that were given.',
    }),
    actors: Figure.ref,
    kinds: Type.Array(Type.Object({ kind: oneOf(actorKinds), actors: Figure.ref })),
    themes: Type.Array(
      Type.Object({ slug: Type.String(), label: Type.String(), actors: Figure.ref }),
      { description: 'With narrower themes.' },
    ),
    practices: Figure.ref,
    practisedMost: Type.Array(
      Type.Object({
        slug: Type.String(),
        title: Type.String(),
        language: Type.String(),
        practitioners: Figure.ref,
      }),
      { description: 'With the actors here who originate, practise or pass it on.' },
    ),
    collaborations: Type.Object({
      all: Figure.ref,
      inside: Figure.ref,
      across: Figure.ref,
      acrossShare: share,
    }),
    partners: Type.Array(Type.Object({ territory: TerritoryRef.ref, collaborations: Figure.ref }), {
      description: 'Where others take part: countries, and territories of the same level.',
    }),
    ties: Type.Object({
      all: Figure.ref,
      inside: Figure.ref,
      across: Figure.ref,
      eiIndex: balance,
      sameTheme: Figure.ref,
      otherTheme: Figure.ref,
      themeEiIndex: balance,
    }),
    bridging: Type.Object({
      actors: Figure.ref,
      first: Type.Array(
        Type.Object({
          actor: ActorRef,
          partners: Figure.ref,
          territories: Figure.ref,
        }),
        {
          description:
            'With the actors elsewhere that each has ties to, and the territories that these are in.',
        },
      ),
    }),
    years: Type.Array(
      Type.Object({
        year: Type.Integer(),
        newcomers: Figure.ref,
        begun: Figure.ref,
      }),
      { description: 'All years from the first in which anything began to the last.' },
    ),
  }),
)

export const sideWords = ['any', 'inside', 'across'] as const
export const themeWords = ['any', 'same', 'other'] as const

const TiedActor = Type.Object({
  ...ActorRef.properties,
  country: nullable(Type.String({ description: 'ISO 3166-1 alpha-2.' })),
})

export const TerritoryTies = named(
  'TerritoryTies',
  Type.Object({
    subject: Subject.ref,
    total: Type.Integer(),
    page: Type.Integer(),
    pages: Type.Integer(),
    items: Type.Array(
      Type.Object({
        one: TiedActor,
        other: TiedActor,
        isAcross: Type.Boolean({ description: 'The other is not in the territory.' }),
        hasSameTheme: nullable(
          Type.Boolean({ description: 'Null where one of them has no theme.' }),
        ),
        collaborations: Type.Array(
          Type.Object({ slug: Type.String(), title: Type.String(), language: Type.String() }),
        ),
      }),
    ),
  }),
)

export const ReachedTerritories = named(
  'ReachedTerritories',
  Type.Object({
    subject: Subject.ref,
    actor: nullable(Type.Object(ActorRef.properties, { description: 'Whose ties these are.' })),
    total: Type.Integer(),
    items: Type.Array(Type.Object({ territory: TerritoryRef.ref, ties: Figure.ref }), {
      description: 'All of them, those of most ties first.',
    }),
  }),
)

const area = Type.Optional(AreaParameter)
const actor = Type.Optional(Slug(300, { description: 'Slug: only ties of this actor.' }))

export const AskFigures = Type.Object(
  { area, ...tieFilters, lang: LanguageParameter },
  { additionalProperties: false },
)

export const AskTies = Type.Object(
  {
    area,
    ...tieFilters,
    side: Type.Optional(oneOf(sideWords)),
    themes: Type.Optional(
      oneOf(themeWords, {
        description:
          'Ties of actors that have a theme in common (same), or themes but none in common (other).',
      }),
    ),
    actor,
    with: Type.Optional(
      Type.String({
        ...TerritoryParams.properties.code,
        description: 'Only ties with someone elsewhere who is in this territory.',
      }),
    ),
    page: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000 })),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const AskReached = Type.Object(
  { area, ...tieFilters, actor, lang: LanguageParameter },
  { additionalProperties: false },
)

export const AskComparison = Type.Object(
  {
    code: Type.Array(TerritoryParams.properties.code, {
      minItems: 1,
      maxItems: 4,
      description: 'One of them may be `drawn`, with `area`.',
    }),
    area,
    ...tieFilters,
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const Comparison = named(
  'TerritoryComparison',
  Type.Object({ items: Type.Array(TerritoryFigures.ref) }),
)

export const figureSchemas = [
  FigureQuery,
  Figure,
  TerritoryRef,
  Subject,
  TerritoryFigures,
  TerritoryTies,
  ReachedTerritories,
  Comparison,
].map(({ schema }) => schema)
