import { fileURLToPath } from 'node:url'
import type { Database } from '@maillage/db'
import { importFile, type FeatureReport } from './import-file.ts'
import { readMapping } from './read-mapping.ts'

/** In the order in which they build on each other. */
const files = [
  'themes',
  'skills',
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
export async function loadDemo(
  db: Database,
  { onprogress }: DemoOptions = {},
): Promise<FeatureReport[]> {
  const reports: FeatureReport[] = []
  for (const name of files) {
    onprogress?.(name)
    const mapping = await readMapping(fileURLToPath(new URL(`demo-${name}.json`, mappings)))
    const file = fileURLToPath(new URL(`${name}.csv`, seed))
    reports.push(...(await importFile(db, { file, mapping })))
  }
  return reports
}
