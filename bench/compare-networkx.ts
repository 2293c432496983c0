/**
 * `pnpm bench:networkx`: whether the figures and files of a network are those of NetworkX, on the demo data and, with
 * MAILLAGE_TEST_DATA, on sister cities and slices of CORDIS. Installs NetworkX from Debian’s packages where it is missing; says so
 * and ends with 2 where it cannot. Ends with 1 where anything differs by more than 1e-9.
 */
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Database, openDatabase } from '@maillage/db'
import { buildApp } from '@maillage/server'
import { readConfig } from '@maillage/server/config'
import { loadDemo, loadVocabulary } from '@maillage/server/exchange/demo'
import { importFile } from '@maillage/server/exchange/import-file'
import { readMapping } from '@maillage/server/exchange/read-mapping'
import { noJobs } from '@maillage/server/jobs'

const MOST_DIFFERENT = 1e-9
/** Debian’s own: what other Pythons have is another NetworkX. */
const PYTHON = '/usr/bin/python3'
const files = {
  'network.graphml': 'export.graphml',
  'network.gexf': 'export.gexf',
  'network.json': 'export.json',
  'edges.csv': 'export.csv',
  'nodes.csv': 'export.csv?table=nodes',
  'metrics.csv': 'metrics.csv',
  'metrics.json': 'metrics?limit=1',
} as const

interface Compared {
  networkx: string
  actors: number
  ties: number
  weight: number
  differences: Record<string, number>
}

const hasNetworkx = () => spawnSync(PYTHON, ['-c', 'import networkx, numpy']).status === 0

if (!hasNetworkx()) {
  console.log('Installing python3-networkx …')
  const packages = ['python3-networkx', 'python3-numpy']
  spawnSync('apt-get', ['install', '-y', '--no-install-recommends', ...packages], {
    stdio: 'ignore',
  })
}
if (!hasNetworkx()) {
  console.log('Not compared: python3-networkx is missing and apt-get could not install it.')
  process.exit(2)
}

const { MAILLAGE_TEST_DATA: data } = process.env
const mappings = fileURLToPath(new URL('../server/src/exchange/mappings/', import.meta.url))
let worst = 0

await compareAll('demo data', (db) => loadDemo(db), ['', 'from=2018', 'minEvidence=imported'])
if (data) {
  await compareAll(
    'sister cities',
    (db) => importInto(db, 'sister-cities', [join(data, 'sister-cities/sister_cities.gexf')]),
    ['', 'country=FR&country=DE'],
  )
  const slices = [1, 2, 3].map((slice) =>
    join(data, `cordis-h2020-slices/h2020_organizations_latest_${String(slice)}.csv`),
  )
  await compareAll('CORDIS', (db) => importInto(db, 'cordis-h2020', slices), [
    '',
    'country=FR&country=IT&country=ES',
    'country=DE&isolated=true',
  ])
} else {
  console.log(
    'Not compared: sister cities and CORDIS. Set MAILLAGE_TEST_DATA to the folder that holds the test data.',
  )
}
console.log(`\nThe largest difference of all is ${String(worst)}.`)
process.exitCode = worst <= MOST_DIFFERENT ? 0 : 1

async function importInto(db: Database, mapping: string, paths: string[]): Promise<void> {
  await loadVocabulary(db)
  for (const file of paths) {
    await importFile(db, { file, mapping: await readMapping(join(mappings, `${mapping}.json`)) })
  }
}

/** Fills an embedded database of its own and compares these networks of it. */
async function compareAll(
  title: string,
  fill: (db: Database) => Promise<unknown>,
  queries: string[],
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-networkx-'))
  const database = await openDatabase({ dataDir: join(folder, 'data') })
  const { db } = database
  try {
    await fill(db)
    const app = await buildApp({ db, config: readConfig({}), jobs: noJobs })
    for (const query of queries) {
      for (const [file, path] of Object.entries(files)) {
        const url = `/api/network/${path}${path.includes('?') ? '&' : '?'}${query}`
        const { body, statusCode } = await app.inject(url)
        if (statusCode !== 200) throw new Error(`${url}: ${body}`)
        await writeFile(join(folder, file), body)
      }
      tell(`${title}${query && `, ${query}`}`, compare(folder))
    }
    await app.close()
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function compare(folder: string): Compared {
  const script = fileURLToPath(new URL('./compare_networkx.py', import.meta.url))
  const { status, stdout, stderr } = spawnSync(PYTHON, [script, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`NetworkX: ${stderr}`)
  return JSON.parse(stdout) as Compared
}

function tell(title: string, { networkx, actors, ties, weight, differences }: Compared): void {
  console.log(
    `\n${title} (NetworkX ${networkx}): ${String(actors)} actors, ${String(ties)} ties, weight ${String(weight)}; read alike from all formats`,
  )
  for (const [figure, difference] of Object.entries(differences)) {
    console.log(`  ${figure.padEnd(30)} ${String(difference)}`)
    worst = Math.max(worst, difference)
  }
  if (!('betweenness' in differences))
    console.log('  betweenness                    sampled, not compared')
}
