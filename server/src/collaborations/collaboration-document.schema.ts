import Type, { type Static } from 'typebox'
import { collaborationKinds, collaborationLinkKinds, participationRoles } from '@maillage/db'
import {
  ConceptSlugs,
  DocumentDate,
  LanguageCode,
  Line,
  Prose,
  SlugOf,
  strict,
  WebAddress,
  WrittenTexts,
} from '../http/document.schema.ts'
import { named, nullable, oneOf } from '../http/schema.ts'

export const CollaborationDocument = named(
  'CollaborationDocument',
  strict(
    {
      title: Line(500),
      language: LanguageCode,
      kind: oneOf(collaborationKinds),
      texts: strict({
        title: { ...WrittenTexts(Line(500)), description: 'What the title is in other languages.' },
        summary: WrittenTexts(Prose(20_000)),
      }),
      programme: nullable(Line(300)),
      reference: nullable(Line(200)),
      website: nullable(WebAddress),
      start: nullable(DocumentDate),
      end: nullable(DocumentDate),
      links: Type.Array(
        strict({
          kind: oneOf(collaborationLinkKinds),
          url: WebAddress,
          title: nullable(Line(300)),
          language: nullable(LanguageCode),
        }),
        { maxItems: 50 },
      ),
      themes: ConceptSlugs,
      practices: Type.Array(SlugOf('a practice that came of it'), {
        maxItems: 100,
        uniqueItems: true,
      }),
      participants: Type.Array(
        strict({
          slug: SlugOf('an actor'),
          role: oneOf(participationRoles),
          start: nullable(DocumentDate),
          end: nullable(DocumentDate),
        }),
        { maxItems: 1_000 },
      ),
    },
    { description: 'All that people write of a collaboration.' },
  ),
)

export type CollaborationDocument = Static<typeof CollaborationDocument.schema>
