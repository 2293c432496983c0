import Type, { type Static, type TProperties } from 'typebox'
import { actorKinds, collaborationKinds, locationPrecisions } from '@maillage/db'
import { ActorCard, ActorKind } from '../actors/actors.schema.ts'
import { freshnessLevels } from '../actors/freshness.rules.ts'
import { CollaborationCard } from '../collaborations/collaborations.schema.ts'
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import {
  AreaParameter,
  Bounds,
  LanguageParameter,
  named,
  nullable,
  oneOf,
  PRINTABLE,
  Position,
  repeatable,
  Slug,
  SLUG,
  withDefault,
  BoundsParameter,
} from '../http/schema.ts'
import { PracticeCard } from '../practices/practices.schema.ts'
import { type FacetName, MOST_FACET_VALUES } from './filters.queries.ts'
import { reaches } from './reach.queries.ts'
import { sorts } from './sorts.rules.ts'

const YEAR = '(1[0-9]|2[01])[0-9]{2}'
const TERRITORY_CODE = '^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$'

const slugs = (what: string, examples: string[]) =>
  repeatable(Slug(100), {
    description: `Slugs of ${what}; one of them is enough. One that the vocabulary lacks gets a 400.`,
    examples: [examples],
  })

const textAndPlace = {
  q: Type.Optional(
    Type.String({
      maxLength: 200,
      description:
        'Words to look for in names, places, themes and texts. All must be found; beginnings of words are enough, ' +
        'accents and case do not matter, small errors are forgiven.',
      examples: ['timisora'],
    }),
  ),
  theme: slugs('themes; narrower themes are included', ['food-csa']),
  country: repeatable(Type.String({ pattern: '^[A-Z]{2}$' }), {
    description: 'ISO 3166-1 alpha-2 codes.',
    examples: [['RO', 'HU']],
  }),
  territory: repeatable(Type.String({ pattern: TERRITORY_CODE }), {
    description:
      'Codes of territories: ISO for countries (EL and UK are taken too), NUTS for regions.',
    examples: [['ITI43']],
  }),
  bbox: Type.Optional(BoundsParameter),
  area: Type.Optional(AreaParameter),
  near: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'lng,lat to measure distances from.',
      examples: ['21.23,45.75'],
    }),
  ),
  within: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 20_040,
      description: 'Kilometres around `near`.',
      examples: [50],
    }),
  ),
  updatedSince: Type.Optional(
    Type.Unsafe<string>({
      anyOf: [
        { type: 'string', format: 'date-time' },
        { type: 'string', format: 'date' },
      ],
      description: 'A date and time, or a date alone, which begins at midnight UTC.',
      examples: ['2026-01-01', '2026-01-01T00:00:00Z'],
    }),
  ),
}

const language = repeatable(Type.String({ pattern: '^[a-z]{2,3}$' }), {
  description: 'ISO 639-1 codes.',
  examples: [['fr']],
})

const ties = {
  reach: Type.Optional(
    oneOf(reaches, {
      description:
        'With one `territory` or an `area`. Of collaborations: those of whom all are inside, also somebody elsewhere takes ' +
        'part, or any. Of actors: those with a tie inside, across the border, or any. Disputed participations do not count.',
    }),
  ),
  with: Type.Optional(
    Type.String({
      pattern: TERRITORY_CODE,
      description: 'Code of a territory: someone outside the `territory` or `area` is in it.',
      examples: ['HU'],
    }),
  ),
  newIn: Type.Optional(
    Type.String({
      pattern: `^${YEAR}(/(${YEAR}|\\.\\.))?$`,
      description:
        'A year, two with a slash between (both count), or one and `/..` for all since. Collaborations that began then; ' +
        'actors whose first dated participation did.',
      examples: ['2020', '2015/2020', '2021/..'],
    }),
  ),
}

