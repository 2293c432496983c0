import Type from 'typebox'
import {
  LanguageParameter,
  named,
  nullable,
  oneOf,
  Position,
  PRINTABLE,
  withDefault,
} from '../http/schema.ts'
import { takenParts } from './taken.rules.ts'

/** What counts as offered, for people who read the API’s description; pages say it in their own words. */
const DEFINITION =
  'An actor offers a skill if it has it or a narrower one, names it in an offer that has not ended, or has a part in a ' +
  'practice that builds it. It offers a role or resource if an offer of it that has not ended holds at least two thirds of the ' +
  'words of the role or resource, in one of the languages that it is written in (of words with seven letters or more, all but ' +
  'the last two), or if the role or resource holds all words of a label of a skill that the actor offers.'

const Provider = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  town: nullable(Type.String()),
  country: nullable(Type.String()),
  distanceMeters: Type.Number(),
})

const query = Type.String({
  description: 'The query of `GET /actors` that lists them.',
  examples: ['offers=seed-library:role:1&near=21.23,45.75&within=50'],
})

export const Feasibility = named(
  'Feasibility',
  Type.Object(
    {
      practice: Type.Object({ slug: Type.String(), title: Type.String() }),
      place: Type.Object({
        name: nullable(Type.String({ description: 'Where a place was asked for by its name.' })),
        region: nullable(Type.String()),
        country: nullable(Type.String()),
        coordinates: Position,
      }),
      within: Type.Number({ description: 'Kilometres.' }),
      total: Type.Integer({ description: 'How many roles, resources and skills it takes.' }),
      covered: Type.Integer({ description: 'How many of them an actor nearby offers.' }),
      share: nullable(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description: '`covered` of `total`; null where it takes nothing.',
        }),
      ),
      actors: Type.Integer({ description: 'How many actors nearby offer one of them.' }),
      query,
      lines: Type.Array(
        Type.Object({
          part: oneOf(takenParts),
          key: Type.String({ description: 'Position of a role or resource, slug of a skill.' }),
          label: Type.String(),
          language: nullable(Type.String({ description: 'Language of the label.' })),
          nearby: Type.Integer({ description: 'How many actors within the distance offer it.' }),
          anywhere: Type.Integer({
            description: 'How many actors offer it at all, also those without a point on the map.',
          }),
          nearest: Type.Array(Provider, {
            description: 'The three nearest who offer it, however far.',
          }),
          query,
        }),
      ),
    },
    { description: `Who around a place offers what a practice takes. ${DEFINITION}` },
  ),
)

export const FeasibilityQuery = Type.Object(
  {
    place: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: PRINTABLE,
        description:
          'Name of a place of the gazetteer, after a comma its region or country; the one that `GET /places` gives first.',
        examples: ['Timișoara, Romania'],
      }),
    ),
    near: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'lng,lat, instead of a place.',
        examples: ['21.23,45.75'],
      }),
    ),
    within: withDefault(
      Type.Number({
        exclusiveMinimum: 0,
        maximum: 20_040,
        default: 50,
        description: 'Kilometres around it.',
      }),
    ),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)
