import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { point } from '../geometry.ts'
import { actors } from './actors.ts'
import { identity, mayReferTo, partOf } from './columns.ts'
import { period } from './partial-date.ts'
import { places } from './places.ts'
import { practices } from './practices.ts'
import { provenance } from './provenance.ts'
import { sources } from './sources.ts'
import { written } from './texts.ts'
import { concepts } from './vocabulary.ts'

export const collaborationKinds = [
  'project',
  'network',
  'event',
  'place_sharing',
  'partnership',
] as const
export const collaborationKind = pgEnum('collaboration_kind', collaborationKinds)

/** Ties of two or more actors. */
export const collaborations = pgTable(
  'collaborations',
  {
    id: identity(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    language: text().notNull(),
    kind: collaborationKind().notNull(),
    programme: text(),
    reference: text(),
    website: text(),
    ...period(),
    ...provenance(),
  },
  (collaboration) => [
    index().on(collaboration.sourceId),
    check('collaborations_title', sql`length(trim(${collaboration.title})) between 1 and 500`),
    check('collaborations_period', sql`${collaboration.endsOn} >= ${collaboration.startsOn}`),
  ],
)

export const collaborationTextFields = ['title', 'summary'] as const
export const collaborationTextField = pgEnum('collaboration_text_field', collaborationTextFields)

const collaborationId = () => partOf(() => collaborations.id)

export const collaborationTexts = pgTable(
  'collaboration_texts',
  {
    collaborationId: collaborationId(),
    field: collaborationTextField().notNull(),
    ...written(),
  },
  (row) => [primaryKey({ columns: [row.collaborationId, row.field, row.language] })],
)

export const collaborationLinkKinds = ['website', 'article', 'result', 'video'] as const
export const collaborationLinkKind = pgEnum('collaboration_link_kind', collaborationLinkKinds)

export const collaborationLinks = pgTable(
  'collaboration_links',
  {
    id: identity(),
    collaborationId: collaborationId(),
    kind: collaborationLinkKind().notNull(),
    title: text(),
    url: text().notNull(),
    language: text(),
  },
  (link) => [unique().on(link.collaborationId, link.url)],
)

export const collaborationThemes = pgTable(
  'collaboration_themes',
  {
    collaborationId: collaborationId(),
    conceptId: partOf(() => concepts.id),
  },
  (row) => [
    primaryKey({ columns: [row.collaborationId, row.conceptId] }),
    index().on(row.conceptId),
  ],
)

/** Practices that came of a collaboration. */
export const collaborationPractices = pgTable(
  'collaboration_practices',
  {
    collaborationId: collaborationId(),
    practiceId: partOf(() => practices.id),
  },
  (row) => [
    primaryKey({ columns: [row.collaborationId, row.practiceId] }),
    index().on(row.practiceId),
  ],
)

export const participationRoles = ['coordinator', 'partner', 'member', 'host', 'associate'] as const
export const participationRole = pgEnum('participation_role', participationRoles)

export const evidences = ['claimed', 'confirmed', 'imported', 'disputed'] as const
export const evidence = pgEnum('evidence', evidences)

/** One actor's part in a collaboration. */
export const participations = pgTable(
  'participations',
  {
    id: identity(),
    collaborationId: collaborationId(),
    actorId: partOf(() => actors.id),
    role: participationRole().notNull(),
    evidence: evidence().notNull(),
    ...period(),
    sourceId: integer().references(() => sources.id),
    sourceUrl: text(),
  },
  (participation) => [
    unique().on(participation.collaborationId, participation.actorId, participation.role),
    index().on(participation.actorId),
    index().on(participation.sourceId),
    check('participations_period', sql`${participation.endsOn} >= ${participation.startsOn}`),
  ],
)

export const activityKinds = ['training', 'meeting', 'visit', 'event'] as const
export const activityKind = pgEnum('activity_kind', activityKinds)

export const activityModes = ['in_person', 'online'] as const
export const activityMode = pgEnum('activity_mode', activityModes)

/** What takes place within a collaboration. */
export const activities = pgTable(
  'activities',
  {
    id: identity(),
    collaborationId: collaborationId(),
    kind: activityKind().notNull(),
    title: text().notNull(),
    language: text().notNull(),
    ...period(),
    mode: activityMode().notNull(),
    town: text(),
    countryCode: text(),
    placeId: mayReferTo(() => places.id),
    location: point(),
    hostActorId: mayReferTo(() => actors.id),
    sourceUrl: text(),
  },
  (activity) => [
    unique().on(activity.collaborationId, activity.title),
    index().on(activity.placeId),
    index().on(activity.hostActorId),
    check('activities_period', sql`${activity.endsOn} >= ${activity.startsOn}`),
    check(
      'activities_location_on_earth',
      sql`ST_X(${activity.location}) between -180 and 180 and ST_Y(${activity.location}) between -90 and 90`,
    ),
  ],
)

export const activityAttendances = pgTable(
  'activity_attendances',
  {
    activityId: partOf(() => activities.id),
    actorId: partOf(() => actors.id),
  },
  (row) => [primaryKey({ columns: [row.activityId, row.actorId] }), index().on(row.actorId)],
)
