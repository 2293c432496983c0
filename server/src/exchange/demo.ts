import { fileURLToPath } from 'node:url'
import type { Database } from '@maillage/db'
import { importFile, type FeatureReport } from './import-file.ts'
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

/** Loads the COOPTERR demo data with the same code as anyone’s data; again, it changes nothing. */
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
    onprogress?.(name)
    const mapping = await readMapping(fileURLToPath(new URL(`demo-${name}.json`, mappings)))
    const file = fileURLToPath(new URL(`${name}.csv`, seed))
    reports.push(...(await importFile(db, { file, mapping })))
  }
  return reports
}
