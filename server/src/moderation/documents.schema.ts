import Type, { type TSchema } from 'typebox'
import { authorRoles, recordStatuses, revisionActs, risks } from '@maillage/db'
import { LanguageCode, Prose, SlugOf, strict } from '../http/document.schema.ts'
import { named, nullable, oneOf, Timestamp } from '../http/schema.ts'

/** Why a record is changed, for its history. */
export const Why = Type.Optional(nullable(Prose(1_000, { examples: ['We moved in June.'] })))

/** The body of a change to a record. */
export const change = (Document: TSchema) => strict({ document: Document, why: Why })

/** What the records that a document names are called. */
export const RecordNames = named(
  'RecordNames',
  Type.Object(
    {
      actors: Type.Record(Type.String(), Type.String()),
      practices: Type.Record(Type.String(), Type.String()),
    },
    { description: 'What records that are named by their slugs are called.' },
  ),
)

/** A record as those who may write it see it. */
export const recordToWrite = (Document: TSchema) =>
  Type.Object({
    slug: Type.String(),
    status: oneOf(recordStatuses),
    mayErase: Type.Boolean({ description: 'Whether you may have it erased.' }),
    isRejected: Type.Boolean({
      description: 'A moderator decided against publishing it; a change sends it again.',
    }),
    version: Type.Integer({ description: 'Its entity tag is what If-Match takes.' }),
    document: Document,
    names: RecordNames.ref,
    formerOriginals: Type.Array(
      Type.Object({ field: Type.String(), language: LanguageCode, text: Type.String() }),
      { description: 'What the originals of stale translations, by their language, said before.' },
    ),
    waiting: Type.Array(
      Type.Object({
        reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }),
        changedFields: Type.Array(Type.String()),
        createdAt: Timestamp,
      }),
      { description: 'What you sent about it and nobody has decided on.' },
    ),
  })

const ChangedFields = Type.Array(Type.String(), { examples: [['name', 'texts.summary']] })

export const LiveChange = named(
  'LiveChange',
  Type.Object(
    { version: Type.Integer(), changedFields: ChangedFields },
    { description: 'A change that everyone sees.' },
  ),
)

export const WaitingChange = named(
  'WaitingChange',
  Type.Object(
    {
      reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }),
      changedFields: ChangedFields,
      risks: Type.Array(oneOf(risks), { description: 'Why a moderator looks at it first.' }),
    },
    { description: 'A change that waits for a moderator.' },
  ),
)

const revisionProperties = {
  version: Type.Integer(),
  act: oneOf(revisionActs),
  changedFields: ChangedFields,
  author: Type.Object({
    role: oneOf(authorRoles),
    name: nullable(Type.String({ description: 'For those who may write the record.' })),
  }),
  why: nullable(Type.String()),
  at: Timestamp,
}

const Revision = named(
  'Revision',
  Type.Object(revisionProperties, { description: 'One change of a record.' }),
)

export const History = named(
  'History',
  Type.Object(
    {
      slug: Type.String(),
      name: Type.String(),
      version: Type.Integer(),
      revisions: Type.Array(Revision.ref),
    },
    { description: 'Who changed a record, when, what and why; the newest first.' },
  ),
)

export const Comparison = named(
  'Comparison',
  Type.Object(
    {
      slug: Type.String(),
      name: Type.String(),
      currentVersion: Type.Integer(),
      revision: Revision.ref,
      against: nullable(
        Type.Integer({ description: 'The version that it is compared with; null for the first.' }),
      ),
      changes: Type.Array(
        Type.Object({
          field: Type.String({ examples: ['texts.summary'] }),
          before: Type.Unknown(),
          after: Type.Unknown(),
        }),
      ),
      names: RecordNames.ref,
    },
    { description: 'A version of a record, field by field against another.' },
  ),
)

const version = Type.Integer({ minimum: 1, maximum: 2_147_483_647 })

export const VersionParams = Type.Object({ slug: SlugOf('a record'), version })

export const CompareQuery = Type.Object(
  {
    against: Type.Optional({ ...version, description: 'Instead of the version before it.' }),
  },
  { additionalProperties: false },
)

export const RestoreBody = strict({ why: Why })

export const EraseQuery = Type.Object({ why: Why }, { additionalProperties: false })

export const documentSchemas = [
  RecordNames.schema,
  LiveChange.schema,
  WaitingChange.schema,
  Revision.schema,
  History.schema,
  Comparison.schema,
]
