import {
  activityKinds,
  activityModes,
  collaborationKinds,
  collaborationLinkKinds,
} from '@maillage/db'
import Type from 'typebox'
import {
  ActorKind,
  Evidence,
  MatchedIn,
  PartialDate,
  ParticipationRole,
} from '../actors/actors.schema.ts'
import { Concept, named, nullable, oneOf, Point, Source, Text, Timestamp } from '../http/schema.ts'

export const CollaborationKind = oneOf(collaborationKinds)

const ActorLink = Type.Object({ slug: Type.String(), name: Type.String() })

const cardProperties = {
  slug: Type.String({ examples: ['coopterr'] }),
  title: Type.String(),
  kind: CollaborationKind,
  summary: nullable(Text.ref),
  programme: nullable(Type.String({ examples: ['Erasmus+'] })),
  reference: nullable(Type.String({ examples: ['2020-1-FR01-KA204-080661'] })),
  start: nullable(PartialDate),
  end: nullable(PartialDate),
  themes: Type.Array(Concept.ref),
  participantCount: Type.Integer(),
  countryCount: Type.Integer(),
  countries: Type.Array(Type.String(), { examples: [['FR', 'RO']] }),
  coordinator: nullable(ActorLink),
  matchedIn: MatchedIn,
  lastConfirmedAt: nullable(Timestamp),
  updatedAt: Timestamp,
}

export const CollaborationCard = named(
  'CollaborationCard',
  Type.Object(cardProperties, { description: 'A collaboration as lists show it.' }),
)

export const Collaboration = named(
  'Collaboration',
  Type.Object(
    {
      ...cardProperties,
      website: nullable(Type.String()),
      links: Type.Array(
        Type.Object({
          kind: oneOf(collaborationLinkKinds),
          title: nullable(Type.String()),
          url: Type.String(),
          language: nullable(Type.String()),
        }),
      ),
      participations: Type.Array(
        Type.Object({
          actor: Type.Object({
            slug: Type.String(),
            name: Type.String(),
            kind: ActorKind,
            town: nullable(Type.String()),
            country: nullable(Type.String()),
            location: nullable(Point.ref),
          }),
          role: ParticipationRole,
          start: nullable(PartialDate),
          end: nullable(PartialDate),
          evidence: Evidence,
        }),
      ),
      activities: Type.Array(
        Type.Object({
          kind: oneOf(activityKinds),
          title: Type.String(),
          start: nullable(PartialDate),
          end: nullable(PartialDate),
          mode: oneOf(activityModes),
          town: nullable(Type.String()),
          country: nullable(Type.String()),
          location: nullable(Point.ref),
          host: nullable(ActorLink),
        }),
      ),
      practices: Type.Array(Type.Object({ slug: Type.String(), title: Type.String() }), {
        description: 'Practices that came of the collaboration.',
      }),
      source: Source.ref,
      createdAt: Timestamp,
    },
    { description: 'A collaboration with all who take part.' },
  ),
)

export const collaborationSchemas = [CollaborationCard.schema, Collaboration.schema]