/** Which evidence is enough; `disputed`, the default, is all. */
export const MinEvidence = Type.Optional(
  oneOf(evidenceByRank, {
    description:
      'The least evidence that is enough, of disputed < imported < claimed < confirmed. A tie is as strong as the weaker of ' +
      'its two ends. Of a list: records that have such a tie.',
  }),
)

/** What is asked of ties, the same for lists, maps and the network. */
export const tieFilters = {
  from: Type.Optional(
    Type.Integer({
      minimum: 1000,
      maximum: 9999,
      description:
        'A year. Ties that had ended before it are left out, and ties without any date; one without an end still lasts. ' +
        'Of a list: records that have a tie then.',
      examples: [2020],
    }),
  ),
  to: Type.Optional(
    Type.Integer({
      minimum: 1000,
      maximum: 9999,
      description: 'A year. Ties that began after it are left out, and ties without any date.',
      examples: [2024],
    }),
  ),
  minEvidence: MinEvidence,
}

const skill = slugs('skills', ['social-mediation'])

const located = Type.Optional(
  Type.Boolean({ description: 'Only actors with (true) or without (false) a point on the map.' }),
)

const paging = (facets: string[]) => ({
  sort: Type.Optional(
    oneOf(sorts, {
      description:
        'Default: relevance with `q`, else distance with `near`, else name. relevance needs `q`, distance needs `near`.',
    }),
  ),
  limit: withDefault(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: '`next` of the page before, with the same filters.',
    }),
  ),
  facets: repeatable(Type.String({ maxLength: 200 }), {
    description:
      `Which values to count: ${facets.join(', ')}; repeated or separated by commas. ` +
      `Of each, the ${String(MOST_FACET_VALUES)} values with the most results are counted.`,
    examples: [facets.slice(0, 2)],
  }),
  lang: LanguageParameter,
})

const query = <T extends TProperties>(properties: T) =>
  Type.Object(properties, { additionalProperties: false })

export const actorFacets = [
  'theme',
  'skill',
  'kind',
  'country',
  'language',
  'territory',
  'freshness',
] as const
export const practiceFacets = ['theme', 'skill', 'country', 'language', 'territory'] as const
export const collaborationFacets = ['theme', 'kind', 'country', 'programme', 'territory'] as const

export const actorFilters = {
  ...textAndPlace,
  skill,
  kind: repeatable(oneOf(actorKinds)),
  freshness: repeatable(oneOf(freshnessLevels), {
    description:
      'How far an entry can be relied on: fresh for a year after its organisation confirmed it.',
  }),
  language,
  located,
  offers: Type.Optional(
    Type.String({
      pattern: `^${SLUG}(:(role|resource|skill):${SLUG})?$`,
      maxLength: 320,
      description:
        'Actors that offer something of what a practice takes: its slug, or slug:part:key of one line of its feasibility.',
      examples: ['seed-library', 'seed-library:role:1'],
    }),
  ),
  practice: Type.Optional(
    Slug(200, {
      description: 'Slug of a practice: actors that originate, practise or transmit it.',
      examples: ['seed-library'],
    }),
  ),
  ...ties,
}

export const ListActors = query({ ...actorFilters, ...tieFilters, ...paging([...actorFacets]) })

const practiceFilters = { ...textAndPlace, skill, language }

export const ListPractices = query({ ...practiceFilters, ...paging([...practiceFacets]) })

export const collaborationFilters = {
  ...textAndPlace,
  kind: repeatable(oneOf(collaborationKinds)),
  programme: repeatable(Type.String({ minLength: 1, maxLength: 300, pattern: PRINTABLE })),
  ...ties,
}

export const ListCollaborations = query({
  ...collaborationFilters,
  ...tieFilters,
  ...paging([...collaborationFacets]),
})

const onMap = {
  zoom: Type.Integer({
    minimum: 0,
    maximum: 20,
    description: 'Zoom level of the map: the world is 256 · 2^zoom pixels wide.',
    examples: [6],
  }),
  lang: LanguageParameter,
}

