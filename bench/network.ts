/**
 * `pnpm bench:network`: answers on the network over HTTP, on the database of DATABASE_URL, which `pnpm bench:data N` has filled:
 * the drawing and the figures of all of it (once, as nothing of them is kept yet), and the shortest chains between any two.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openDatabase } from '@maillage/db'
import { buildApp } from '@maillage/server'
import { readConfig } from '@maillage/server/config'
import { openJobs } from '@maillage/server/jobs'
import { layOutNetwork } from '@maillage/server/network/layout.jobs'
import { seededRandom } from '@maillage/server/network/random.rules'

const PATHS = 300
const PATHS_MS = 50
const FIGURES_SECONDS = 20

const { DATABASE_URL } = process.env
if (!DATABASE_URL) {
  console.error('Set DATABASE_URL to a database that `pnpm bench:data N` has filled.')
  process.exit(2)
}

const database = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: '' })
const jobs = await openJobs(database.db, { supervise: false })
const app = await buildApp({ db: database.db, config: readConfig({ LOG_LEVEL: 'silent' }), jobs })
const address = await app.listen({ port: 0, host: '127.0.0.1' })
const result: { isWithinBounds: boolean } = { isWithinBounds: true }

try {
  const bytes = await told('drawing, first', () => get('/network'))
  const drawing = JSON.parse(bytes) as { counts: object; nodes: { slug: string[] } }
  console.log(`  ${(bytes.length / 1e6).toFixed(1)} MB, ${JSON.stringify(drawing.counts)}`)
  await told('drawing, kept', () => get('/network'))
  await told('drawing of a filter', () => get('/network?from=2015&minEvidence=imported'))
  await told('table', () => get('/network/actors?limit=20'))
  await figures()
  await told('figures, kept', () => get('/network/metrics?limit=20&sort=pageRank'))
  await told('figures as CSV', () => get('/network/metrics.csv'))
  for (const format of ['graphml', 'gexf', 'csv', 'json']) {
    await told(`export.${format}`, () => get(`/network/export.${format}`))
  }
  await paths(drawing.nodes.slug)
  await told('layout', () => layOutNetwork({ db: database.db }))
} finally {
  await app.close()
  await jobs.stop()
  await database.close()
}
process.exitCode = result.isWithinBounds ? 0 : 1

async function get(path: string): Promise<string> {
  const response = await fetch(`${address}/api${path}`)
  const body = await response.text()
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${body}`)
  return body
}

async function told<T>(what: string, run: () => Promise<T>): Promise<T> {
  const started = performance.now()
  const result = await run()
  console.log(
    `${what.padEnd(22)} ${((performance.now() - started) / 1000).toFixed(2).padStart(8)} s`,
  )
  return result
}

/** How long others wait meanwhile is measured too. */
async function figures(): Promise<void> {
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const started = performance.now()
  const waits: number[] = []
  const progress: { isDone: boolean } = { isDone: false }
  const asked = told('figures, first', () => get('/network/metrics?limit=20')).finally(() => {
    progress.isDone = true
  })
  while (!progress.isDone) {
    const before = performance.now()
    await get('/health/live')
    waits.push(performance.now() - before)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  await asked
  delay.disable()
  console.log(
    `  meanwhile /health/live: ${shown(waits)} ms; longest hold of the thread ${(delay.max / 1e6).toFixed(0)} ms`,
  )
  if (performance.now() - started > FIGURES_SECONDS * 1000) result.isWithinBounds = false
}

/** Ends drawn at random, the same every time. */
async function paths(slugs: string[]): Promise<void> {
  const random = seededRandom(1)
  const draw = () => slugs[Math.floor(random() * slugs.length)] ?? ''
  const taken: number[] = []
  const found = { connected: 0 }
  await get(`/network/paths?from=${draw()}&to=${draw()}`)
  for (let round = 0; round < PATHS; round++) {
    const started = performance.now()
    const answer = JSON.parse(await get(`/network/paths?from=${draw()}&to=${draw()}`)) as {
      steps: number | null
    }
    taken.push(performance.now() - started)
    if (answer.steps !== null) found.connected++
  }
  console.log(
    `chains, ${String(PATHS)} of two     ${shown(taken)} ms; ${String(found.connected)} connected within three steps`,
  )
  if (percentile(taken, 0.95) > PATHS_MS) result.isWithinBounds = false
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

function shown(values: number[]): string {
  return `${percentile(values, 0.5).toFixed(1)} | ${percentile(values, 0.95).toFixed(1)}`
}
