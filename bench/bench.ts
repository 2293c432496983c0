/**
 * `pnpm bench`: lists with facets and clusters over some 25,000 imported actors, on the embedded database and, with
 * DATABASE_URL, on that server, beside the time of the same SQL alone and of a bare Fastify reply in the same run.
 *
 * Needs MAILLAGE_TEST_DATA. Everything is bounded and on loopback.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Fastify from 'fastify'
import { openDatabase, type Database, type OpenDatabase } from '@maillage/db'
import { buildApp } from '@maillage/server'
import { readConfig } from '@maillage/server/config'
import { openJobs } from '@maillage/server/jobs'
import { importSamples } from './samples.ts'

const ROUNDS = 60
const WARM_UP = 10
const allFacets = 'facets=theme,kind,country,language,territory'

/** Terms and boxes rotate, so that no request is answered twice in a row. */
const questions: Record<string, string[]> = {
  'list of everything': [`/actors?${allFacets}`, `/actors?sort=updated&${allFacets}`],
  'list, rare word': ['bakery', 'forest', 'theatre', 'bicycle', 'brewery'].map(
    (q) => `/actors?q=${q}&${allFacets}`,
  ),
  'list, common word': ['co', 'food', 'society', 'limited', 'club'].map(
    (q) => `/actors?q=${q}&${allFacets}`,
  ),
  'list, misspelt word': ['bakrey', 'manchster', 'glasgw', 'cooperatve'].map(
    (q) => `/actors?q=${q}&${allFacets}`,
  ),
  'list by distance': ['-1.5,53.8', '2.35,48.85', '16.37,48.2', '-0.12,51.5'].map(
    (near) => `/actors?near=${near}&${allFacets}`,
  ),
  'list within 25 km': ['-1.5,53.8', '2.35,48.85', '16.37,48.2', '-0.12,51.5'].map(
    (near) => `/actors?near=${near}&within=25&${allFacets}`,
  ),
  'list, two filters': ['GB', 'FR', 'AT', 'IT'].map(
    (country) => `/actors?country=${country}&kind=cooperative&kind=association&${allFacets}`,
  ),
  'list in a box': ['-3,50,1,54', '0,44,8,50', '9,46,17,49'].map(
    (bbox) => `/actors?bbox=${bbox}&${allFacets}`,
  ),
  'similar to what is typed': [
    'name=Bristol+Student+Housing+Co-operative+Limited&town=Bristol&at=-2.6,51.45',
    'name=The+Co-operative+Food&town=London&at=-0.1,51.52',
    'name=Gemeinwohl-%C3%96konomie+Salzburg&website=salzburg.ecogood.org&at=13.04,47.8',
    'name=Spirit+of+Shankly&website=www.spiritofshankly.com',
    'name=Rose+Hill+Community+Association&at=-0.12,51.51&website=nwhousing.org.uk',
  ].map((typed) => `/actors/similar?${typed}`),
  'clusters, world': [2, 3].map(
    (zoom) => `/actors/clusters?bbox=-180,-85,180,85&zoom=${String(zoom)}`,
  ),
  'clusters, Europe': ['-12,35,32,60', '-20,30,40,65'].map(
    (bbox) => `/actors/clusters?bbox=${bbox}&zoom=5`,
  ),
  'clusters, country': ['-6,50,2,56', '-5,42,8,51', '9,46,17,49'].map(
    (bbox) => `/actors/clusters?bbox=${bbox}&zoom=7`,
  ),
  'clusters, town': ['-0.3,51.4,0.1,51.6', '-2.4,53.4,-2.1,53.6'].map(
    (bbox) => `/actors/clusters?bbox=${bbox}&zoom=12`,
  ),
  'clusters, filtered': ['food', 'club', 'society'].map(
    (q) => `/actors/clusters?bbox=-12,35,32,60&zoom=5&q=${q}`,
  ),
}

interface Statement {
  text: string
  parameters: unknown[]
}

