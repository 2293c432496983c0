import Type from 'typebox'
import { ActorKind } from '../actors/actors.schema.ts'
import {
  LanguageParameter,
  named,
  nullable,
  oneOf,
  Place,
  PRINTABLE,
  repeatable,
  withDefault,
} from '../http/schema.ts'
import { duplicateLevels, duplicateReasons } from './duplicates.rules.ts'

const text = (maxLength: number, description: string, examples: string[]) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, pattern: PRINTABLE, description, examples }))

export const ListSimilarActors = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: 300,
      pattern: PRINTABLE,
      description: 'As far as it is written; accents, case and legal forms do not matter.',
      examples: ['Asociatia CRIES'],
    }),
    website: text(500, 'With or without https://.', ['www.cries.ro']),
    country: Type.Optional(Type.String({ pattern: '^[A-Z]{2}$', examples: ['RO'] })),
    town: text(200, 'As it is written in the address.', ['Timișoara']),
    at: Type.Optional(
      Type.String({ maxLength: 100, description: 'lng,lat', examples: ['21.23,45.75'] }),
    ),
    identifier: repeatable(
      Type.String({
        maxLength: 300,
        pattern: '^[a-z0-9][a-z0-9-]{0,49}:[^\\u0000-\\u001f\\u007f]+$',
      }),
      { description: 'scheme:value, as in profiles.', examples: [['companies-house:07613612']] },
    ),
    not: text(200, 'Slug of the actor that is asked about, where it is on file itself.', ['cries']),
    limit: withDefault(Type.Integer({ minimum: 1, maximum: 20, default: 5 })),
    lang: LanguageParameter,
  },
  { additionalProperties: false },
)

export const SimilarActor = named(
  'SimilarActor',
  Type.Object({
    slug: Type.String(),
    name: Type.String(),
    shortName: nullable(Type.String()),
    kind: ActorKind,
    place: Place.ref,
    distanceMeters: nullable(
      Type.Number({ description: 'Distance from `at`; null without it or without a location.' }),
    ),
    score: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'For the order; not a probability.',
    }),
    level: oneOf(duplicateLevels, {
      description:
        'likely: most are the same organisation; possible: worth a look, such as a branch elsewhere.',
    }),
    reasons: Type.Array(
      Type.Object({
        kind: oneOf(duplicateReasons),
        value: nullable(
          Type.String({
            description: 'The identifier, domain, name or town that is the same; null for near.',
          }),
        ),
      }),
    ),
  }),
)

export const SimilarActorList = named(
  'SimilarActorList',
  Type.Object({ items: Type.Array(SimilarActor.ref, { description: 'The likeliest first.' }) }),
)

export const duplicateSchemas = [SimilarActor, SimilarActorList].map(({ schema }) => schema)
