import { sql } from 'drizzle-orm'
import {
  doublePrecision,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
} from 'drizzle-orm/pg-core'
import { geography, tsvector } from '../geometry.ts'
import { moment, partOf } from './columns.ts'
import { concepts } from './vocabulary.ts'

export const searchFeatures = ['actors', 'practices', 'collaborations'] as const
export const searchFeature = pgEnum('search_feature', searchFeatures)

const list = () =>
  text()
    .array()
    .notNull()
    .default(sql`'{}'`)
const idList = () =>
  integer()
    .array()
    .notNull()
    .default(sql`'{}'`)

/**
 * One row a published record: all that lists, facets and clusters ask of it.
 * Triggers keep it (migration `keep-search-documents`); no code writes it.
 */
export const searchDocuments = pgTable(
  'search_documents',
  {
    feature: searchFeature().notNull(),
    recordId: integer().notNull(),
    /** Weights: A name, B place and themes, C summary, D the rest. */
    vector: tsvector().notNull(),
    /** The name, folded, for sorting. */
    nameKey: text().notNull(),
    kind: text(),
    programme: text(),
    countries: list(),
    languages: list(),
    territories: list(),
    /** With all broader concepts. */
    themes: idList(),
    skills: idList(),
    /** A point, or the points of those who practise or take part. */
    location: geography(),
    /** Web Mercator, 0 to 1 from the north-west, for clusters; actors only. */
    x: doublePrecision(),
    y: doublePrecision(),
    updatedAt: moment().notNull(),
    /** How fresh an actor is changes with time alone: until when it is which; the latest that is to come holds. */
    freshUntil: moment(),
    ageingUntil: moment(),
    unknownUntil: moment(),
  },
  (document) => [
    primaryKey({ columns: [document.feature, document.recordId] }),
    index('search_documents_vector').using('gin', document.vector),
    index('search_documents_location').using('gist', document.location),
    index('search_documents_themes').using('gin', document.themes),
    index('search_documents_territories').using('gin', document.territories),
    index('search_documents_name').on(document.feature, document.nameKey, document.recordId),
    index('search_documents_name_trigram')
      .using('gin', document.nameKey.op('gin_trgm_ops'))
      .where(sql`${document.feature} = 'actors'`),
    index('search_documents_updated').on(document.feature, document.updatedAt, document.recordId),
    index('search_documents_mercator').on(document.x, document.y),
  ],
)

/** Words that occur in documents: what a misspelt word is compared with. */
export const searchWords = pgTable('search_words', { word: text().primaryKey() }, (row) => [
  index('search_words_trigram').using('gin', row.word.op('gin_trgm_ops')),
  index('search_words_prefix').on(row.word.op('text_pattern_ops')),
])

/** Words of concept labels and synonyms, so that a query finds themes and skills in any language. */
export const conceptWords = pgTable(
  'concept_words',
  {
    conceptId: partOf(() => concepts.id),
    word: text().notNull(),
  },
  (row) => [
    primaryKey({ columns: [row.conceptId, row.word] }),
    index('concept_words_prefix').on(row.word.op('text_pattern_ops')),
  ],
)
