import { parseArgs } from 'node:util'
import { DataFolderInUse, openDatabase, type Database } from '@maillage/db'
import { readConfig } from '../config.ts'
import { FileRefused } from './file-refused.ts'
import { loadGazetteer } from './load-gazetteer.ts'
import { loadGeonames, loadPostalCodes } from './load-geonames.ts'
import { loadNuts } from './load-nuts.ts'
import { loadCountryOutlines } from './load-outlines.ts'

const USAGE = `Usage: npm run load -- gazetteer [--world]
       npm run load -- outlines
       npm run load -- geonames FILE…   country dumps, https://download.geonames.org/export/dump/
       npm run load -- postal FILE…     postal codes, https://download.geonames.org/export/zip/
       npm run load -- nuts FILE… [--edition YEAR]
                                        NUTS borders, https://gisco-services.ec.europa.eu/distribution/v2/nuts/
                                        (GeoJSON, EPSG 4326, all levels: NUTS_RG_10M_2021_4326.geojson)`

class WrongUsage extends Error {}

type Load = (db: Database) => Promise<void>

/** The command as it was typed, or an error that says what is wrong with it. */
function readCommand(args: string[]): Load {
  const { values, positionals } = parse(args)
  const [what, ...files] = positionals
  const each = (load: (db: Database, file: string) => Promise<string>): Load => {
    if (files.length === 0) throw new WrongUsage(`${String(what)} needs a file.`)
    return async (db) => {
      for (const file of files) say(`${file}: ${await load(db, file)}`)
    }
  }
  switch (what) {
    case 'gazetteer':
      return async (db) => {
        const region = values.world ? 'world' : 'europe'
        const places = await loadGazetteer(db, { region, onprogress: progress('places') })
        say(places === 0 ? 'The gazetteer was loaded before.' : `${count(places)} places loaded.`)
      }
    case 'outlines':
      return async (db) => {
        const outlines = await loadCountryOutlines(db)
        say(
          outlines === 0
            ? 'The outlines were loaded before.'
            : `${count(outlines)} outlines loaded.`,
        )
      }
    case 'geonames':
      return each(
        async (db, file) => `${count(await loadGeonames(db, file, progress('places')))} places`,
      )
    case 'postal':
      return each(
        async (db, file) =>
          `${count(await loadPostalCodes(db, file, progress('postal codes')))} postal codes`,
      )
    case 'nuts':
      return each(async (db, file) => {
        const { territories, version, actors } = await loadNuts(db, file, {
          version: values.edition,
        })
        return `${count(territories)} territories of ${version ?? 'an unknown edition'}, ${count(actors)} actors placed`
      })
    default:
      throw new WrongUsage(
        what === undefined ? 'What is to be loaded?' : `${what} cannot be loaded.`,
      )
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: { world: { type: 'boolean' }, edition: { type: 'string' } },
    })
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : String(error))
  }
}

const count = (number: number) => number.toLocaleString('en')
const say = (line: string) =>
  process.stdout.write(`${process.stdout.isTTY ? '\r\u001b[K' : ''}${line}\n`)

/** One line that changes on a terminal; a line now and then elsewhere. */
function progress(what: string): (done: number) => void {
  let told = performance.now()
  return (done) => {
    if (process.stdout.isTTY) process.stdout.write(`\r\u001b[K${count(done)} ${what}`)
    else if (performance.now() - told > 2_000) {
      told = performance.now()
      process.stdout.write(`${count(done)} ${what}\n`)
    }
  }
}

async function run(): Promise<number> {
  try {
    const load = readCommand(process.argv.slice(2))
    const { DATABASE_URL, DATA_DIR } = readConfig(process.env)
    const opened = await openDatabase({ databaseUrl: DATABASE_URL, dataDir: DATA_DIR })
    try {
      await load(opened.db)
    } finally {
      await opened.close()
    }
    return 0
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`${error.message}\n${USAGE}\n`)
      return 2
    }
    if (error instanceof FileRefused) process.stderr.write(`${error.message}\n`)
    else if (error instanceof DataFolderInUse) {
      process.stderr.write(
        'Maillage is running on this data folder. Stop it (Ctrl-C where it runs), load, and start it again.\n',
      )
    } else process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
}

process.exitCode = await run()
