import { sql } from 'drizzle-orm'
import {
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { actors } from './actors.ts'
import { identity, mayReferTo, partOf } from './columns.ts'
import { period } from './partial-date.ts'
import { places } from './places.ts'
import { provenance } from './provenance.ts'
import { written } from './texts.ts'
import { concepts } from './vocabulary.ts'

/** Transmissible ways of working, written as recipes. */
export const practices = pgTable(
  'practices',
  {
    id: identity(),
    slug: text().notNull().unique(),
    title: text().notNull(),
    /** Language of `title`, roles, resources and steps. */
    language: text().notNull(),
    town: text(),
    countryCode: text(),
    placeId: mayReferTo(() => places.id),
    adaptedFromId: mayReferTo((): AnyPgColumn => practices.id),
    ...provenance(),
  },
  (practice) => [
    index().on(practice.placeId),
    index().on(practice.adaptedFromId),
    index().on(practice.sourceId),
    check('practices_title', sql`length(trim(${practice.title})) between 1 and 300`),
    check('practices_not_from_itself', sql`${practice.adaptedFromId} <> ${practice.id}`),
  ],
)

export const practiceTextFields = [
  'title',
  'summary',
  'context',
  'aim',
  'audience',
  'duration',
  'evaluation',
  'results',
  'transferability',
] as const
export const practiceTextField = pgEnum('practice_text_field', practiceTextFields)

const practiceId = () => partOf(() => practices.id)

export const practiceTexts = pgTable(
  'practice_texts',
  {
    practiceId: practiceId(),
    field: practiceTextField().notNull(),
    ...written(),
  },
  (row) => [primaryKey({ columns: [row.practiceId, row.field, row.language] })],
)

const ordered = () => ({ practiceId: practiceId(), position: smallint().notNull() })

/** Who it takes. */
export const practiceRoles = pgTable(
  'practice_roles',
  { ...ordered(), role: text().notNull() },
  (row) => [primaryKey({ columns: [row.practiceId, row.position] })],
)

/** What it takes. */
export const practiceResources = pgTable(
  'practice_resources',
  { ...ordered(), resource: text().notNull() },
  (row) => [primaryKey({ columns: [row.practiceId, row.position] })],
)

export const practiceSteps = pgTable(
  'practice_steps',
  { ...ordered(), title: text().notNull(), text: text() },
  (row) => [primaryKey({ columns: [row.practiceId, row.position] })],
)

export const practiceParts = ['role', 'resource', 'step_title', 'step_text'] as const
export const practicePart = pgEnum('practice_part', practiceParts)

/** Roles, resources and steps in other languages than the practice's own. */
export const practicePartTexts = pgTable(
  'practice_part_texts',
  { ...ordered(), part: practicePart().notNull(), ...written() },
  (row) => [primaryKey({ columns: [row.practiceId, row.part, row.position, row.language] })],
)

export const practiceMaterials = pgTable(
  'practice_materials',
  { ...ordered(), url: text().notNull(), title: text(), language: text() },
  (row) => [primaryKey({ columns: [row.practiceId, row.position] })],
)

const practiceConcept = () => ({
  practiceId: practiceId(),
  conceptId: partOf(() => concepts.id),
})

export const practiceThemes = pgTable('practice_themes', practiceConcept(), (row) => [
  primaryKey({ columns: [row.practiceId, row.conceptId] }),
  index().on(row.conceptId),
])

export const practiceSkills = pgTable('practice_skills', practiceConcept(), (row) => [
  primaryKey({ columns: [row.practiceId, row.conceptId] }),
  index().on(row.conceptId),
])

export const practitionerRoles = ['originates', 'practises', 'transmits'] as const
export const practitionerRole = pgEnum('practitioner_role', practitionerRoles)

export const practiceActors = pgTable(
  'practice_actors',
  {
    practiceId: practiceId(),
    actorId: partOf(() => actors.id),
    role: practitionerRole().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.practiceId, row.actorId, row.role] }),
    index().on(row.actorId),
  ],
)

/** Who took a practice up, where, when, and adapted how. */
export const adoptions = pgTable(
  'adoptions',
  {
    id: identity(),
    practiceId: practiceId(),
    actorId: integer().references(() => actors.id, { onDelete: 'cascade' }),
    /** Whom it was learnt from; where that actor was merged into another, the other is meant. */
    fromActorId: mayReferTo(() => actors.id),
    placeId: mayReferTo(() => places.id),
    town: text(),
    countryCode: text(),
    ...period(),
    language: text().notNull(),
    adaptation: text(),
    outcome: text(),
  },
  (adoption) => [
    index().on(adoption.practiceId),
    index().on(adoption.actorId),
    index().on(adoption.fromActorId),
    index().on(adoption.placeId),
    check('adoptions_period', sql`${adoption.endsOn} >= ${adoption.startsOn}`),
  ],
)
