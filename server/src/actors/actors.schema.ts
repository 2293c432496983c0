import Type from 'typebox'
import {
  actorKinds,
  actorRoles,
  collaborationKinds,
  evidences,
  exchangeKinds,
  geographicScopes,
  locationPrecisions,
  participationRoles,
  practitionerRoles,
  recordStatuses,
} from '@maillage/db'
import { Image } from '../images/images.schema.ts'
import {
  Concept,
  LongText,
  named,
  nullable,
  oneOf,
  Place,
  Point,
  Source,
  Text,
  Timestamp,
} from '../http/schema.ts'
import { freshnessLevels } from './freshness.rules.ts'

export const ActorKind = oneOf(actorKinds)
export const ParticipationRole = oneOf(participationRoles)
export const PractitionerRole = oneOf(practitionerRoles)
export const Evidence = oneOf(evidences)

/** Why a record is among the results of a text search. */
export const matchReasons = ['name', 'place', 'theme', 'text'] as const
export type MatchReason = (typeof matchReasons)[number]
export const MatchedIn = Type.Array(oneOf(matchReasons), {
  description: 'Where the words of `q` were found; empty without `q`.',
})

export const DistanceMeters = nullable(
  Type.Number({ description: 'Distance from `near`; null without it or without a location.' }),
)

const cardProperties = {
  slug: Type.String({ examples: ['cries'] }),
  name: Type.String({ examples: ['Asociația CRIES'] }),
  shortName: nullable(Type.String({ examples: ['CRIES'] })),
  kind: ActorKind,
  logo: nullable(Image.ref),
  summary: nullable(Text.ref),
  place: Place.ref,
  location: nullable(Point.ref),
  precision: nullable(oneOf(locationPrecisions)),
  distanceMeters: DistanceMeters,
  themes: Type.Array(Concept.ref),
  languages: Type.Array(Type.String(), {
    description: 'ISO 639-1 codes of the languages it works in.',
    examples: [['ro', 'en']],
  }),
  practiceCount: Type.Integer(),
  tieCount: Type.Integer({ description: 'Other actors it shares a collaboration with.' }),
  matchedIn: MatchedIn,
  lastConfirmedAt: nullable(Timestamp),
  freshness: oneOf(freshnessLevels, {
    description:
      'fresh for a year after the organisation confirmed it, ageing for another; unknown where only a source says it.',
  }),
  imported: nullable(
    Type.Object(
      { source: Type.String(), year: Type.Integer() },
      {
        description:
          'Where it is from and when it last came, if its organisation never confirmed it.',
      },
    ),
  ),
  updatedAt: Timestamp,
}

export const ActorCard = named(
  'ActorCard',
  Type.Object(cardProperties, { description: 'An actor as lists show it.' }),
)

const Exchange = named(
  'Exchange',
  Type.Object(
    {
      kind: oneOf(exchangeKinds),
      text: Text.ref,
      skill: nullable(Concept.ref),
      endsOn: nullable(Type.String({ format: 'date' })),
    },
    { description: 'What an actor offers or needs.' },
  ),
)

export const PartialDate = Type.String({
  description: 'As exact as it is known.',
  pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$',
  examples: ['2020-09'],
})

const Tie = named(
  'Tie',
  Type.Object(
    {
      collaboration: Type.Object({
        slug: Type.String(),
        title: Type.String(),
        kind: oneOf(collaborationKinds),
        start: nullable(PartialDate),
        end: nullable(PartialDate),
      }),
      role: ParticipationRole,
      evidence: Evidence,
      partners: Type.Array(
        Type.Object({
          slug: Type.String(),
          name: Type.String(),
          country: nullable(Type.String()),
          role: ParticipationRole,
          evidence: Evidence,
        }),
        { maxItems: 12, description: 'The first twelve; all are in the collaboration.' },
      ),
      partnerCount: Type.Integer(),
    },
    { description: 'A collaboration that the actor takes part in, and with whom.' },
  ),
)

export const Actor = named(
  'Actor',
  Type.Object(
    {
      ...cardProperties,
      contact: Type.Object(
        {
          state: oneOf(['open', 'paused', 'nobody']),
          until: nullable(
            Type.String({ format: 'date', description: 'When messages are taken again.' }),
          ),
        },
        { description: 'Whether one can write to it: nobody reads messages until it is claimed.' },
      ),
      description: nullable(LongText.ref),
      pictures: Type.Array(Image.ref),
      legalForm: nullable(Type.String()),
      skills: Type.Array(Concept.ref),
      website: nullable(Type.String()),
      links: Type.Array(
        Type.Object({
          kind: Type.String(),
          url: Type.String(),
          title: nullable(Type.String()),
          language: nullable(Type.String()),
        }),
      ),
      foundedYear: nullable(Type.Integer()),
      address: nullable(
        Type.Object({
          street: nullable(Type.String()),
          postalCode: nullable(Type.String()),
          town: nullable(Type.String()),
          region: nullable(Type.String()),
          country: nullable(Type.String()),
        }),
      ),
      scope: nullable(oneOf(geographicScopes)),
      offers: Type.Array(Exchange.ref),
      needs: Type.Array(Exchange.ref),
      practices: Type.Array(
        Type.Object({
          slug: Type.String(),
          title: Type.String(),
          summary: nullable(Text.ref),
          role: PractitionerRole,
        }),
      ),
      ties: Type.Array(Tie.ref),
      territories: Type.Array(
        Type.Object({ code: Type.String(), name: Type.String(), level: Type.Integer() }),
      ),
      identifiers: Type.Array(Type.Object({ scheme: Type.String(), value: Type.String() })),
      source: Source.ref,
      createdAt: Timestamp,
    },
    { description: 'All that is public of an actor.' },
  ),
)

export const OwnActor = named(
  'OwnActor',
  Type.Object(
    {
      slug: Type.String(),
      name: Type.String(),
      role: oneOf(actorRoles),
      status: oneOf(recordStatuses),
      isRejected: Type.Boolean({
        description: 'A moderator decided against publishing it; a change sends it again.',
      }),
      records: Type.Array(
        Type.Object({
          feature: oneOf(['practices', 'collaborations']),
          slug: Type.String(),
          title: Type.String(),
          status: oneOf(['published', 'pending']),
        }),
        {
          description:
            'Practices and collaborations that are written through it, the fifty changed last.',
        },
      ),
    },
    { description: 'An actor that someone writes for.' },
  ),
)

export const actorSchemas = [
  ActorCard.schema,
  Exchange.schema,
  Tie.schema,
  Actor.schema,
  OwnActor.schema,
]
