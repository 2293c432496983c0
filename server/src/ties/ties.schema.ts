import Type from 'typebox'
import { evidences, participationAnswers, participationRoles } from '@maillage/db'
import { PartialDate } from '../actors/actors.schema.ts'
import { DocumentDate } from '../http/document.schema.ts'
import { SlugParams, named, nullable, oneOf } from '../http/schema.ts'
import { Lines } from '../moderation/reports.schema.ts'

export const TieParams = Type.Object({
  ...SlugParams.properties,
  id: Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: '`id` of the tie.' }),
})

export const OwnTie = named(
  'OwnTie',
  Type.Object(
    {
      id: Type.Integer(),
      actor: Type.Object({ slug: Type.String(), name: Type.String() }),
      collaboration: Type.Object({ slug: Type.String(), title: Type.String() }),
      role: oneOf(participationRoles),
      start: nullable(PartialDate),
      end: nullable(PartialDate),
      evidence: oneOf(evidences),
      source: nullable(Type.String({ description: 'What an imported tie is taken from.' })),
      version: Type.Integer({ description: 'Of the collaboration; for If-Match.' }),
    },
    { description: 'A tie of an actor that the viewer writes for.' },
  ),
)

export const TieAnswer = Type.Object(
  {
    answer: oneOf(participationAnswers),
    role: Type.Optional(oneOf(participationRoles)),
    start: Type.Optional(nullable(DocumentDate)),
    end: Type.Optional(nullable(DocumentDate)),
    note: Type.Optional(nullable(Lines(2_000, 0))),
  },
  { additionalProperties: false },
)

export const tieSchemas = [OwnTie.schema]
