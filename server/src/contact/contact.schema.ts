import Type from 'typebox'
import { threadSides, threadStates } from '@maillage/db'
import {
  LanguageParameter,
  named,
  nullable,
  oneOf,
  PRINTABLE,
  SlugParams,
  Timestamp,
  withDefault,
} from '../http/schema.ts'
import { Lines, ReferenceParams } from '../moderation/reports.schema.ts'
import { threadActs } from './contact.rules.ts'
import { spamSignals } from '../spam/spam.rules.ts'
import { Proof } from '../spam/spam.schema.ts'

const MOST_CHARACTERS = 5_000

const Line = (maxLength: number) =>
  Type.String({ minLength: 1, maxLength, pattern: `(?=.*\\S)${PRINTABLE}` })

const words = {
  senderName: Type.Unsafe<string>({
    ...Line(100),
    description: 'What the sender is called in this thread.',
    examples: ['Ana, of the seed library'],
  }),
  subject: Line(200),
  text: Lines(MOST_CHARACTERS),
}

const addressesMeant = withDefault(
  Type.Boolean({
    default: false,
    description:
      'A text with an e-mail address or telephone number is taken only with `true`: the sender meant to give it.',
  }),
)

export const NewMessage = Type.Object(
  {
    ...words,
    language: LanguageParameter,
    addressesMeant,
    proof: Type.Optional(Proof),
    draft: Type.Optional(
      Type.String({ maxLength: 100, description: 'Token of what was kept before signing in.' }),
    ),
  },
  { additionalProperties: false },
)

export const NewContactDraft = Type.Object(
  { slug: SlugParams.properties.slug, ...words, proof: Type.Optional(Proof) },
  { additionalProperties: false },
)

export const ContactDraft = named(
  'ContactDraft',
  Type.Object(
    { slug: Type.String(), senderName: Type.String(), subject: Type.String(), text: Type.String() },
    { description: 'What someone wrote to an actor before they signed in.' },
  ),
)

export const DraftToken = Type.Object({
  token: Type.String({ minLength: 20, maxLength: 100, pattern: '^[A-Za-z0-9_-]+$' }),
})

export const NewAnswer = Type.Object(
  { text: Lines(MOST_CHARACTERS), addressesMeant, proof: Type.Optional(Proof) },
  { additionalProperties: false },
)

export const Reason = Type.Object({ reason: Lines(2_000, 1) }, { additionalProperties: false })

export const NewPause = Type.Object(
  {
    until: Type.Optional(
      nullable(
        Type.String({ format: 'date', description: 'The first day on which messages come again.' }),
      ),
    ),
  },
  { additionalProperties: false },
)

export const MessageReceipt = named(
  'MessageReceipt',
  Type.Object({ reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }) }),
)

const summary = {
  reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }),
  side: oneOf(threadSides, { description: 'Which side the viewer is on.' }),
  actor: Type.Object({ slug: Type.String(), name: Type.String() }),
  senderName: Type.String(),
  subject: Type.String(),
  state: oneOf(threadStates),
  createdAt: Timestamp,
  updatedAt: Timestamp,
}

export const ThreadSummary = named('ThreadSummary', Type.Object(summary))

export const Thread = named(
  'Thread',
  Type.Object(
    {
      ...summary,
      reason: nullable(Type.String({ description: 'Why it was declined.' })),
      version: Type.Integer({ description: 'Stands in the ETag; for If-Match.' }),
      messages: Type.Array(
        Type.Object({
          side: oneOf(threadSides),
          isMine: Type.Boolean(),
          text: Type.String(),
          signals: Type.Array(oneOf(spamSignals), {
            description: 'What speaks for a machine; empty for whoever wrote it.',
          }),
          createdAt: Timestamp,
        }),
      ),
      acts: Type.Array(oneOf(threadActs), { description: 'What the viewer may do next.' }),
    },
    { description: 'A conversation with an actor; neither side sees an address of the other.' },
  ),
)

export const ThreadParams = ReferenceParams

export const contactSchemas = [ContactDraft, MessageReceipt, ThreadSummary, Thread].map(
  ({ schema }) => schema,
)
