import { sql, type SQL } from 'drizzle-orm'
import type { Position } from './schema.ts'

// eslint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/g

/** Text that PostgreSQL takes: it refuses NUL, and none of the others can be meant where one looks for something. */
export const withoutControlCharacters = (text: string) => text.replace(CONTROL, ' ')

/** A PostgreSQL array of texts; drizzle alone would spread a list into separate parameters. */
export function textArray(values: readonly string[]): SQL {
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`
}

/** A point on Earth, to measure metres from. */
export const geographyAt = ([lng, lat]: Position): SQL =>
  sql`ST_SetSRID(ST_MakePoint(${lng}::float8, ${lat}::float8), 4326)::geography`
