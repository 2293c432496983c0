import { sql } from 'drizzle-orm'
import {
  boolean,
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
import { multiPolygon, point, polygon } from '../geometry.ts'
import { partOf } from './columns.ts'

/** Populated places of the gazetteer. The id is the GeoNames id. */
export const places = pgTable(
  'places',
  {
    id: integer().primaryKey(),
    name: text().notNull(),
    countryCode: text().notNull(),
    /** Name of the first-level division, where the gazetteer knows it. */
    region: text(),
    population: integer().notNull().default(0),
    location: point().notNull(),
  },
  (place) => [
    index('places_location').using('gist', place.location),
    index().on(place.countryCode, place.population.desc()),
  ],
)

/** Every way a place is written, folded; `name` keeps the spelling that is shown. */
export const placeNames = pgTable(
  'place_names',
  {
    placeId: partOf(() => places.id),
    nameKey: text().notNull(),
    name: text().notNull(),
  },
  (name) => [
    primaryKey({ columns: [name.placeId, name.nameKey] }),
    index('place_names_prefix').on(name.nameKey.op('text_pattern_ops')),
    index('place_names_trigram').using('gin', name.nameKey.op('gin_trgm_ops')),
  ],
)

export const postalCodes = pgTable(
  'postal_codes',
  {
    countryCode: text().notNull(),
    /** Upper case without spaces, so that “BS1 4DJ” and “bs14dj” meet. */
    codeKey: text().notNull(),
    code: text().notNull(),
    name: text().notNull(),
    nameKey: text().notNull(),
    region: text(),
    location: point().notNull(),
  },
  (postal) => [
    primaryKey({ columns: [postal.countryCode, postal.codeKey, postal.nameKey] }),
    index('postal_codes_prefix').on(postal.codeKey.op('text_pattern_ops')),
    index('postal_codes_name').on(postal.countryCode, postal.nameKey),
  ],
)

export const territorySchemes = ['country', 'nuts', 'custom'] as const
export const territoryScheme = pgEnum('territory_scheme', territorySchemes)

/** Areas with a code and a border. Level 0 carries the ISO code (GR, GB), deeper ones the NUTS code (EL30). */
export const territories = pgTable(
  'territories',
  {
    code: text().primaryKey(),
    scheme: territoryScheme().notNull(),
    level: smallint().notNull(),
    name: text().notNull(),
    parentCode: text().references((): AnyPgColumn => territories.code, { onDelete: 'cascade' }),
    countryCode: text(),
    /** Edition of the borders, such as 2021. */
    version: text(),
    attribution: text(),
    border: multiPolygon(),
  },
  (territory) => [
    index().on(territory.parentCode),
    index('territories_border').using('gist', territory.border),
    check('territories_level', sql`${territory.level} between 0 and 3`),
  ],
)

/** The borders of territories without narrower ones, cut small, so that finding the one around a point is fast. */
export const territoryParts = pgTable(
  'territory_parts',
  {
    territoryCode: text()
      .notNull()
      .references(() => territories.code, { onDelete: 'cascade' }),
    part: polygon().notNull(),
  },
  (part) => [
    index('territory_parts_part').using('spgist', part.part),
    index().on(part.territoryCode),
  ],
)

/**
 * Which territories an actor is in. Kept by triggers like search documents, and like them without foreign keys:
 * checking every row twice would cost more than finding the territory.
 */
export const actorTerritories = pgTable(
  'actor_territories',
  {
    actorId: integer().notNull(),
    territoryCode: text().notNull(),
    /** The point lies outside all borders and this is the nearest within 20 km. */
    isNearest: boolean().notNull().default(false),
  },
  (row) => [
    primaryKey({ columns: [row.actorId, row.territoryCode] }),
    index().on(row.territoryCode),
  ],
)
