import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import type { Database } from '@maillage/db'
import { importFile, type FeatureReport } from './import-file.ts'
import type { Mapping } from './mapping.schema.ts'
import { hashFile } from './read-file.ts'
import { readMapping } from './read-mapping.ts'

/** In the order in which they build on each other. */
const vocabulary = ['themes', 'skills'] as const
const records = [
  'actors',
  'practices',
  'collaborations',
  'participations',
  'activities',
  'links',
] as const

const seed = new URL('../../../db/src/seed/', import.meta.url)
const mappings = new URL('./mappings/', import.meta.url)

export interface DemoOptions {
  onprogress?: (loaded: string) => void
}

/** Loads the COOPTERR demo data with the same code as anyone’s data; files that were read before are left alone. */
export function loadDemo(db: Database, options: DemoOptions = {}): Promise<FeatureReport[]> {
  return loadFiles(db, [...vocabulary, ...records], options)
}

/** Loads themes and skills only: what an instance without demo data starts with. */
export function loadVocabulary(db: Database, options: DemoOptions = {}): Promise<FeatureReport[]> {
  return loadFiles(db, vocabulary, options)
}

async function loadFiles(
  db: Database,
  names: readonly string[],
  { onprogress }: DemoOptions,
): Promise<FeatureReport[]> {
  const reports: FeatureReport[] = []
  for (const name of names) {
    const mapping = await readMapping(fileURLToPath(new URL(`demo-${name}.json`, mappings)))
    const file = fileURLToPath(new URL(`${name}.csv`, seed))
    // What follows a file that was read anew may point at what is new in it.
    if (reports.length === 0 && (await wasRead(db, file, mapping))) continue
    onprogress?.(name)
    reports.push(...(await importFile(db, { file, mapping })))
  }
  return reports
}

async function wasRead(db: Database, file: string, mapping: Mapping): Promise<boolean> {
  const runs = await db.execute(sql`
    select from import_runs
    where status = 'finished' and file_hash = ${await hashFile(file)}
      and mapping = ${JSON.stringify(mapping)}::jsonb
    limit 1`)
  return runs.length > 0
}