const { DATABASE_URL, MAILLAGE_TEST_DATA } = process.env
if (!MAILLAGE_TEST_DATA) {
  console.error('Set MAILLAGE_TEST_DATA to the folder that holds the test data.')
  process.exit(2)
}

const result = { isWithinBounds: true }
if (DATABASE_URL) await benchOn('server', 100, MAILLAGE_TEST_DATA)
else console.log('Not measured: a server. Set DATABASE_URL to an empty database.')
await benchOn('embedded', 300, MAILLAGE_TEST_DATA)
process.exitCode = result.isWithinBounds ? 0 : 1

async function benchOn(
  engine: 'embedded' | 'server',
  boundMs: number,
  samples: string,
): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'maillage-bench-'))
  const opened: OpenDatabase = await openDatabase({
    databaseUrl: engine === 'server' ? DATABASE_URL : undefined,
    dataDir,
  })
  try {
    console.log(`\n${engine}: importing`)
    await importSamples(opened.db, samples)
    await measure(opened.db, engine, boundMs)
  } finally {
    await opened.close()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function measure(db: Database, engine: string, boundMs: number): Promise<void> {
  const jobs = await openJobs(db, { supervise: false })
  const app = await buildApp({ db, config: readConfig({ LOG_LEVEL: 'silent' }), jobs })
  const address = await app.listen({ port: 0, host: '127.0.0.1' })
  const bareApp = Fastify().get('/', () => ({ ok: true }))
  const bareAddress = await bareApp.listen({ port: 0, host: '127.0.0.1' })
  const statements = recordStatements(db)

  const bare = await times(ROUNDS, () => get(bareAddress))
  console.log(
    `${engine}: milliseconds, median | 95th percentile of ${String(ROUNDS)} requests; bare reply ${shown(bare)}`,
  )
  console.log(
    [
      'question'.padEnd(22),
      'HTTP'.padStart(15),
      'SQL alone'.padStart(15),
      'HTTP/SQL'.padStart(9),
    ].join(' '),
  )

  for (const [question, paths] of Object.entries(questions)) {
    const path = (round: number) => `${address}/api${paths[round % paths.length] ?? ''}`
    for (let round = 0; round < WARM_UP; round += 1) await get(path(round))
    // A B A B: the machine's speed drifts, and both see the same of it.
    const http: number[] = []
    const raw: number[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      statements.length = 0
      http.push(...(await times(1, () => get(path(round)))))
      const replayed = statements.splice(0)
      raw.push(
        ...(await times(1, async () => {
          for (const { text, parameters } of replayed)
            await db.$client.unsafe(text, parameters as never[], { prepare: true })
        })),
      )
      statements.length = 0
    }
    const ratio = (percentile(http, 0.5) / percentile(raw, 0.5)).toFixed(2)
    const over = percentile(http, 0.95) > boundMs
    if (over) result.isWithinBounds = false
    console.log(
      [
        question.padEnd(22),
        shown(http).padStart(15),
        shown(raw).padStart(15),
        ratio.padStart(9),
        over ? `  over ${String(boundMs)} ms` : '',
      ].join(' '),
    )
  }
  await app.close()
  await jobs.stop()
  await bareApp.close()
}

/** Every statement that the application sends, to be replayed without it. */
function recordStatements(db: Database): Statement[] {
  const statements: Statement[] = []
  const send = db.$client.unsafe.bind(db.$client)
  db.$client.unsafe = ((text: string, parameters: never[], options: object) => {
    statements.push({ text, parameters })
    return send(text, parameters, options)
  }) as typeof db.$client.unsafe
  return statements
}

async function get(url: string): Promise<void> {
  const response = await fetch(url)
  const body = await response.text()
  if (!response.ok) throw new Error(`${url}: ${String(response.status)} ${body}`)
}

async function times(rounds: number, run: () => Promise<unknown>): Promise<number[]> {
  const taken: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now()
    await run()
    taken.push(performance.now() - started)
  }
  return taken
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function shown(values: number[]): string {
  return `${percentile(values, 0.5).toFixed(1)} | ${percentile(values, 0.95).toFixed(1)}`
}
