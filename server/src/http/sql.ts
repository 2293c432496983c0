import { sql, type SQL } from 'drizzle-orm'

/** A PostgreSQL array of texts; drizzle alone would spread a list into separate parameters. */
export function textArray(values: readonly string[]): SQL {
  return sql`array[${sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )}]::text[]`
}
