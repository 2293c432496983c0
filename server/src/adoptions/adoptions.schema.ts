import Type, { type Static } from 'typebox'
import { PartialDate } from '../actors/actors.schema.ts'
import { DocumentDate, LanguageCode, Prose, SlugOf, strict } from '../http/document.schema.ts'
import { named, nullable, Place, Text } from '../http/schema.ts'
import { Why } from '../moderation/documents.schema.ts'
import { Adoption, DocumentPlace } from '../practices/practice-document.schema.ts'

const ActorLink = Type.Object({ slug: Type.String(), name: Type.String() })

const stepColumns = Type.Object({
  practice: nullable(
    Type.Object({
      slug: Type.String(),
      title: Type.String(),
      language: nullable(Type.String({ description: 'Language of the title.' })),
    }),
  ),
  isThis: Type.Boolean({ description: 'Whether it is the practice that was asked for.' }),
  actor: nullable(ActorLink),
  from: nullable(ActorLink),
  place: Place.ref,
  start: nullable(PartialDate),
  end: nullable(PartialDate),
  adaptation: nullable(Text.ref),
  outcome: nullable(Text.ref),
})

export type TravelStep = Static<typeof stepColumns> & { next: TravelStep[] }

/** It holds itself, which TypeBox cannot infer. */
const travelStep = Type.Object(
  { ...stepColumns.properties, next: Type.Array(Type.Ref('TravelStep')) },
  {
    description:
      'A practice, or who took one up: then `practice` is null, and `actor` too where it is no longer here.',
  },
)

export const TravelStep = {
  schema: { ...travelStep, $id: 'TravelStep' },
  ref: Type.Unsafe<TravelStep>(Type.Ref('TravelStep')),
}

export const PracticeTravels = named(
  'PracticeTravels',
  Type.Object(
    {
      tree: TravelStep.ref,
      adoptions: Type.Integer({ description: 'How often this practice was taken up.' }),
      ancestors: Type.Integer({ description: 'How many practices it goes back to.' }),
      adaptations: Type.Integer({
        description: 'How many practices were adapted from it, or from what was.',
      }),
    },
    {
      description:
        'How a practice travelled: from what it was adapted, who took it up from whom, and what was adapted from it.',
    },
  ),
)

export const NewAdoption = strict({
  from: Type.Optional(nullable(SlugOf('the actor that it was learnt from'))),
  place: Type.Optional({
    ...DocumentPlace,
    description: 'Where; that of the actor unless said otherwise.',
  }),
  start: Type.Optional(nullable(DocumentDate)),
  end: Type.Optional(nullable(DocumentDate)),
  language: LanguageCode,
  adaptation: Type.Optional(nullable(Prose(5_000))),
  outcome: Type.Optional(nullable(Prose(5_000))),
  why: Why,
})
export type NewAdoption = Static<typeof NewAdoption>

export const AdoptionParams = Type.Object({
  slug: SlugOf('a practice'),
  actor: SlugOf('the actor that took it up'),
})

export const OwnAdoptions = named(
  'OwnAdoptions',
  Type.Object(
    {
      items: Type.Array(
        Type.Object({
          actor: ActorLink,
          adoption: nullable(Adoption),
          isWaiting: Type.Boolean({ description: 'What was sent waits for a moderator.' }),
        }),
      ),
    },
    {
      description: 'For whom the viewer may say that they took the practice up, and what is said.',
    },
  ),
)

export const adoptionSchemas = [TravelStep.schema, PracticeTravels.schema, OwnAdoptions.schema]
