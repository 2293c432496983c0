import Type from 'typebox'
import { recordFeatures, reportKinds, reportStatuses } from '@maillage/db'
import {
  LanguageParameter,
  named,
  nullable,
  oneOf,
  PRINTABLE,
  SlugParams,
  Timestamp,
} from '../http/schema.ts'
import { Proof } from '../spam/spam.schema.ts'

export const ReferenceParams = Type.Object({
  reference: Type.String({ pattern: '^MA-[0-9A-Z]{4}-[0-9A-Z]{4}$', examples: ['MA-7K3P-Q9XD'] }),
})

/** Text of several lines, without other control characters. */
export const Lines = (maxLength: number, minLength = 1) =>
  Type.String({
    minLength,
    maxLength,
    pattern: '^[^\\u0000-\\u0009\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
  })

export const NewReport = Type.Object(
  {
    feature: oneOf(recordFeatures),
    slug: SlugParams.properties.slug,
    kind: oneOf(reportKinds),
    message: Lines(5_000, 3),
    language: LanguageParameter,
    proof: Type.Optional(Proof),
    email: Type.Optional(
      nullable(
        Type.String({
          format: 'email',
          maxLength: 254,
          pattern: PRINTABLE,
          description: 'Where the answer goes. Seen by nobody; erased with the report.',
        }),
      ),
    ),
  },
  { additionalProperties: false },
)

export const ReportReceipt = named(
  'ReportReceipt',
  Type.Object(
    { reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }) },
    { description: 'What to quote of a report.' },
  ),
)

export const Report = named(
  'Report',
  Type.Object(
    {
      reference: Type.String(),
      record: Type.Object({
        feature: oneOf(recordFeatures),
        slug: Type.String(),
        name: Type.String(),
      }),
      kind: oneOf(reportKinds),
      message: Type.String(),
      language: Type.String(),
      wantsAnswer: Type.Boolean(),
      signals: Type.Array(Type.String(), { description: 'What speaks for spam.' }),
      status: oneOf(reportStatuses),
      answer: nullable(Type.String()),
      createdAt: Timestamp,
      decidedAt: nullable(Timestamp),
    },
    { description: 'What someone said of a record, as moderators see it.' },
  ),
)

export const ReportDecision = Type.Object(
  {
    status: oneOf(['resolved', 'dismissed']),
    answer: Type.Optional(nullable(Lines(5_000, 0))),
  },
  { additionalProperties: false },
)

export const reportSchemas = [ReportReceipt.schema, Report.schema]
