import Type, { type Static } from 'typebox'
import { actorKinds, collaborationKinds } from '@maillage/db'
import { ActorKind, Evidence, PartialDate, ParticipationRole } from '../actors/actors.schema.ts'
import { CollaborationKind } from '../collaborations/collaborations.schema.ts'
import {
  LanguageParameter,
  named,
  nullable,
  oneOf,
  PRINTABLE,
  repeatable,
  withDefault,
} from '../http/schema.ts'
import {
  actorFilters,
  collaborationFilters,
  MinEvidence,
  tieFilters,
} from '../search/search.schema.ts'
import { evidenceByRank } from '../collaborations/evidence.rules.ts'
import { exportTables } from './exports.rules.ts'
import { figureSorts, quickSorts, sortOrders, tieSorts } from './figures.rules.ts'

const { kind: _kindOfCollaboration, ...ofCollaborations } = collaborationFilters
const { kind: _kindOfActor, ...ofActors } = actorFilters

/** Networks are kinds of both. */
const kinds = [...new Set([...actorKinds, ...collaborationKinds])]

const filters = {
  of: withDefault(
    oneOf(['actors', 'collaborations'], {
      default: 'actors',
      description:
        'What the filters choose. actors, with the filters of `GET /actors`: these and the ties among them. collaborations, ' +
        'with the filters of `GET /collaborations`: the ties that these make, and all who have one.',
    }),
  ),
  ...ofCollaborations,
  ...ofActors,
  kind: repeatable(oneOf(kinds), {
    description: 'Kinds of actors, or of collaborations: see `of`.',
  }),
  ...tieFilters,
  isolated: withDefault(
    Type.Boolean({
      default: false,
      description: 'Whether actors that match and have no tie are in the network too.',
    }),
  ),
}

const query = <T extends Type.TProperties>(properties: T) =>
  Type.Object({ ...filters, ...properties }, { additionalProperties: false })

/** Which network. */
export const NetworkQuery = query({})
export type NetworkQuery = Static<typeof NetworkQuery>

const paging = {
  limit: withDefault(Type.Integer({ minimum: 1, maximum: 100, default: 20 })),
  cursor: Type.Optional(
    Type.String({
      maxLength: 2000,
      description: '`next` of the page before, with the same parameters.',
    }),
  ),
}

const sorting = <const Sort extends string>(sorts: readonly Sort[], usual: NoInfer<Sort>) => ({
  sort: withDefault(oneOf(sorts, { default: usual })),
  order: Type.Optional(
    oneOf(sortOrders, { description: 'Default: names ascend, figures and years descend.' }),
  ),
})

export const ListNetworkActors = query({ ...sorting(quickSorts, 'degree'), ...paging })
export const ListNetworkTies = query({ ...sorting(tieSorts, 'weight'), ...paging })
export const ListMetrics = query({ ...sorting(figureSorts, 'degree'), ...paging })
export type ListMetrics = Static<typeof ListMetrics>

const slug = (what: string) =>
  Type.String({ minLength: 1, maxLength: 200, pattern: PRINTABLE, description: `Slug of ${what}.` })

export const TiesOfActor = Type.Object({ slug: slug('an actor') })
export const ListTiesOfActor = query({
  other: Type.Optional(slug('another; then only the tie of these two')),
  ...paging,
  lang: LanguageParameter,
})

