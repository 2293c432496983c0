import Type from 'typebox'
import { freshnessAnswers } from '@maillage/db'
import { named, nullable, oneOf, Timestamp } from '../http/schema.ts'
import { Lines } from '../moderation/reports.schema.ts'

export const FreshnessRequest = named(
  'FreshnessRequest',
  Type.Object(
    {
      actor: Type.Object({ slug: Type.String(), name: Type.String() }),
      answer: nullable(oneOf(freshnessAnswers)),
      isExpired: Type.Boolean(),
      lastConfirmedAt: nullable(Timestamp),
    },
    { description: '“Still true?”, asked of an owner by mail.' },
  ),
)

export const FreshnessAnswer = Type.Object(
  {
    answer: oneOf(freshnessAnswers),
    note: Type.Optional(nullable(Lines(2_000, 0))),
  },
  { additionalProperties: false },
)

export const freshnessSchemas = [FreshnessRequest.schema]
