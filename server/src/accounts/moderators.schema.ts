import Type from 'typebox'
import { named, nullable, oneOf, PRINTABLE } from '../http/schema.ts'

const Scope = Type.Object(
  {
    territory: Type.Optional(Type.String({ maxLength: 20, pattern: PRINTABLE, examples: ['HU'] })),
    theme: Type.Optional(Type.String({ maxLength: 100, pattern: PRINTABLE })),
  },
  { additionalProperties: false, minProperties: 1, maxProperties: 1 },
)

const Moderator = named(
  'Moderator',
  Type.Object(
    {
      id: Type.Integer(),
      name: nullable(Type.String()),
      role: oneOf(['moderator', 'administrator']),
      hasSecondFactor: Type.Boolean(),
      scopes: Type.Array(Scope, {
        description: 'The networks that they look after; none means all.',
      }),
    },
    { description: 'Someone who looks after records.' },
  ),
)

export const Moderators = named(
  'Moderators',
  Type.Object({
    items: Type.Array(Moderator.ref),
    version: Type.Integer({ description: 'Stands in the ETag; for If-Match.' }),
  }),
)

export const NewModerator = Type.Object(
  {
    email: Type.String({ format: 'email', maxLength: 254 }),
    role: oneOf(['person', 'moderator', 'administrator']),
    scopes: Type.Array(Scope, { maxItems: 50 }),
  },
  { additionalProperties: false },
)

export const moderatorSchemas = [Moderator.schema, Moderators.schema]
