import Type from 'typebox'
import { actorRoles, editorActs } from '@maillage/db'
import { named, nullable, oneOf, PRINTABLE, SlugParams, Timestamp } from '../http/schema.ts'

export const ActorRoleSchema = oneOf(actorRoles)

export const EmailAddress = Type.String({
  format: 'email',
  maxLength: 254,
  pattern: PRINTABLE,
  description: 'Written to once for this; shown to nobody.',
})

export const TokenParams = Type.Object({
  token: Type.String({ minLength: 20, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' }),
})

export const NumberedParams = Type.Object({
  ...SlugParams.properties,
  id: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }),
})

const name = nullable(Type.String({ description: 'Null where they gave none.' }))

export const People = named(
  'People',
  Type.Object(
    {
      actor: Type.Object({ slug: Type.String(), name: Type.String() }),
      version: Type.Integer({ description: 'Stands in the ETag; for If-Match.' }),
      people: Type.Array(
        Type.Object({
          id: Type.Integer(),
          name,
          role: ActorRoleSchema,
          since: Timestamp,
          isMe: Type.Boolean(),
        }),
      ),
      invitations: Type.Array(
        Type.Object({
          id: Type.Integer(),
          role: ActorRoleSchema,
          createdAt: Timestamp,
          expiresAt: Timestamp,
        }),
      ),
      events: Type.Array(
        Type.Object({
          act: oneOf(editorActs),
          role: ActorRoleSchema,
          name,
          byName: name,
          createdAt: Timestamp,
        }),
      ),
      mayDecide: Type.Boolean({ description: 'Whether the viewer may invite and remove.' }),
    },
    { description: 'Who writes for an actor; addresses are shown to nobody.' },
  ),
)

export const NewInvitation = Type.Object(
  { email: EmailAddress, role: ActorRoleSchema },
  { additionalProperties: false },
)

export const Invitation = named(
  'Invitation',
  Type.Object({
    actor: Type.Object({ slug: Type.String(), name: Type.String() }),
    role: ActorRoleSchema,
    state: oneOf(['open', 'accepted', 'withdrawn', 'expired']),
  }),
)

export const NewRole = Type.Object({ role: ActorRoleSchema }, { additionalProperties: false })

export const HandOver = Type.Object(
  { to: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: '`id` of the person.' }) },
  { additionalProperties: false },
)

export const Leave = Type.Object(
  {
    askModerators: Type.Optional(
      Type.Boolean({
        description: 'The last owner cannot leave alone; `true` asks the moderators to agree.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const editorSchemas = [People, Invitation].map(({ schema }) => schema)
