import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { sources } from './index.ts'
import { test } from './testing.ts'

describe('a test database', () => {
  test('has PostGIS and the tables', async ({ db }) => {
    await db.insert(sources).values({ name: 'A source' })
    const [row] = await db.execute(
      sql`select postgis_version() as version, count(*)::int as count from sources`,
    )
    expect(row).toMatchObject({ version: expect.stringMatching(/^3\./) as string, count: 1 })
  })

  test('is empty again in the next test', async ({ db }) => {
    expect(await db.select().from(sources)).toEqual([])
  })
})
