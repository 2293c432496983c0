import { index, integer, jsonb, pgEnum, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { identity, moment, nowByDefault, partOf } from './columns.ts'

export const sourceKinds = ['submission', 'import', 'directory'] as const
export const sourceKind = pgEnum('source_kind', sourceKinds)

/** Where records come from. */
export const sources = pgTable('sources', {
  id: identity(),
  name: text().notNull().unique(),
  kind: sourceKind().notNull().default('import'),
  url: text(),
  licence: text(),
  createdAt: nowByDefault(),
})

export const importRunStatuses = ['running', 'finished', 'failed'] as const
export const importRunStatus = pgEnum('import_run_status', importRunStatuses)
export const importedFeatures = [
  'actors',
  'practices',
  'collaborations',
  'participations',
  'themes',
  'skills',
  'activities',
  'links',
] as const
export const importedFeature = pgEnum('imported_feature', importedFeatures)

export const importRuns = pgTable(
  'import_runs',
  {
    id: identity(),
    sourceId: integer()
      .notNull()
      .references(() => sources.id),
    feature: importedFeature().notNull(),
    fileName: text().notNull(),
    fileHash: text().notNull(),
    mapping: jsonb().notNull(),
    status: importRunStatus().notNull().default('running'),
    created: integer().notNull().default(0),
    updated: integer().notNull().default(0),
    unchanged: integer().notNull().default(0),
    rejected: integer().notNull().default(0),
    /** Rejected rows and fields kept because someone edited them here, as the report shows them. */
    findings: jsonb().notNull().default([]),
    startedAt: nowByDefault(),
    finishedAt: moment(),
  },
  (run) => [index().on(run.sourceId)],
)

/** What a source last said about a record, so that a later import knows what was edited here since. */
export const importedRecords = pgTable(
  'imported_records',
  {
    id: identity(),
    sourceId: partOf(() => sources.id),
    feature: importedFeature().notNull(),
    externalKey: text().notNull(),
    /** Id in the table of `feature`. */
    recordId: integer().notNull(),
    hash: text().notNull(),
    fields: jsonb().notNull(),
    importedAt: nowByDefault(),
  },
  (record) => [
    unique().on(record.sourceId, record.feature, record.externalKey),
    index().on(record.feature, record.recordId),
  ],
)
