import Type, { type Static } from 'typebox'
import { interfaceLanguages, recordFeatures } from '@maillage/db'
import { LanguageParameter, named, nullable, oneOf, Timestamp } from '../http/schema.ts'

/** As typed: anything the database can hold, so that nothing is lost because it is not yet right. */
const typed = (maxLength: number) =>
  Type.Optional(Type.String({ maxLength, pattern: '^[^\\u0000\\p{Cs}]*$' }))
const Line = typed(2_000)
const Word = typed(200)
const Long = typed(20_000)
const words = Type.Optional(
  Type.Array(Type.String({ maxLength: 2_000, pattern: '^[^\\u0000\\p{Cs}]*$' }), { maxItems: 60 }),
)

const answersOf = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Object(properties, { additionalProperties: false })
const rowsOf = <T extends Parameters<typeof Type.Object>[0]>(properties: T) =>
  Type.Optional(Type.Array(answersOf(properties), { maxItems: 40 }))

const images = rowsOf({ key: Word, role: Word, alt: Line, credit: Line })

/** What is asked, page by page. */
const steps = {
  name: answersOf({ name: Line, shortName: Word, notThese: Word }),
  mail: answersOf({ email: Line }),
  kind: answersOf({ kind: Word, legalForm: Word }),
  where: answersOf({
    q: Line,
    label: Line,
    country: Word,
    region: Word,
    town: Word,
    postalCode: Word,
    street: Line,
    lng: Word,
    lat: Word,
    precision: Word,
    placeId: Word,
    coarse: Word,
    nowhere: Word,
  }),
  themes: answersOf({ themes: words, suggested: Line }),
  about: answersOf({
    language: Word,
    summary: Long,
    description: Long,
    translations: rowsOf({ language: Word, summary: Long, description: Long }),
  }),
  links: answersOf({ website: Line, links: rowsOf({ kind: Word, url: Line, title: Line }) }),
  languages: answersOf({ languages: words, foundedYear: Word, scope: Word }),
  pictures: answersOf({ images }),
  exchange: answersOf({
    offers: rowsOf({ kind: Word, text: Long, endsOn: Word }),
    needs: rowsOf({ kind: Word, text: Long, endsOn: Word }),
  }),
  'practice-title': answersOf({ title: Line, aim: Long, language: Word }),
  'practice-context': answersOf({ context: Long, results: Long }),
  'practice-people': answersOf({ roles: Long, resources: Long }),
  'practice-steps': answersOf({ steps: rowsOf({ title: Line, text: Long }) }),
  'practice-skills': answersOf({ skills: words, suggested: Line }),
  'practice-themes': answersOf({ themes: words }),
  'practice-materials': answersOf({
    materials: rowsOf({ url: Line, title: Line }),
    licence: Word,
  }),
  'practice-origin': answersOf({ q: Line, adaptedFrom: Word, adaptedFromTitle: Line }),
  'practice-pictures': answersOf({ images }),
  'collaboration-title': answersOf({ title: Line, kind: Word, language: Word, summary: Long }),
  'collaboration-years': answersOf({ start: Word, end: Word, programme: Line, website: Line }),
  'collaboration-partners': answersOf({
    q: Line,
    participants: rowsOf({ slug: Word, name: Line, website: Line, role: Word }),
  }),
}

export type Step = keyof typeof steps
export const stepNames = Object.keys(steps) as Step[]

const Answers = named(
  'DraftAnswers',
  Type.Partial(Type.Object(steps), {
    additionalProperties: false,
    description: 'What was typed on each page, as it was typed.',
  }),
)
export type Answers = Static<(typeof Answers)['schema']>

export const findingCodes = [
  'missing',
  'too_long',
  'not_a_mail_address',
  'not_an_address',
  'not_a_year',
  'not_a_date',
  'unknown_choice',
  'said_twice',
  'ends_before_start',
  'choose_a_place',
] as const
export type FindingCode = (typeof findingCodes)[number]

export const SentRecord = named(
  'SentRecord',
  Type.Object(
    {
      feature: oneOf(recordFeatures),
      slug: Type.String(),
      title: Type.String(),
      reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }),
      sentAt: Type.String({ format: 'date-time' }),
    },
    { description: 'A record that was sent and waits for a moderator.' },
  ),
)
export type SentRecord = Static<(typeof SentRecord)['schema']>

export const Draft = named(
  'Draft',
  Type.Object(
    {
      reference: Type.String({ examples: ['MA-7K3P-Q9XD'] }),
      language: oneOf(interfaceLanguages),
      version: Type.Integer(),
      answers: Answers.ref,
      stepVersions: Type.Record(Type.String(), Type.Integer(), {
        description: 'The version in which each page was last changed.',
      }),
      findings: Type.Record(
        Type.String(),
        Type.Record(Type.String(), oneOf(findingCodes), {
          description: 'By field, such as links.0.url.',
        }),
        { description: 'What is not yet right, by page.' },
      ),
      hasEmail: Type.Boolean({ description: 'A link to come back by was mailed.' }),
      isEmailConfirmed: Type.Boolean(),
      actor: nullable(
        Type.Object({
          slug: Type.String(),
          name: Type.String(),
          isPublic: Type.Boolean(),
        }),
      ),
      sent: Type.Array(SentRecord.ref),
      updatedAt: Timestamp,
      expiresAt: Timestamp,
    },
    { description: 'A submission while it is written.' },
  ),
)

export const DraftSummary = named(
  'DraftSummary',
  Type.Object({
    reference: Type.String(),
    name: Type.String(),
    actor: nullable(Type.String({ description: 'The slug of the actor, once it was sent.' })),
    updatedAt: Timestamp,
    expiresAt: Timestamp,
    isSent: Type.Boolean(),
  }),
)

export const NewDraft = Type.Object(
  {
    language: LanguageParameter,
    name: Type.Optional(
      Type.String({ maxLength: 2_000, pattern: '^[^\\u0000\\p{Cs}]*$', description: 'As typed.' }),
    ),
    actor: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'An actor that you write for already, to add practices and collaborations to.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const DraftChange = Type.Object(
  {
    answers: Answers.ref,
    isDone: Type.Optional(
      Type.Boolean({
        description: 'The page was finished, not only typed on: now mails are sent.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const SendDraft = Type.Object(
  {
    feature: oneOf(recordFeatures),
    consent: Type.Optional(
      Type.String({
        maxLength: 40,
        pattern: '^[A-Za-z0-9.-]+$',
        description: 'The version of the text that was agreed to; needed for an actor.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const OpenDraft = Type.Object(
  { token: Type.String({ minLength: 40, maxLength: 60, pattern: '^[A-Za-z0-9_-]+$' }) },
  { additionalProperties: false },
)

export const DraftParams = Type.Object({
  reference: Type.String({ pattern: '^MA-[0-9A-Z]{4}-[0-9A-Z]{4}$' }),
})

export const submissionSchemas = [
  Answers.schema,
  SentRecord.schema,
  Draft.schema,
  DraftSummary.schema,
]
