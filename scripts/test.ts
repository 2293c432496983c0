import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import project from '../package.json' with { type: 'json' }
import { buildNeeded, buildWeb } from './build-web.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Not installed here, and needs no network once it has been used. */
const pnpm = ['npx', '-y', '--prefer-offline', project.config.pnpm]
const reports = join(root, 'node_modules', '.cache', 'test-reports')

interface VitestFile {
  name: string
  status: string
  message: string
  assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[]
  specs: PlaywrightSpec[]
}

interface PlaywrightSpec {
  ok: boolean
  title: string
  file: string
  tests: { status: string; results: { error?: { message?: string } }[] }[]
}

interface Counts {
  passed: number
  failed: number
  skipped: number
}

const total: Counts = { passed: 0, failed: 0, skipped: 0 }
const summary: string[] = []
const failures: string[] = []
const unsteady: string[] = []

/** So many journeys may need a second try; more is no accident. */
const MOST_UNSTEADY = 3

const { DATABASE_URL, MAILLAGE_TEST_DATA } = process.env
await rm(reports, { recursive: true, force: true })
await mkdir(reports, { recursive: true })

await check('Types', 'pnpm', ['check'])
await check('Lint, format, boundaries, unused code', 'pnpm', ['lint'])
await check('OpenAPI document and client types are current', 'node', ['scripts/check-generated.ts'])
const isBuilt = await built()
await tests(
  DATABASE_URL ? 'Unit and API tests, embedded and on the server' : 'Unit and API tests, embedded',
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reports}/vitest.json`],
  async () => {
    const report = await readJson<{
      numPassedTests: number
      numFailedTests: number
      numPendingTests: number
      numFailedTestSuites: number
      testResults: VitestFile[]
    }>('vitest.json')
    failures.push(...vitestFailures(report.testResults))
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests || report.numFailedTestSuites,
      skipped: report.numPendingTests,
    }
  },
)
if (isBuilt) {
  process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] = join(reports, 'playwright.json')
  await tests('Browser journeys', 'playwright', ['test', '--reporter=list,json'], async () => {
    const { stats, suites } = await readJson<{
      stats: { expected: number; unexpected: number; flaky: number; skipped: number }
      suites: PlaywrightSuite[]
    }>('playwright.json')
    const specs = suites.flatMap(specsOf)
    failures.push(...specs.filter(({ ok }) => !ok).map(playwrightFailure))
    const passedLater = specs.filter(({ tests }) => tests.some(({ status }) => status === 'flaky'))
    unsteady.push(...passedLater.map(playwrightFailure))
    return {
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected + Math.max(0, stats.flaky - MOST_UNSTEADY),
      skipped: stats.skipped,
    }
  })
}

if (failures.length) console.log(`\n── What failed\n${failures.join('\n')}`)
if (unsteady.length) console.log(`\n── What passed at the second try only\n${unsteady.join('\n')}`)
console.log(`\n${summary.join('\n')}`)
if (!DATABASE_URL) {
  console.log(
    'Not run: the tests on a PostgreSQL server. Set DATABASE_URL to one with PostGIS, for example postgres://postgres@localhost/postgres.',
  )
}
if (!MAILLAGE_TEST_DATA) {
  console.log(
    'Not run: the tests on third-party data. Set MAILLAGE_TEST_DATA to the folder that holds it.',
  )
}
if (total.skipped) {
  console.log(
    `${total.skipped} tests were skipped: those of the other engine, and what is named above.`,
  )
}
console.log(`\n${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed ? 1 : 0)

/** A check that passes or fails as a whole. */
async function check(title: string, command: string, args: string[]): Promise<void> {
  await tests(title, command, args, (ok) =>
    Promise.resolve({ passed: Number(ok), failed: Number(!ok), skipped: 0 }),
  )
}

async function tests(
  title: string,
  command: string,
  args: string[],
  count: (ok: boolean) => Promise<Counts>,
): Promise<void> {
  console.log(`\n── ${title}`)
  const started = Date.now()
  const ok = (await run(command, args)) === 0
  let counts: Counts
  try {
    counts = await count(ok)
  } catch {
    counts = { passed: 0, failed: 1, skipped: 0 }
  }
  // A runner can fail without a failing test: a broken set-up, an unhandled error.
  if (!ok && counts.failed === 0) counts.failed = 1
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const seconds = ((Date.now() - started) / 1000).toFixed(1)
  summary.push(
    `${counts.failed ? '✗' : '✓'} ${title}: ${String(counts.passed)} passed, ${String(counts.failed)} failed (${seconds} s)`,
  )
}

async function built(): Promise<boolean> {
  if (!(await buildNeeded())) return true
  console.log('\n── Building the pages')
  try {
    await buildWeb()
    return true
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    total.failed += 1
    summary.push('✗ Building the pages')
    return false
  }
}

function run(command: string, args: string[]): Promise<number | null> {
  const [program = command, ...before] = command === 'pnpm' ? pnpm : [command]
  const child = spawn(program, [...before, ...args], { cwd: root, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', resolve)
  })
}

/** The failed tests of Vitest's report, and the files that could not be run, with the start of what they said. */
function vitestFailures(files: VitestFile[]): string[] {
  return files.flatMap((file) => {
    const path = relative(root, file.name)
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    if (!failed.length && file.status === 'failed') return [failure(path, file.message)]
    return failed.map((test) => failure(`${path} › ${test.fullName}`, test.failureMessages[0]))
  })
}

/** The journeys of a suite of Playwright's report and of those within it. */
function specsOf({ suites = [], specs }: PlaywrightSuite): PlaywrightSpec[] {
  return [...specs, ...suites.flatMap(specsOf)]
}

function playwrightFailure({ title, file, tests }: PlaywrightSpec): string {
  const results = tests.flatMap((test) => test.results)
  return failure(`${file} › ${title}`, results.find(({ error }) => error)?.error?.message)
}

/** A line that names what failed, and up to twelve of what it said. */
function failure(name: string, message = ''): string {
  const said = stripVTControlCharacters(message).split('\n').slice(0, 12)
  return [`✗ ${name}`, ...said.filter((line) => line.trim()).map((line) => `    ${line}`)].join(
    '\n',
  )
}

async function readJson<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(join(reports, name), 'utf8')) as T
}
