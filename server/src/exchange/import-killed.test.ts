import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { openDatabase, places, type Database } from '@maillage/db'
import { copyOnServer } from '@maillage/db/test-template'
import { test as base } from '@maillage/db/testing'
import { expect, inject } from 'vitest'
import { loadVocabulary } from './demo.ts'
import { importFile } from './import-file.ts'
import { readMapping } from './read-mapping.ts'

const testData = process.env['MAILLAGE_TEST_DATA']
if (!testData) {
  console.warn('Not run: an import that is killed. Set MAILLAGE_TEST_DATA to the test data.')
}

const mapping = fileURLToPath(new URL('./mappings/coops-uk-2020.json', import.meta.url))
const file = join(testData ?? '', 'coops-uk/coopsuk-2020-geocoded.csv')
const command = fileURLToPath(new URL('./import.command.ts', import.meta.url))

/** Where the command is to work: a database or a folder of its own. */
const test = base.extend('target', async ({}, { onCleanup }) => {
  const databaseUrl = inject('databaseUrl')
  if (!databaseUrl) {
    const dataDir = await mkdtemp(join(tmpdir(), 'maillage-killed-'))
    onCleanup(() => rm(dataDir, { recursive: true, force: true }))
    return { DATA_DIR: dataDir, DATABASE_URL: '', copy: undefined }
  }
  const copy = await copyOnServer(databaseUrl)
  onCleanup(() => copy.close())
  const [named] = await copy.db.execute<{ name: string }>(sql`select current_database() as name`)
  const address = new URL(databaseUrl)
  address.pathname = `/${named?.name ?? ''}`
  return { DATA_DIR: '', DATABASE_URL: address.href, copy: copy.db }
})

const start = ({ DATA_DIR, DATABASE_URL }: { DATA_DIR: string; DATABASE_URL: string }) =>
  spawn(process.execPath, [command, file, '--map', mapping], {
    env: {
      ...process.env,
      ...(DATABASE_URL ? { DATABASE_URL } : { DATABASE_URL: undefined, DATA_DIR }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })

/** Until a few batches are in: the server tells itself, the embedded database only through who holds it. */
async function someBatches(running: ReturnType<typeof start>, db: Database | undefined) {
  if (!db) {
    // A new database is prepared first.
    for await (const chunk of running.stdout) if (/ rows,/.test(String(chunk))) return
    return
  }
  for (;;) {
    const [row] = await db.execute<{ n: number }>(sql`select count(*)::int as n from actors`)
    if ((row?.n ?? 0) > 2_000) return
    await sleep(20)
  }
}

async function summary(db: Database) {
  const [row] = await db.execute(sql`
    select
      (select count(*)::int from actors) as actors,
      (select count(*)::int from actor_themes) as themes,
      (select count(*)::int from actor_texts) as texts,
      (select count(*)::int from actor_identifiers) as identifiers,
      (select count(*)::int from imported_records) as remembered,
      (select count(*)::int from search_documents) as documents,
      (select count(*)::int from search_words) as words,
      (select md5(string_agg(slug, '|' order by slug collate "C")) from actors) as slugs`)
  return row
}

const countHalves = async (db: Database) => {
  const [row] = await db.execute<{ halves: number }>(sql`
    select count(*)::int as halves
    from actors
    full join imported_records on record_id = actors.id
    left join search_documents as document on document.feature = 'actors' and document.record_id = actors.id
    where actors.id is null or imported_records.id is null or document.record_id is null`)
  return row?.halves
}

test.skipIf(!testData)(
  'an import that is killed leaves whole records, and run again comes to the same as one that was not',
  { timeout: 300_000 },
  async ({ db, target }) => {
    await loadVocabulary(db)
    await importFile(db, { file, mapping: await readMapping(mapping) })
    const undisturbed = await summary(db)

    const killed = start(target)
    await someBatches(killed, target.copy)
    killed.kill('SIGKILL')
    await once(killed, 'exit')

    const open = async () =>
      target.copy
        ? { db: target.copy, close: () => Promise.resolve() }
        : openDatabase({ dataDir: target.DATA_DIR })
    const after = await open()
    const [left] = await after.db.execute<{ status: string; n: number }>(sql`
      select status, (select count(*)::int from actors) as n from import_runs where feature = 'actors'`)
    expect(left?.status).toBe('running')
    expect(left?.n).toBeGreaterThan(0)
    expect(left?.n).toBeLessThan(15_000)
    expect(await countHalves(after.db)).toBe(0)
    await after.close()

    const again = start(target)
    again.stdout.resume()
    expect(await once(again, 'exit')).toEqual([0, null])
    const whole = await open()
    expect(await countHalves(whole.db)).toBe(0)
    expect(await summary(whole.db)).toEqual(undisturbed)
    expect(await whole.db.$count(places)).toBeGreaterThan(90_000)
    await whole.close()
  },
)
