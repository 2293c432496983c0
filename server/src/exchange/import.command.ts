import { readdir, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { DataFolderInUse, openDatabase, type OpenDatabase } from '@maillage/db'
import { type Config, readConfig } from '../config.ts'
import { hasPlaces } from '../places/places.queries.ts'
import { prepare } from '../prepare.ts'
import type { Feature } from './features.ts'
import { describeMapping, guessMapping } from './guess-mapping.rules.ts'
import { importFile, type Progress } from './import-file.ts'
import type { Mapping } from './mapping.schema.ts'
import { readFile } from './read-file.ts'
import { readMapping } from './read-mapping.ts'
import { ImportRefused } from './refused.ts'
import { describeReport, reportCsv } from './report.rules.ts'
import type { Row } from './rows.rules.ts'

const USAGE = `Usage: npm run import -- FILE [options]
  --as actors|practices|collaborations|participations
                     what the rows are; actors if the mapping does not say
  --map MAPPING      a mapping file, or the name of one kept here: NAMES
                     guessed from the headers and shown if not given
  --save-map FILE    writes the guessed mapping to a file, to be adapted, and ends
  --source NAME      where the rows come from
  --licence LICENCE  under which terms
  --dry-run          tells what would happen and changes nothing
  --report FILE.csv  writes rejected rows, kept fields and left-out values

docs/import.md tells more.`

/** Features that a person imports, and what each needs before it where a mapping has it. */
const importable: Record<string, Feature[]> = {
  actors: ['actors'],
  practices: ['actors', 'practices'],
  collaborations: ['collaborations'],
  participations: ['actors', 'collaborations', 'participations'],
}

const SAMPLE_ROWS = 50
const mappingsFolder = fileURLToPath(new URL('./mappings/', import.meta.url))

class WrongUsage extends Error {}

function readArguments(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        as: { type: 'string' },
        map: { type: 'string' },
        'save-map': { type: 'string' },
        source: { type: 'string' },
        licence: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        report: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    const [file, ...more] = positionals
    if (values.help) return { ...values, file: '' }
    if (file === undefined) throw new WrongUsage('Which file is to be imported?')
    if (more.length > 0) throw new WrongUsage(`One file at a time, not ${more.join(', ')} too.`)
    if (values.as !== undefined && !(values.as in importable)) {
      throw new WrongUsage(`--as ${values.as} is none of ${Object.keys(importable).join(', ')}.`)
    }
    return { ...values, file }
  } catch (error) {
    if (error instanceof WrongUsage) throw error
    throw new WrongUsage(error instanceof Error ? error.message : String(error))
  }
}

const isTerminal = process.stdout.isTTY
const say = (line: string) => process.stdout.write(`${isTerminal ? '\r\u001b[K' : ''}${line}\n`)

async function keptMappings(): Promise<string[]> {
  const files = await readdir(mappingsFolder)
  return files.flatMap((file) =>
    file.endsWith('.json') && !file.startsWith('demo-') ? file.slice(0, -'.json'.length) : [],
  )
}

/** A path, or the name of a mapping that is kept with the code. */
async function findMapping(wanted: string): Promise<Mapping> {
  const isFile = await stat(wanted).then(
    (found) => found.isFile(),
    () => false,
  )
  if (isFile) return readMapping(wanted)
  const kept = await keptMappings()
  if (kept.includes(wanted)) return readMapping(`${mappingsFolder}${wanted}.json`)
  throw new ImportRefused(`There is no mapping ${wanted}; kept here are ${kept.join(', ')}.`)
}

async function guess(file: string, feature: Feature): Promise<Mapping> {
  const table = await readFile(file)
  const sample: Row[] = []
  for await (const row of table.rows() as AsyncIterable<Row>) {
    sample.push(row)
    if (sample.length >= SAMPLE_ROWS) break
  }
  const { mapping, unused, missing } = guessMapping(feature, table.columns, sample)
  if (missing.length > 0) {
    throw new ImportRefused(
      `No column of ${basename(file)} looks like ${missing.join(' or ')}; it has ${table.columns.slice(0, 40).join(', ')}. Give a mapping with --map (docs/import.md).`,
    )
  }
  say(`${basename(file)}: ${table.format}. Guessed from its headers (--map gives another):`)
  for (const line of describeMapping(mapping)) say(line)
  if (unused.length > 0) say(`  not used: ${unused.join(', ')}`)
  return mapping
}

function showProgress(): (progress: Progress) => void {
  let told = 0
  return ({ feature, rows, seconds }) => {
    const line = `${feature}: ${rows.toLocaleString('en')} rows, ${String(Math.round(rows / seconds))} rows/s`
    if (isTerminal) process.stdout.write(`\r\u001b[K${line}`)
    else if (seconds - told > 2) {
      told = seconds
      say(line)
    }
  }
}

/** A new database knows no places and no themes yet, so that nothing of a file could be located or tagged. */
async function prepareNew(opened: OpenDatabase, config: Config): Promise<void> {
  if (await hasPlaces(opened.db)) return
  await prepare(opened, { ...config, DEMO_DATA: false }, (title, run) => {
    say(`${title} …`)
    return run(() => undefined)
  })
}

async function importFromCommandLine(): Promise<number> {
  const given = readArguments(process.argv.slice(2))
  if (given.help) {
    say(await usage())
    return 0
  }
  const { file, source, licence } = given
  const mapping = given.map
    ? await findMapping(given.map)
    : await guess(file, (given.as ?? 'actors') as Feature)
  if (given['save-map'] !== undefined) {
    await writeFile(given['save-map'], `${JSON.stringify(mapping, null, 2)}\n`)
    say(`The mapping is in ${given['save-map']}.`)
    return 0
  }
  const features = given.as && importable[given.as]?.filter((one) => one in mapping.features)
  if (given.as && !(given.as in mapping.features)) {
    throw new ImportRefused(
      `The mapping says nothing of ${given.as}, only of ${Object.keys(mapping.features).join(', ')}.`,
    )
  }

  const interruption = new AbortController()
  process.once('SIGINT', () => {
    interruption.abort()
  })
  const config = readConfig(process.env)
  const { DATABASE_URL, DATA_DIR } = config
  const opened = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR })
  try {
    await prepareNew(opened, config)
    const reports = await importFile(opened.db, {
      file,
      mapping,
      features: features === '' ? undefined : features,
      source: {
        ...(source !== undefined && { name: source }),
        ...(licence !== undefined && { licence }),
      },
      dryRun: given['dry-run'],
      onprogress: showProgress(),
      signal: interruption.signal,
    })
    for (const report of reports) describeReport(report, given['dry-run']).forEach(say)
    if (given.report !== undefined) await writeFile(given.report, reportCsv(reports))
    if (interruption.signal.aborted) {
      say('Interrupted: whole batches were kept, run it again for the rest.')
      return 1
    }
    return 0
  } finally {
    await opened.close()
  }
}

const usage = async () => USAGE.replace('NAMES', (await keptMappings()).join(', '))

async function run(): Promise<number> {
  try {
    return await importFromCommandLine()
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`${error.message}\n${await usage()}\n`)
      return 2
    }
    if (error instanceof DataFolderInUse) {
      process.stderr.write(
        'Maillage is running on this data folder, which only one process can use. Stop it (Ctrl-C where it runs), import, and start it again.\n',
      )
    } else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

process.exitCode = await run()
