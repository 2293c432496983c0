import { sql, type SQL } from 'drizzle-orm'
import type { importedFeatures, recordFeatures, sourceKinds } from '@maillage/db'

/** The columns that say where a record of `table` is from; the table must be named as in the database. */
export function sourceColumns(table: 'actors' | 'practices' | 'collaborations'): SQL<SourceRow> {
  const feature: (typeof importedFeatures)[number] = table
  return sql<SourceRow>`(
    select json_build_object(
      'name', sources.name,
      'kind', sources.kind,
      'url', coalesce(${sql.raw(table)}.source_url, sources.url),
      'licence', coalesce(${sql.raw(table)}.licence, sources.licence),
      'importedAt', (
        select max(imported_at) from imported_records
        where feature = ${feature} and record_id = ${sql.raw(table)}.id
      ))
    from sources where sources.id = ${sql.raw(table)}.source_id)`
}

/** That a moderator decided against publishing a new record of `table`, which must be named as in the database. */
export function isRejected(table: (typeof recordFeatures)[number]): SQL<boolean> {
  return sql<boolean>`(
    ${sql.raw(table)}.status = 'pending' and not exists (
      select from proposals
      where feature = ${table} and record_id = ${sql.raw(table)}.id
        and kind = 'create' and status = 'pending'))`
}

export interface SourceRow {
  name: string
  kind: (typeof sourceKinds)[number]
  url: string | null
  licence: string | null
  importedAt: string | null
}

export function toSource(row: SourceRow) {
  return { ...row, importedAt: row.importedAt === null ? null : new Date(row.importedAt) }
}
