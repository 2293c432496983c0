import Type, { type Static } from 'typebox'
import { practiceTextFields, practitionerRoles } from '@maillage/db'
import {
  ConceptSlugs,
  CountryCode,
  DocumentDate,
  DocumentImages,
  LanguageCode,
  Line,
  Prose,
  SlugOf,
  strict,
  Suggestion,
  WebAddress,
  WrittenTexts,
} from '../http/document.schema.ts'
import { named, nullable, oneOf } from '../http/schema.ts'

type TextField = (typeof practiceTextFields)[number]
type Texts = ReturnType<typeof WrittenTexts>

const texts = Object.fromEntries(
  practiceTextFields.map((field) => [
    field,
    field === 'title' ? WrittenTexts(Line(300)) : WrittenTexts(Prose(20_000)),
  ]),
) as Record<TextField, Texts>

export const DocumentPlace = strict({
  town: nullable(Line(200)),
  country: nullable(CountryCode),
  placeId: nullable(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
})

export const Adoption = strict(
  {
    actor: nullable(SlugOf('the actor that took the practice up; null where it was erased')),
    from: nullable(SlugOf('the actor that it was learnt from')),
    place: DocumentPlace,
    start: nullable(DocumentDate),
    end: nullable(DocumentDate),
    language: LanguageCode,
    adaptation: nullable(Prose(5_000, { description: 'What was changed.' })),
    outcome: nullable(Prose(5_000, { description: 'What came of it.' })),
  },
  { description: 'Who took the practice up, from whom, where, when, adapted how.' },
)
export type Adoption = Static<typeof Adoption>

const Part = (maxLength: number) =>
  strict({ text: Line(maxLength), translations: WrittenTexts(Line(maxLength)) })

export const PracticeDocument = named(
  'PracticeDocument',
  strict(
    {
      title: Line(300),
      language: LanguageCode,
      texts: strict(texts, {
        description: 'Of the title, only what it is in other languages.',
      }),
      roles: Type.Array(Part(500), { maxItems: 50, description: 'Who it takes.' }),
      resources: Type.Array(Part(500), { maxItems: 50, description: 'What it takes.' }),
      steps: Type.Array(
        strict({
          title: Line(500),
          text: nullable(Prose(10_000)),
          translations: strict({
            title: WrittenTexts(Line(500)),
            text: WrittenTexts(Prose(10_000)),
          }),
        }),
        { maxItems: 60 },
      ),
      skills: ConceptSlugs,
      themes: ConceptSlugs,
      suggestedSkills: Type.Array(Suggestion, { maxItems: 20 }),
      materials: Type.Array(
        strict({ url: WebAddress, title: nullable(Line(300)), language: nullable(LanguageCode) }),
        { maxItems: 50 },
      ),
      licence: nullable(Line(200)),
      adaptedFrom: nullable(SlugOf('the practice that this one was adapted from')),
      place: DocumentPlace,
      actors: Type.Array(strict({ slug: SlugOf('an actor'), role: oneOf(practitionerRoles) }), {
        maxItems: 200,
      }),
      adoptions: Type.Array(Adoption, { maxItems: 200 }),
      images: DocumentImages,
    },
    { description: 'All that people write of a practice.' },
  ),
)

export type PracticeDocument = Static<typeof PracticeDocument.schema>
