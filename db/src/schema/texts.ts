import { pgEnum, text } from 'drizzle-orm/pg-core'

export const textOrigins = ['original', 'person', 'machine'] as const
/** Written in this language, or translated by a person or a machine. */
export const textOrigin = pgEnum('text_origin', textOrigins)

/** A text in one language, and for a translation of what: columns that every table of texts has. */
export const written = () => ({
  language: text().notNull(),
  text: text().notNull(),
  origin: textOrigin().notNull().default('original'),
  /** `md5` of the original that a translation was made from; it is stale when that differs. */
  originalHash: text(),
})
