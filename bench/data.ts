/**
 * `pnpm bench:data N [--seed S]`: writes N synthetic actors and 4N ties into the database of `npm start` (DATABASE_URL or
 * DATA_DIR, which must not be running). They are labelled as synthetic and are the same for the same seed.
 */
import { parseArgs } from 'node:util'
import { openDatabase } from '@maillage/db'
import { readConfig } from '@maillage/server/config'
import { prepare } from '@maillage/server/prepare'
import { writeSynthetic } from './write-synthetic.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
})
const count = Number(positionals[0])
const seed = Number(values.seed)
if (!Number.isInteger(count) || count < 10 || count > 999_999 || !Number.isInteger(seed)) {
  console.error('Usage: pnpm bench:data N [--seed S], of 10 to 999,999 actors')
  process.exit(2)
}

const config = readConfig(process.env)
const database = await openDatabase({ databaseUrl: config.DATABASE_URL, dataDir: config.DATA_DIR })
try {
  await prepare(database, config, (title, run) => {
    console.log(`${title} …`)
    return run(() => undefined)
  })
  const started = performance.now()
  const written = await writeSynthetic(database.db, count, {
    seed,
    tell: (how) => {
      console.log(how)
    },
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `${String(written.actors)} actors, ${String(written.collaborations)} collaborations, ` +
      `${String(written.participations)} participations; ${seconds} s`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await database.close()
}
