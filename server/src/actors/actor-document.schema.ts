import Type, { type Static } from 'typebox'
import { actorKinds, exchangeKinds, geographicScopes, locationPrecisions } from '@maillage/db'
import {
  ConceptSlugs,
  CountryCode,
  Day,
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
import { named, nullable, oneOf, Position } from '../http/schema.ts'

const Exchange = strict({
  kind: oneOf(exchangeKinds),
  skill: nullable(SlugOf('a skill')),
  language: LanguageCode,
  text: Prose(2_000),
  endsOn: nullable(Day),
})

const Location = strict({
  point: nullable(Position),
  precision: nullable(oneOf(locationPrecisions)),
  street: nullable(Line(300)),
  postalCode: nullable(Line(40)),
  town: nullable(Line(200)),
  region: nullable(Line(200)),
  country: nullable(CountryCode),
  placeId: nullable(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'GeoNames.' })),
  showExact: Type.Boolean({
    description:
      'Whether everyone sees point, street and postal code; else the middle of the town stands for them.',
  }),
})

export const ActorDocument = named(
  'ActorDocument',
  strict(
    {
      name: Line(300),
      shortName: nullable(Line(300)),
      kind: oneOf(actorKinds),
      legalForm: nullable(Line(300)),
      languages: Type.Array(LanguageCode, { maxItems: 50, uniqueItems: true }),
      website: nullable(WebAddress),
      foundedYear: nullable(Type.Integer({ minimum: 1000, maximum: 2200 })),
      scope: nullable(oneOf(geographicScopes)),
      licence: nullable(Line(200)),
      location: Location,
      texts: strict({
        summary: WrittenTexts(Prose(20_000)),
        description: WrittenTexts(Prose(20_000)),
      }),
      themes: ConceptSlugs,
      skills: ConceptSlugs,
      suggestedThemes: Type.Array(Suggestion, { maxItems: 20 }),
      suggestedSkills: Type.Array(Suggestion, { maxItems: 20 }),
      links: Type.Array(
        strict({
          kind: Line(60),
          url: WebAddress,
          title: nullable(Line(300)),
          language: nullable(LanguageCode),
        }),
        { maxItems: 50 },
      ),
      identifiers: Type.Array(strict({ scheme: Line(60), value: Line(200) }), { maxItems: 50 }),
      offers: Type.Array(Exchange, { maxItems: 50 }),
      needs: Type.Array(Exchange, { maxItems: 50 }),
      images: DocumentImages,
    },
    { description: 'All that people write of an actor.' },
  ),
)

export type ActorDocument = Static<typeof ActorDocument.schema>
