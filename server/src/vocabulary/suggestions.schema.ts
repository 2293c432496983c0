import Type from 'typebox'
import { conceptSchemes, interfaceLanguages } from '@maillage/db'
import { named, oneOf, PRINTABLE, Slug, Timestamp } from '../http/schema.ts'

export const ConceptSuggestion = named(
  'ConceptSuggestion',
  Type.Object(
    {
      id: Type.Integer(),
      scheme: oneOf(conceptSchemes),
      label: Type.String(),
      language: Type.String(),
      uses: Type.Integer({ description: 'Actors and practices that wrote it.' }),
      createdAt: Timestamp,
    },
    { description: 'A theme or skill that someone wrote because the vocabulary lacks it.' },
  ),
)

const conceptSlug = Slug(100)

const Label = Type.String({ minLength: 1, maxLength: 100, pattern: PRINTABLE })

export const SuggestionDecision = Type.Object(
  {
    decision: oneOf(['fold', 'accept', 'refuse'], {
      description:
        'fold: it means `concept`, and becomes a synonym of it. accept: it becomes a concept of its own.',
    }),
    concept: Type.Optional(conceptSlug),
    slug: Type.Optional(conceptSlug),
    labels: Type.Optional(
      Type.Object(
        Object.fromEntries(interfaceLanguages.map((language) => [language, Type.Optional(Label)])),
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
)

export const SuggestionParams = Type.Object({
  id: Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1 }),
})

export const suggestionSchemas = [ConceptSuggestion.schema]
