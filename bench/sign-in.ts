/**
 * `node bench/sign-in.ts`: how long it takes to ask for a mail to sign in with, for addresses that have an account and for others,
 * in turns within one run, on the embedded database and, with DATABASE_URL, on that server. Prints the ratio of medians.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accounts, openDatabase } from '@maillage/db'
import { buildApp } from '@maillage/server'
import { readConfig } from '@maillage/server/config'
import { openJobs } from '@maillage/server/jobs'

const ROUNDS = 300
const WARM_UP = 30

const median = (numbers: number[]) =>
  numbers.sort((one, other) => one - other)[Math.floor(numbers.length / 2)] ?? 0

async function measure(databaseUrl: string | undefined): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'maillage-bench-'))
  const database = await openDatabase({ databaseUrl, dataDir })
  const { db } = database
  const jobs = await openJobs(db, { supervise: false })
  const app = await buildApp({ db, config: readConfig({ DATA_DIR: dataDir }), jobs })
  const run = String(Date.now())
  const address = (who: string, number: number) => `${who}-${run}-${String(number)}@people.example`
  await db
    .insert(accounts)
    .values(Array.from({ length: ROUNDS }, (_, number) => ({ email: address('known', number) })))
  const took: Record<string, number[]> = { known: [], unknown: [] }
  for (let number = 0; number < ROUNDS; number++) {
    for (const who of number % 2 === 0 ? ['known', 'unknown'] : ['unknown', 'known']) {
      const started = performance.now()
      const { statusCode } = await app.inject({
        method: 'POST',
        url: '/api/sign-ins',
        headers: { origin: 'http://localhost:80' },
        body: { email: address(who, number), language: 'en' },
      })
      if (statusCode !== 202) throw new Error(`It answers ${String(statusCode)}`)
      if (number >= WARM_UP) took[who]?.push(performance.now() - started)
    }
  }
  const [known, unknown] = [median(took['known'] ?? []), median(took['unknown'] ?? [])]
  console.log(
    `${database.engine}: ${known.toFixed(2)} ms with an account, ${unknown.toFixed(2)} ms without, ratio ${(known / unknown).toFixed(3)}`,
  )
  await app.close()
  await jobs.stop()
  await database.close()
  await rm(dataDir, { recursive: true, force: true })
}

await measure(undefined)
const { DATABASE_URL } = process.env
if (DATABASE_URL) await measure(DATABASE_URL)
