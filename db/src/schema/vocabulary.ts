import { sql } from 'drizzle-orm'
import { index, pgEnum, pgTable, primaryKey, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { identity, mayReferTo, partOf } from './columns.ts'

/** The languages of the interface, as ISO 639-1 codes. */
export const interfaceLanguages = ['en', 'fr', 'it', 'pt', 'hu', 'ro'] as const

export const conceptSchemes = ['theme', 'skill'] as const
export const conceptScheme = pgEnum('concept_scheme', conceptSchemes)

/** SKOS concepts: themes and skills. */
export const concepts = pgTable(
  'concepts',
  {
    id: identity(),
    scheme: conceptScheme().notNull(),
    slug: text().notNull(),
    broaderId: mayReferTo((): AnyPgColumn => concepts.id),
    sourceUrl: text(),
  },
  (concept) => [unique().on(concept.scheme, concept.slug), index().on(concept.broaderId)],
)

export const labelKinds = ['preferred', 'synonym'] as const
export const labelKind = pgEnum('label_kind', labelKinds)

export const conceptLabels = pgTable(
  'concept_labels',
  {
    conceptId: partOf(() => concepts.id),
    language: text().notNull(),
    kind: labelKind().notNull(),
    label: text().notNull(),
  },
  (label) => [
    primaryKey({ columns: [label.conceptId, label.language, label.kind, label.label] }),
    uniqueIndex('concept_labels_one_preferred')
      .on(label.conceptId, label.language)
      .where(sql`${label.kind} = 'preferred'`),
  ],
)

export const matchSchemes = ['sdg', 'essglobal'] as const
export const matchScheme = pgEnum('match_scheme', matchSchemes)

/** The nearest concepts of other vocabularies. */
export const conceptMatches = pgTable(
  'concept_matches',
  {
    conceptId: partOf(() => concepts.id),
    scheme: matchScheme().notNull(),
    code: text().notNull(),
  },
  (match) => [primaryKey({ columns: [match.conceptId, match.scheme, match.code] })],
)
