import { timestamp } from 'drizzle-orm/pg-core'

/** A moment, with its time zone. */
export const moment = () => timestamp({ withTimezone: true })

/** A moment; the one of writing, unless another is given. */
export const nowByDefault = () => moment().notNull().defaultNow()
