import Type from 'typebox'
import { actorRoles, claimProofs } from '@maillage/db'
import { EmailAddress } from '../editors/editors.schema.ts'
import { named, nullable, oneOf, Timestamp } from '../http/schema.ts'
import { Lines } from '../moderation/reports.schema.ts'

const actor = Type.Object({ slug: Type.String(), name: Type.String() })

export const ClaimState = named(
  'ClaimState',
  Type.Object(
    {
      actor,
      isClaimed: Type.Boolean({ description: 'Somebody owns it; they see a new claim too.' }),
      role: nullable(oneOf(actorRoles, { description: 'What the viewer is to it already.' })),
      domain: nullable(
        Type.String({
          description: 'Mail at this domain proves a claim; null where it cannot.',
          examples: ['cries.ro'],
        }),
      ),
      pending: nullable(Type.Object({ proof: oneOf(claimProofs), createdAt: Timestamp })),
    },
    { description: 'How the viewer can come to look after an actor.' },
  ),
)

export const NewClaim = Type.Union([
  Type.Object(
    { proof: Type.Literal('domain'), email: EmailAddress },
    { additionalProperties: false },
  ),
  Type.Object(
    { proof: Type.Literal('moderator'), message: Lines(2_000, 10) },
    { additionalProperties: false },
  ),
])

export const ClaimProof = named(
  'ClaimProof',
  Type.Object({ actor, isOpen: Type.Boolean(), isMine: Type.Boolean() }),
)

export const OpenClaim = named(
  'OpenClaim',
  Type.Object(
    {
      id: Type.Integer(),
      actor,
      name: nullable(Type.String()),
      message: nullable(Type.String()),
      hasOwner: Type.Boolean(),
      createdAt: Timestamp,
    },
    {
      description: 'Someone who asks to look after an actor, judged by its owners or a moderator.',
    },
  ),
)

export const ClaimDecision = Type.Object(
  {
    status: oneOf(['accepted', 'refused']),
    role: Type.Optional(oneOf(actorRoles)),
    reason: Type.Optional(nullable(Lines(2_000, 0))),
  },
  { additionalProperties: false },
)

export const claimSchemas = [ClaimState, ClaimProof, OpenClaim].map(({ schema }) => schema)
