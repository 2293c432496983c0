import { sql } from 'drizzle-orm'
import { inject, test as base } from 'vitest'
import type { Database } from './connect.ts'
import { copyInMemory, copyOnServer } from './test-template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of a PostgreSQL server; empty for the embedded database. */
    databaseUrl: string
  }
}

/** `db` is a migrated database on the project's engine, empty at the start of every test. */
export const test = base
  .extend('database', { scope: 'worker' }, async ({}, { onCleanup }) => {
    const databaseUrl = inject('databaseUrl')
    const copy = await (databaseUrl ? copyOnServer(databaseUrl) : copyInMemory())
    onCleanup(() => copy.close())
    return copy.db
  })
  .extend('db', async ({ database }, { onCleanup }) => {
    onCleanup(() => truncate(database))
    return database
  })

async function truncate(db: Database): Promise<void> {
  await db.execute(sql`
    do $$ begin
      execute (
        select 'truncate ' || string_agg(format('%I', tablename), ', ') || ' restart identity cascade'
        from pg_tables where schemaname = 'public' and tablename <> 'spatial_ref_sys'
      );
    end $$
  `)
}
