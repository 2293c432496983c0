import Type from 'typebox'
import {
  ActorKind,
  DistanceMeters,
  MatchedIn,
  PartialDate,
  PractitionerRole,
} from '../actors/actors.schema.ts'
import { Image } from '../images/images.schema.ts'
import {
  Concept,
  LongText,
  named,
  nullable,
  Place,
  Point,
  Source,
  Text,
  Timestamp,
} from '../http/schema.ts'

const Practitioner = {
  slug: Type.String(),
  name: Type.String(),
  town: nullable(Type.String()),
  country: nullable(Type.String()),
  role: PractitionerRole,
}

const PracticeLink = Type.Object({ slug: Type.String(), title: Type.String() })

const cardProperties = {
  slug: Type.String({ examples: ['hospital-garden-community-centre'] }),
  title: Type.String(),
  language: Type.String({ description: 'Language of the title.', examples: ['en'] }),
  summary: nullable(Text.ref),
  themes: Type.Array(Concept.ref),
  skills: Type.Array(Concept.ref, { description: 'Skills that the practice builds.' }),
  place: Place.ref,
  stepCount: Type.Integer(),
  practitioners: Type.Array(Type.Object(Practitioner), {
    description: 'In cards the first three.',
  }),
  practitionerCount: Type.Integer(),
  distanceMeters: DistanceMeters,
  matchedIn: MatchedIn,
  lastConfirmedAt: nullable(Timestamp),
  updatedAt: Timestamp,
}

export const PracticeCard = named(
  'PracticeCard',
  Type.Object(cardProperties, { description: 'A practice as lists show it.' }),
)

export const Practice = named(
  'Practice',
  Type.Object(
    {
      ...cardProperties,
      practitioners: Type.Array(
        Type.Object({ ...Practitioner, kind: ActorKind, location: nullable(Point.ref) }),
      ),
      pictures: Type.Array(Image.ref),
      context: nullable(LongText.ref),
      aim: nullable(LongText.ref),
      audience: nullable(Text.ref),
      duration: nullable(Text.ref),
      evaluation: nullable(LongText.ref),
      results: nullable(LongText.ref),
      transferability: nullable(LongText.ref),
      roles: Type.Array(Text.ref, { description: 'Who it takes.' }),
      resources: Type.Array(Text.ref, { description: 'What it takes.' }),
      steps: Type.Array(Type.Object({ title: Text.ref, text: nullable(LongText.ref) })),
      licence: nullable(Type.String()),
      materials: Type.Array(
        Type.Object({
          url: Type.String(),
          title: nullable(Type.String()),
          language: nullable(Type.String()),
        }),
      ),
      adaptedFrom: nullable(PracticeLink),
      adaptations: Type.Array(PracticeLink),
      adoptions: Type.Array(
        Type.Object({
          actor: nullable(Type.Object({ slug: Type.String(), name: Type.String() })),
          place: Place.ref,
          on: nullable(PartialDate),
          adaptation: nullable(Text.ref),
          outcome: nullable(Text.ref),
        }),
        { description: 'Who took the practice up, where, when, adapted how.' },
      ),
      source: Source.ref,
      createdAt: Timestamp,
    },
    { description: 'A practice as a recipe.' },
  ),
)

export const practiceSchemas = [PracticeCard.schema, Practice.schema]
