import { sql } from 'drizzle-orm'
import {
  check,
  date,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { point, tsvector } from '../geometry.ts'
import { identity, mayReferTo, nowByDefault, partOf } from './columns.ts'
import { places } from './places.ts'
import { provenance } from './provenance.ts'
import { written } from './texts.ts'
import { concepts } from './vocabulary.ts'

export const actorKinds = [
  'association',
  'cooperative',
  'social_enterprise',
  'network',
  'public_institution',
  'foundation',
  'university',
  'cultural_venue',
  'informal_group',
  'company',
  'other',
] as const
export const actorKind = pgEnum('actor_kind', actorKinds)

export const locationPrecisions = ['address', 'town', 'region', 'country'] as const
export const locationPrecision = pgEnum('location_precision', locationPrecisions)

export const geographicScopes = ['local', 'regional', 'national', 'international'] as const
export const geographicScope = pgEnum('geographic_scope', geographicScopes)

/** Organisations and informal groups that act in a territory. */
export const actors = pgTable(
  'actors',
  {
    id: identity(),
    slug: text().notNull().unique(),
    name: text().notNull(),
    shortName: text(),
    kind: actorKind().notNull(),
    legalForm: text(),
    /** ISO 639-1 codes of the languages it works in. */
    languages: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    website: text(),
    foundedYear: smallint(),
    street: text(),
    postalCode: text(),
    town: text(),
    region: text(),
    countryCode: text(),
    placeId: mayReferTo((): AnyPgColumn => places.id),
    location: point(),
    locationPrecision: locationPrecision(),
    scope: geographicScope(),
    mergedIntoId: integer().references((): AnyPgColumn => actors.id),
    ...provenance(),
  },
  (actor) => [
    // The host backwards, so that all below a domain begin alike.
    index('actors_website_host').on(sql`reversed_host(${actor.website}) text_pattern_ops`),
    index().on(actor.placeId),
    index().on(actor.sourceId),
    index().on(actor.mergedIntoId),
    check('actors_name', sql`length(trim(${actor.name})) between 1 and 300`),
    check('actors_founded_year', sql`${actor.foundedYear} between 1000 and 2200`),
    check('actors_country_code', sql`${actor.countryCode} ~ '^[A-Z]{2}$'`),
    check(
      'actors_location_on_earth',
      sql`ST_X(${actor.location}) between -180 and 180 and ST_Y(${actor.location}) between -90 and 90`,
    ),
    check(
      'actors_location_has_precision',
      sql`${actor.location} is null or (${actor.locationPrecision} is not null and ${actor.locationPrecision} <> 'country')`,
    ),
    check('actors_merged', sql`(${actor.status} = 'merged') = (${actor.mergedIntoId} is not null)`),
  ],
)

export const actorTextFields = ['summary', 'description'] as const
export const actorTextField = pgEnum('actor_text_field', actorTextFields)

/** What actors say about themselves, per language (ISO 639-1, or `und` where it is not known). */
export const actorTexts = pgTable(
  'actor_texts',
  {
    actorId: partOf(() => actors.id),
    field: actorTextField().notNull(),
    ...written(),
  },
  (row) => [primaryKey({ columns: [row.actorId, row.field, row.language] })],
)

const actorConcept = () => ({
  actorId: partOf(() => actors.id),
  conceptId: partOf(() => concepts.id),
})

export const actorThemes = pgTable('actor_themes', actorConcept(), (row) => [
  primaryKey({ columns: [row.actorId, row.conceptId] }),
  index().on(row.conceptId),
])

export const actorSkills = pgTable('actor_skills', actorConcept(), (row) => [
  primaryKey({ columns: [row.actorId, row.conceptId] }),
  index().on(row.conceptId),
])

export const actorLinks = pgTable(
  'actor_links',
  {
    id: identity(),
    actorId: partOf(() => actors.id),
    kind: text().notNull(),
    url: text().notNull(),
    title: text(),
    language: text(),
  },
  (link) => [index().on(link.actorId)],
)

/** Register numbers, VAT, PIC and ids of other directories. */
export const actorIdentifiers = pgTable(
  'actor_identifiers',
  {
    actorId: partOf(() => actors.id),
    scheme: text().notNull(),
    value: text().notNull(),
  },
  (identifier) => [
    primaryKey({ columns: [identifier.actorId, identifier.scheme, identifier.value] }),
    index().on(identifier.scheme, identifier.value),
  ],
)

export const exchangeKinds = [
  'skill',
  'space',
  'equipment',
  'training',
  'funding_experience',
  'network',
  'partner',
] as const
export const exchangeKind = pgEnum('exchange_kind', exchangeKinds)

/** An offer and a need are written alike; what differs is the direction. */
const exchange = () => ({
  id: identity(),
  actorId: partOf(() => actors.id),
  kind: exchangeKind().notNull(),
  skillId: mayReferTo(() => concepts.id),
  language: text().notNull(),
  text: text().notNull(),
  endsOn: date(),
  createdAt: nowByDefault(),
})

export const offers = pgTable(
  'offers',
  {
    ...exchange(),
    /** The words of `text`, folded; a trigger keeps it, no code writes it. */
    words: tsvector()
      .notNull()
      .default(sql`''`),
  },
  (offer) => [
    index().on(offer.actorId),
    index().on(offer.skillId),
    index('offers_words').using('gin', offer.words),
  ],
)

export const needs = pgTable('needs', exchange(), (need) => [
  index().on(need.actorId),
  index().on(need.skillId),
])
