import Type, { type Static } from 'typebox'
import { actorKinds, collaborationKinds } from '@maillage/db'
import { named, nullable, oneOf, repeatable, withDefault } from '../http/schema.ts'
import { actorFilters, collaborationFilters } from '../search/search.schema.ts'
import { evidenceByRank } from './evidence.rules.ts'

const FIRST = 1000
const LAST = 9999

/** Which evidence is enough; `disputed`, the default, is all. */
export const MinEvidence = Type.Optional(
  oneOf(evidenceByRank, {
    description:
      'The least evidence that is enough, of disputed < imported < claimed < confirmed. A tie is as strong as the weaker of ' +
      'its two ends.',
  }),
)

export const yearFilters = {
  from: Type.Optional(
    Type.Integer({
      minimum: FIRST,
      maximum: LAST,
      description:
        'A year. Ties that had ended before it are left out, and ties without any date. One without an end still lasts.',
      examples: [2020],
    }),
  ),
  to: Type.Optional(
    Type.Integer({
      minimum: FIRST,
      maximum: LAST,
      description: 'A year. Ties that began after it are left out, and ties without any date.',
      examples: [2024],
    }),
  ),
}

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
  ...yearFilters,
  minEvidence: MinEvidence,
  isolated: withDefault(
    Type.Boolean({
      default: false,
      description: 'Whether actors that match and have no tie are in the network too.',
    }),
  ),
}

/** Which network. */
export const NetworkQuery = Type.Object(filters, { additionalProperties: false })
export type NetworkQuery = Static<typeof NetworkQuery>

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
      counts: Type.Object({
        actors: Type.Integer({ description: 'Nodes in this answer.' }),
        ties: Type.Integer({ description: 'Edges in this answer.' }),
        isolated: Type.Integer({ description: 'Actors that match and have no tie here.' }),
        undated: Type.Integer({
          description:
            'What `from` or `to` left out because no date is known: so many collaborations of any two actors.',
        }),
        large: Type.Integer({
          description:
            'Collaborations of more than 200 actors, which tie all to those who coordinate or host, and not each to each.',
        }),
      }),
      years: nullable(
        Type.Unsafe<[number, number]>({
          type: 'array',
          items: { type: 'integer' },
          minItems: 2,
          maxItems: 2,
          description: 'The first and the last year that is known of any tie of this instance.',
        }),
      ),
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

export const networkSchemas = [Network].map(({ schema }) => schema)
