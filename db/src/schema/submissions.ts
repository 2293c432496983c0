import { sql } from 'drizzle-orm'
import {
  check,
  customType,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { accounts, byAccount } from './accounts.ts'
import { actors, locationPrecision } from './actors.ts'
import { point } from '../geometry.ts'
import { identity, mayReferTo, moment, nowByDefault, partOf } from './columns.ts'
import { practices } from './practices.ts'
import { concepts, conceptScheme } from './vocabulary.ts'

const bytes = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

/** A submission while it is written: everything typed so far, found again by a mailed link. */
export const drafts = pgTable(
  'drafts',
  {
    id: identity(),
    /** What people quote, such as `MA-7K3P-Q9XD`. */
    reference: text().notNull().unique(),
    accountId: integer().references(() => accounts.id, { onDelete: 'cascade' }),
    email: text(),
    /** When someone came back by the link that was sent to `email`. */
    emailConfirmedAt: moment(),
    language: text().notNull(),
    answers: jsonb().notNull().default({}),
    version: integer().notNull().default(1),
    /** The pending actor, once submitted. */
    actorId: mayReferTo(() => actors.id),
    createdAt: nowByDefault(),
    updatedAt: nowByDefault(),
    expiresAt: moment().notNull(),
    submittedAt: moment(),
  },
  (draft) => [index().on(draft.accountId), index().on(draft.actorId), index().on(draft.expiresAt)],
)

export const draftKeyKinds = ['browser', 'mail'] as const
export const draftKeyKind = pgEnum('draft_key_kind', draftKeyKinds)

/** Secrets that open a draft, as hashes: the cookie of each browser, the link of each mail. */
export const draftKeys = pgTable(
  'draft_keys',
  {
    tokenHash: text().primaryKey(),
    draftId: partOf(() => drafts.id),
    kind: draftKeyKind().notNull(),
    /** Where the link was sent: whoever opens it can read mail there. */
    email: text(),
    createdAt: nowByDefault(),
  },
  (key) => [index().on(key.draftId)],
)

export const imageRoles = ['logo', 'picture'] as const
export const imageRole = pgEnum('image_role', imageRoles)

/** Pictures, re-encoded; of a draft, an actor or a practice. */
export const images = pgTable(
  'images',
  {
    id: identity(),
    /** The public name in addresses; not to be guessed while the image is not public. */
    key: text().notNull().unique(),
    draftId: integer().references(() => drafts.id, { onDelete: 'cascade' }),
    actorId: integer().references(() => actors.id, { onDelete: 'cascade' }),
    practiceId: integer().references(() => practices.id, { onDelete: 'cascade' }),
    uploadedById: byAccount(),
    role: imageRole().notNull(),
    position: smallint().notNull().default(0),
    /** Alternative text by language. */
    alt: jsonb().$type<Record<string, string>>().notNull(),
    credit: text(),
    width: integer().notNull(),
    height: integer().notNull(),
    createdAt: nowByDefault(),
  },
  (image) => [
    index().on(image.draftId),
    index().on(image.actorId),
    index().on(image.practiceId),
    index().on(image.uploadedById),
  ],
)

export const imageFiles = pgTable(
  'image_files',
  {
    imageId: partOf(() => images.id),
    /** Pixels across. */
    width: integer().notNull(),
    mediaType: text().notNull(),
    bytes: bytes().notNull(),
  },
  (file) => [primaryKey({ columns: [file.imageId, file.width] })],
)

/** Where an actor is exactly, when it shows only its municipality. Read by its editors and moderators alone. */
export const actorPrivateLocations = pgTable('actor_private_locations', {
  actorId: integer()
    .primaryKey()
    .references(() => actors.id, { onDelete: 'cascade' }),
  location: point(),
  precision: locationPrecision(),
  street: text(),
  postalCode: text(),
})

export const suggestionStatuses = ['open', 'accepted', 'folded', 'refused'] as const
export const suggestionStatus = pgEnum('suggestion_status', suggestionStatuses)

/** Themes and skills that people wrote because the vocabulary lacks them; moderators fold them in. */
export const conceptSuggestions = pgTable(
  'concept_suggestions',
  {
    id: identity(),
    scheme: conceptScheme().notNull(),
    label: text().notNull(),
    language: text().notNull(),
    /** The first known to have written it. */
    accountId: byAccount(),
    status: suggestionStatus().notNull().default('open'),
    /** What it became, or was folded into. */
    conceptId: mayReferTo(() => concepts.id),
    createdAt: nowByDefault(),
    decidedAt: moment(),
    decidedById: byAccount(),
  },
  (suggestion) => [
    index().on(suggestion.accountId),
    index().on(suggestion.conceptId),
    index().on(suggestion.decidedById),
    index().on(suggestion.status),
    check('concept_suggestions_label', sql`length(trim(${suggestion.label})) between 1 and 100`),
  ],
)

const suggestionId = () => partOf(() => conceptSuggestions.id)

export const actorSuggestions = pgTable(
  'actor_suggestions',
  {
    actorId: partOf(() => actors.id),
    suggestionId: suggestionId(),
  },
  (row) => [primaryKey({ columns: [row.actorId, row.suggestionId] }), index().on(row.suggestionId)],
)

export const practiceSuggestions = pgTable(
  'practice_suggestions',
  {
    practiceId: partOf(() => practices.id),
    suggestionId: suggestionId(),
  },
  (row) => [
    primaryKey({ columns: [row.practiceId, row.suggestionId] }),
    index().on(row.suggestionId),
  ],
)
