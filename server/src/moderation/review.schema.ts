import Type from 'typebox'
import {
  proposalKinds,
  proposalStatuses,
  recordFeatures,
  recordStatuses,
  reportKinds,
  revisionActs,
} from '@maillage/db'
import {
  LanguageParameter,
  named,
  nullable,
  oneOf,
  Position,
  SourceKind,
  Timestamp,
  withDefault,
} from '../http/schema.ts'
import { RecordNames } from './documents.schema.ts'
import { Lines, ReferenceParams } from './reports.schema.ts'

const Risks = Type.Array(Type.String(), { description: 'Why it waits.', examples: [['name']] })

const AboutRecord = Type.Object({
  feature: oneOf(recordFeatures),
  slug: Type.String(),
  name: Type.String(),
})

export const reviewLists = ['waiting', 'live', 'reports'] as const

export const ReviewQuery = Type.Object(
  { show: withDefault(oneOf(reviewLists, { default: 'waiting' })), lang: LanguageParameter },
  { additionalProperties: false },
)

export const ReviewQueue = named(
  'ReviewQueue',
  Type.Object(
    {
      items: Type.Array(
        Type.Object({
          reference: Type.String(),
          record: AboutRecord,
          kind: oneOf([...proposalKinds, ...reportKinds]),
          risks: Risks,
          changedFields: Type.Array(Type.String()),
          message: nullable(Type.String()),
          createdAt: Timestamp,
        }),
      ),
    },
    { description: 'What waits for a moderator, the oldest first.' },
  ),
)

export const ReviewCounts = named(
  'ReviewCounts',
  Type.Object(
    {
      waiting: Type.Integer(),
      live: Type.Integer({ description: 'Went live without waiting, in the last 30 days.' }),
      reports: Type.Integer(),
      claims: Type.Integer(),
      suggestions: Type.Integer({ description: 'Words of people, which are of all networks.' }),
    },
    { description: 'How long each list of the queue is.' },
  ),
)

export const ProposalReview = named(
  'ProposalReview',
  Type.Object(
    {
      reference: Type.String(),
      kind: oneOf(proposalKinds),
      status: oneOf(proposalStatuses),
      wentLive: Type.Boolean(),
      risks: Risks,
      why: nullable(Type.String()),
      reason: nullable(Type.String()),
      createdAt: Timestamp,
      record: Type.Object({
        ...AboutRecord.properties,
        status: oneOf(recordStatuses),
        source: Type.String(),
        sourceKind: SourceKind,
        sourceUrl: nullable(Type.String()),
      }),
      baseVersion: Type.Integer(),
      currentVersion: Type.Integer(),
      changes: Type.Array(
        Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() }),
        { description: 'Against what is public now.' },
      ),
      names: RecordNames.ref,
      points: Type.Object({ before: nullable(Position), after: nullable(Position) }),
      duplicates: Type.Array(
        Type.Object({
          slug: Type.String(),
          name: Type.String(),
          town: nullable(Type.String()),
          level: oneOf(['likely', 'possible']),
          reasons: Type.Array(Type.String()),
        }),
      ),
      history: Type.Array(
        Type.Object({
          version: Type.Integer(),
          act: oneOf(revisionActs),
          authorRole: Type.String(),
          why: nullable(Type.String()),
          createdAt: Timestamp,
        }),
      ),
      author: Type.Object(
        {
          name: nullable(Type.String()),
          accepted: Type.Integer(),
          rejected: Type.Integer(),
        },
        { description: 'What became of their proposals of the last year.' },
      ),
    },
    { description: 'A proposal beside what is public.' },
  ),
)

export const reasonTemplates = [
  'incomplete',
  'not_verifiable',
  'duplicate',
  'out_of_scope',
  'advertising',
  'private_data',
] as const

export const Decisions = Type.Object(
  {
    references: Type.Array(ReferenceParams.properties.reference, { minItems: 1, maxItems: 50 }),
    decision: oneOf(['accept', 'reject']),
    template: Type.Optional(nullable(oneOf(reasonTemplates))),
    reason: Type.Optional(nullable(Lines(2_000, 0))),
  },
  { additionalProperties: false },
)

export const DecisionResults = named(
  'DecisionResults',
  Type.Object({
    results: Type.Array(
      Type.Object({
        reference: Type.String(),
        outcome: oneOf(['accepted', 'rejected', 'failed']),
        detail: nullable(Type.String()),
      }),
    ),
  }),
)

export const reviewSchemas = [
  ReviewQueue.schema,
  ReviewCounts.schema,
  ProposalReview.schema,
  DecisionResults.schema,
]
