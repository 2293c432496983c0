import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Database } from '@maillage/db'
import { importFile } from '@maillage/server/exchange/import-file'
import { readMapping } from '@maillage/server/exchange/read-mapping'

/** The third-party files and their mappings: some 25,000 actors. */
const samples = [
  ['susy', 'susy/data.geojson'],
  ['ica', 'ica-2020/ica-geocoded.csv'],
  ['odf', 'odf-collectivites-fr/odf-211216c.csv'],
  ['coops-uk-workers', 'coops-uk/standard.Q2-2022.csv'],
  ['coops-uk-2020', 'coops-uk/coopsuk-2020-geocoded.csv'],
] as const

const mappings = fileURLToPath(new URL('../server/src/exchange/mappings/', import.meta.url))

/** Imports the files of the test data and prints a line each: rows, seconds, rows a second. */
export async function importSamples(db: Database, folder: string): Promise<void> {
  for (const [name, file] of samples) {
    const mapping = await readMapping(join(mappings, `${name}.json`))
    for (const report of await importFile(db, { file: join(folder, file), mapping })) {
      const { rows, created, updated, unchanged, rejected, seconds } = report
      console.log(
        `  ${name}: created ${created}, updated ${updated}, unchanged ${unchanged}, rejected ${rejected}; ` +
          `${seconds.toFixed(1)} s, ${Math.round(rows / seconds)} rows/s`,
      )
    }
  }
  await db.$client.unsafe('analyze')
}
