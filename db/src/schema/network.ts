import { bigint, boolean, integer, pgTable, real } from 'drizzle-orm/pg-core'
import { actors } from './actors.ts'
import { nowByDefault } from './columns.ts'

/** One row: the version of the data that the drawing of the network was laid out for. */
export const networkLayout = pgTable('network_layout', {
  isOnly: boolean().primaryKey().default(true),
  version: bigint({ mode: 'number' }).notNull(),
  laidOutAt: nowByDefault(),
})

/** Where the drawing of the network has an actor, and the community it is in; kept, so that it is there again tomorrow. */
export const networkPositions = pgTable('network_positions', {
  actorId: integer()
    .primaryKey()
    .references(() => actors.id, { onDelete: 'cascade' }),
  x: real().notNull(),
  y: real().notNull(),
  community: integer().notNull(),
})