/** Ends, evidence and how far to look. */
export const FindPaths = Type.Object(
  {
    from: slug('an actor'),
    to: slug('another'),
    max: withDefault(
      Type.Integer({
        minimum: 1,
        maximum: 6,
        default: 3,
        description: 'The most steps of a chain.',
      }),
    ),
    limit: withDefault(Type.Integer({ minimum: 1, maximum: 20, default: 5 })),
    minEvidence: MinEvidence,
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)
export type FindPaths = Static<typeof FindPaths>

/** Which network, and of a CSV file which of its two tables. */
export const ExportQuery = query({
  table: withDefault(
    oneOf(exportTables, {
      default: 'edges',
      description: 'Of CSV, which takes two files: the ties, or the actors.',
    }),
  ),
})
export type ExportQuery = Static<typeof ExportQuery>

const list = <T extends Type.TSchema>(items: T, description: string) =>
  Type.Array(items, { description })
const numbers = (description: string) => list(Type.Integer(), description)
const places = (words: string) =>
  list(
    nullable(Type.Integer()),
    `For each node its place in \`${words}\`; null where it is not known.`,
  )
const years = (which: string) =>
  list(nullable(Type.Integer()), `For each tie its ${which} year; null where it is not known.`)

const counts = Type.Object({
  actors: Type.Integer({ description: 'Actors in this network.' }),
  ties: Type.Integer({ description: 'Ties of any two of them.' }),
  isolated: Type.Integer({ description: 'Actors that match and have no tie here.' }),
  undated: Type.Integer({
    description:
      'Ties that `from` or `to` left out because no date is known of any collaboration of the two.',
  }),
  large: Type.Integer({
    description:
      'Collaborations of more than 200 actors, which tie all to those who coordinate or host, and not each to each.',
  }),
})

const yearsKnown = nullable(
  Type.Unsafe<[number, number]>({
    type: 'array',
    items: { type: 'integer' },
    minItems: 2,
    maxItems: 2,
    description: 'The first and the last year that is known of any tie of this instance.',
  }),
)

export const Network = named(
  'Network',
  Type.Object(
    {
      version: Type.Integer({
        description: 'The version of the data; it changes whenever anything public does.',
      }),
      layout: Type.Object(
        {
          version: Type.Integer({
            description: 'The version of the data that was laid out; 0 for none.',
          }),
          isCurrent: Type.Boolean(),
        },
        {
          description:
            'Places are reckoned in the background and kept. Where they are not current, new actors are put amid those they ' +
            'are tied to.',
        },
      ),
      counts,
      years: yearsKnown,
      kinds: Type.Array(oneOf(actorKinds)),
      countries: list(Type.String(), 'ISO 3166-1 alpha-2 codes.'),
      themes: list(Type.String(), 'Slugs.'),
      evidences: list(oneOf(evidenceByRank), 'From the weakest to the strongest.'),
      nodes: Type.Object(
        {
          slug: Type.Array(Type.String()),
          name: Type.Array(Type.String()),
          kind: numbers('Places in `kinds`.'),
          country: places('countries'),
          theme: places('themes'),
          lng: Type.Array(nullable(Type.Number())),
          lat: Type.Array(nullable(Type.Number())),
          x: list(Type.Number(), 'Where the drawing has them; y grows upwards.'),
          y: Type.Array(Type.Number()),
          degree: numbers('How many others each is tied to in this network.'),
          weight: numbers('By how many collaborations: the sum of the weights of its ties.'),
          community: list(
            nullable(Type.Integer()),
            'The community in the whole network; null before it was reckoned.',
          ),
        },
        { description: 'Actors, column by column.' },
      ),
      edges: Type.Object(
        {
          source: numbers('Places in the columns of `nodes`; always less than `target`.'),
          target: Type.Array(Type.Integer()),
          weight: numbers('How many collaborations make the tie.'),
          evidence: numbers('The strongest evidence of them, as its place in `evidences`.'),
          from: years('first'),
          to: years('last'),
        },
        { description: 'Ties, column by column, each once.' },
      ),
    },
    {
      description:
        'Who works with whom: two actors are tied by every collaboration in which both take part at the same time, as far as ' +
        'dates are known.',
    },
  ),
)

const actorProperties = {
  slug: Type.String(),
  name: Type.String(),
  kind: ActorKind,
  country: nullable(Type.String({ description: 'ISO 3166-1 alpha-2.' })),
}

const rowProperties = {
  ...actorProperties,
  theme: nullable(Type.String({ description: 'Slug of its first theme.' })),
  degree: Type.Integer({ description: 'How many others it is tied to.' }),
  weight: Type.Integer({
    description: 'Its weighted degree: each tie counts as often as collaborations make it.',
  }),
}

const page = {
  version: Type.Integer({ description: 'The version of the data.' }),
  counts,
  next: nullable(Type.String({ description: 'Cursor of the next page; null on the last one.' })),
}

export const NetworkActors = named(
  'NetworkActors',
  Type.Object(
    {
      ...page,
      years: yearsKnown,
      items: Type.Array(
        Type.Object({
          ...rowProperties,
          community: nullable(
            Type.Integer({ description: 'In the whole network; null before it was reckoned.' }),
          ),
        }),
      ),
    },
    { description: 'The actors of a network as a table.' },
  ),
)

const actorNamed = Type.Object({ slug: Type.String(), name: Type.String() })

const weight = Type.Integer({ description: 'How many collaborations make the tie.' })
const evidence = oneOf(evidenceByRank, { description: 'The strongest of them.' })
const year = (which: string) => nullable(Type.Integer({ description: `Its ${which} year.` }))

export const NetworkTies = named(
  'NetworkTies',
  Type.Object(
    {
      ...page,
      years: yearsKnown,
      items: Type.Array(
        Type.Object({
          source: actorNamed,
          target: actorNamed,
          weight,
          evidence,
          from: year('first'),
          to: year('last'),
        }),
      ),
    },
    { description: 'The ties of a network as a table.' },
  ),
)

const sizes = Type.Array(Type.Integer(), {
  description: 'How many actors the largest have, at most twenty.',
})

export const NetworkMetrics = named(
  'NetworkMetrics',
  Type.Object(
    {
      ...page,
      isCurrent: Type.Boolean({
        description:
          'False where the data changed while the figures were reckoned: they are those of `version`, and who is no longer ' +
          'public is not named.',
      }),
      figures: Type.Object({
        density: nullable(
          Type.Number({ description: 'The share of all possible ties that there are.' }),
        ),
        components: Type.Object(
          { total: Type.Integer(), sizes },
          { description: 'Parts that nothing ties to each other.' },
        ),
        communities: Type.Object(
          {
            total: Type.Integer(),
            sizes,
            modularity: nullable(
              Type.Number({ description: 'How much denser they are than chance would make them.' }),
            ),
          },
          {
            description:
              'Groups of actors with more ties among them than to others: Louvain, seeded.',
          },
        ),
        articulations: Type.Integer({
          description: 'Actors without whom what holds together would fall apart.',
        }),
        bridges: Type.Object(
          {
            total: Type.Integer(),
            first: Type.Array(
              Type.Object({
                actors: Type.Array(actorNamed, { minItems: 2, maxItems: 2 }),
                collaborations: Type.Integer(),
                separates: Type.Integer({
                  description: 'How many actors are on the smaller side.',
                }),
              }),
              { description: 'At most a hundred, those that separate the most first.' },
            ),
          },
          { description: 'Ties without which their ends would not be connected at all.' },
        ),
        assortativity: Type.Object(
          { country: nullable(Type.Number()), theme: nullable(Type.Number()) },
          {
            description:
              'How far like is tied to like, of those whose country or first theme is known: 1 always, 0 as by chance, below ' +
              '0 more rarely; null where it cannot be said.',
          },
        ),
        betweenness: Type.Object(
          {
            isExact: Type.Boolean({ description: 'So it is up to 5,000 actors.' }),
            sources: Type.Integer({ description: 'From how many actors paths were followed.' }),
            error: Type.Number({
              description: 'How far any value may be off, with 95 % confidence; 0 where exact.',
            }),
          },
          { description: 'How betweenness was reckoned.' },
        ),
      }),
      items: Type.Array(
        Type.Object({
          ...rowProperties,
          community: Type.Integer({ description: 'In this network; the largest is 0.' }),
          component: Type.Integer({ description: 'The largest is 0.' }),
          betweenness: Type.Number({
            description: 'The share of the shortest paths of any two others that lead through it.',
          }),
          betweennessError: Type.Number({
            description: 'How far it may be off, with 95 % confidence; 0 where exact.',
          }),
          pageRank: Type.Number(),
          isArticulation: Type.Boolean(),
        }),
      ),
    },
    { description: 'The figures of a network and of its actors.' },
  ),
)

const actorCard = Type.Object(actorProperties)

const collaborationOfTie = Type.Object({
  slug: Type.String(),
  title: Type.String(),
  kind: CollaborationKind,
  programme: nullable(Type.String()),
  start: nullable(PartialDate),
  end: nullable(PartialDate),
  parts: Type.Array(
    Type.Object({
      actor: Type.String({ description: 'Slug.' }),
      role: ParticipationRole,
      evidence: Evidence,
      start: nullable(PartialDate),
      end: nullable(PartialDate),
      source: nullable(Type.String({ description: 'Who says so, where it was imported.' })),
      sourceUrl: nullable(Type.String()),
    }),
    { description: 'What both did in it, and what backs that.' },
  ),
})

const tieProperties = {
  weight,
  evidence,
  collaborations: Type.Array(collaborationOfTie, { description: 'At most twenty of them.' }),
}

export const ActorTies = named(
  'ActorTies',
  Type.Object(
    {
      actor: actorCard,
      total: Type.Integer({ description: 'All its ties, on every page.' }),
      items: Type.Array(Type.Object({ actor: actorCard, ...tieProperties })),
      next: page.next,
    },
    { description: 'The ties of an actor, those of most collaborations first.' },
  ),
)

export const NetworkPaths = named(
  'NetworkPaths',
  Type.Object(
    {
      from: actorCard,
      to: actorCard,
      steps: nullable(
        Type.Integer({ description: 'How many the shortest chains have; null without any.' }),
      ),
      chains: Type.Array(
        Type.Object({
          actors: Type.Array(actorCard, { description: 'From one end to the other.' }),
          steps: Type.Array(Type.Object(tieProperties), {
            description: 'The tie of each of them to the next.',
          }),
        }),
      ),
      hasMore: Type.Boolean({ description: 'There are more chains that are as short.' }),
    },
    { description: 'How two actors are connected.' },
  ),
)

export const NetworkYears = named(
  'NetworkYears',
  Type.Object({ version: Type.Integer(), years: yearsKnown }),
)

export const networkSchemas = [
  NetworkYears,
  Network,
  NetworkActors,
  NetworkMetrics,
  NetworkTies,
  ActorTies,
  NetworkPaths,
].map(({ schema }) => schema)
