import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect, inject, test as plain } from 'vitest'
import { connect } from './connect.ts'
import { DataFolderInUse, openDatabase, type Database } from './index.ts'
import { migrate, migrationsFolder } from './migrate.ts'
import { test } from './testing.ts'

const migrations = readdirSync(migrationsFolder).filter((file) => file.endsWith('.sql')).length

/** Through a connection of its own on a server; the embedded database has only the one. */
async function migrateAgain(db: Database): Promise<void> {
  const url = inject('databaseUrl')
  if (!url) {
    await migrate(db)
    return
  }
  const address = new URL(url)
  address.pathname = `/${db.$client.options.database}`
  const single = connect(address.href, { connections: 1 })
  await migrate(single)
  await single.$client.end()
}

describe('migrations', () => {
  test('leave a filled database as it is when they are run again', async ({ db }) => {
    await db.execute(sql`insert into sources (name) values ('Kept')`)
    await migrateAgain(db)
    const [row] = await db.execute(
      sql`select (select count(*)::int from sources) as sources, (select count(*)::int from drizzle.__drizzle_migrations) as migrations`,
    )
    expect(row).toEqual({ sources: 1, migrations })
  })

  plain.skipIf(!inject('databaseUrl'))(
    'are run once when two processes start at once',
    async () => {
      const url = new URL(inject('databaseUrl'))
      const name = `maillage_race_${String(process.pid)}`
      const admin = connect(url.href, { connections: 1 })
      await admin.execute(sql`create database ${sql.identifier(name)}`)
      url.pathname = `/${name}`
      const [first, second] = await Promise.all([
        openDatabase({ databaseUrl: url.href, dataDir: '' }),
        openDatabase({ databaseUrl: url.href, dataDir: '' }),
      ])
      const [row] = await first.db.execute(
        sql`select count(*)::int as count from drizzle.__drizzle_migrations`,
      )
      expect(row).toEqual({ count: migrations })
      await Promise.all([first.close(), second.close()])
      await admin.execute(sql`drop database ${sql.identifier(name)}`)
      await admin.$client.end()
    },
  )
})

describe.skipIf(inject('databaseUrl'))('the embedded database', () => {
  plain(
    'keeps its folder to one process and its data between starts',
    { timeout: 60_000 },
    async () => {
      const dataDir = await mkdtemp(join(tmpdir(), 'maillage-test-'))
      try {
        const first = await openDatabase({ dataDir })
        await first.db.execute(sql`insert into sources (name) values ('Kept')`)
        await expect(openDatabase({ dataDir })).rejects.toThrow(DataFolderInUse)
        await first.close()

        const again = await openDatabase({ dataDir })
        const [row] = await again.db.execute(sql`select name from sources`)
        expect(row).toEqual({ name: 'Kept' })
        await again.close()
      } finally {
        await rm(dataDir, { recursive: true, force: true })
      }
    },
  )
})