export const ListActorClusters = query({ ...actorFilters, ...tieFilters, ...onMap })
export const ListPracticeClusters = query({ ...practiceFilters, ...onMap })
export const ListCollaborationClusters = query({ ...collaborationFilters, ...tieFilters, ...onMap })

export const FacetValue = named(
  'FacetValue',
  Type.Object({
    value: Type.String(),
    label: Type.String(),
    count: Type.Integer({ description: 'Results after choosing this value too.' }),
  }),
)

type FacetsOf = Partial<Record<FacetName, Static<typeof FacetValue.schema>[]>>

const facets = (names: readonly FacetName[]) =>
  Type.Unsafe<FacetsOf>(
    Type.Object(
      Object.fromEntries(names.map((name) => [name, Type.Optional(Type.Array(FacetValue.ref))])),
      { description: 'The facets asked for.' },
    ),
  )

const rest = {
  total: Type.Integer({ description: 'All that match, on every page.' }),
  next: nullable(Type.String({ description: 'Cursor of the next page; null on the last one.' })),
  suggestions: Type.Array(
    Type.Object({
      facet: oneOf(['theme', 'skill', 'country']),
      value: Type.String(),
      label: Type.String({ description: 'The value in the language asked for.' }),
      words: Type.String({ description: 'The words of `q` that name it.' }),
      rest: Type.String({ description: '`q` without these words.' }),
    }),
    {
      description:
        'Filters that words of `q` name in full, in any language of the interface; at most four.',
    },
  ),
  corrected: Type.Array(Type.Object({ from: Type.String(), to: Type.String() }), {
    description: 'Words of `q` that are not known, and what was searched instead.',
  }),
}

export const ActorList = named(
  'ActorList',
  Type.Object({
    items: Type.Array(ActorCard.ref),
    located: Type.Integer({ description: 'How many of `total` have a point on the map.' }),
    facets: facets(actorFacets),
    ...rest,
  }),
)

export const PracticeList = named(
  'PracticeList',
  Type.Object({ items: Type.Array(PracticeCard.ref), facets: facets(practiceFacets), ...rest }),
)

export const CollaborationList = named(
  'CollaborationList',
  Type.Object({
    items: Type.Array(CollaborationCard.ref),
    facets: facets(collaborationFacets),
    ...rest,
  }),
)

const clusters = Type.Array(
  Type.Object({ count: Type.Integer({ minimum: 2 }), center: Position, bounds: Bounds }),
)

export const ActorClusters = named(
  'ActorClusters',
  Type.Object({
    clusters,
    actors: Type.Array(
      Type.Object({
        slug: Type.String(),
        name: Type.String(),
        kind: ActorKind,
        coordinates: Position,
        theme: nullable(Type.String({ description: 'Slug of its first theme.' })),
        precision: oneOf(locationPrecisions),
      }),
      { description: 'Actors that stand alone at this zoom.' },
    ),
    total: Type.Integer({ description: 'Located actors that match and are in view.' }),
  }),
)

const titledPoints = (what: string) =>
  Type.Array(
    Type.Object({
      slug: Type.String(),
      title: Type.String(),
      language: nullable(Type.String({ description: 'The language that the title is in.' })),
      coordinates: Position,
      theme: nullable(Type.String({ description: 'Slug of its first theme.' })),
    }),
    { description: `${what} that stand alone at this zoom, once for each place where they do.` },
  )

export const PracticeClusters = named(
  'PracticeClusters',
  Type.Object({
    clusters,
    practices: titledPoints('Practices'),
    total: Type.Integer({ description: 'Located practices that match and are in view.' }),
  }),
)

export const CollaborationClusters = named(
  'CollaborationClusters',
  Type.Object({
    clusters,
    collaborations: titledPoints('Collaborations'),
    total: Type.Integer({ description: 'Located collaborations that match and are in view.' }),
  }),
)

export const searchSchemas = [
  FacetValue,
  ActorList,
  PracticeList,
  CollaborationList,
  ActorClusters,
  PracticeClusters,
  CollaborationClusters,
].map(({ schema }) => schema)
