import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Database } from '@maillage/db'
import { test } from '@maillage/db/testing'
import { expect } from 'vitest'
import { loadDemo } from './demo.ts'
import { importFile } from './import-file.ts'
import { parseMapping } from './mapping.schema.ts'

/** The tables with a row that a pattern is found in. */
async function tablesWith(db: Database, pattern: string): Promise<string[]> {
  const tables = await db.execute<{ name: string }>(sql`
    select tablename as name from pg_tables
    where schemaname = 'public' and tablename <> 'spatial_ref_sys'`)
  const found: string[] = []
  for (const { name } of tables) {
    const [row] = await db.execute<{ has: boolean }>(sql`
      select exists (select from ${sql.identifier(name)} as r where r::text ~* ${pattern}) as has`)
    if (row?.has) found.push(name)
  }
  return found
}

const ADDRESS = '[a-z0-9._%+-]+@[a-z0-9-]+\\.[a-z]{2,}'

test('contact persons of an imported directory are in no table', async ({ db }) => {
  const folder = await mkdtemp(join(tmpdir(), 'maillage-contacts-'))
  try {
    const file = join(folder, 'file.csv')
    await writeFile(
      file,
      'id,name,country,text,contact_name,contact_email,phone\n' +
        '1,Maison,FR,"Write to canary@people.example, or canary (at) people.example",Canary Person,canary@people.example,+33 1\n',
    )
    const mapping = {
      source: { name: 'A directory', licence: 'CC0' },
      features: {
        actors: { id: 'id', name: 'name', country: 'country', 'description:fr': 'text' },
      },
    }
    const [report] = await importFile(db, { file, mapping: parseMapping(mapping, 'the mapping') })
    expect(report).toMatchObject({ created: 1 })
    expect(await tablesWith(db, 'canary')).toEqual([])
    expect(await tablesWith(db, ADDRESS)).toEqual([])
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('the demo data holds nobody’s address', async ({ db }) => {
  await loadDemo(db)
  expect(await tablesWith(db, ADDRESS)).toEqual([])
})
