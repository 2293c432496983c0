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
    onCleanup(() => emptyInTurn(database))
    return database
  })

/** What a test has left running may hold what is emptied, and wait for it: then once more. */
async function emptyInTurn(db: Database): Promise<void> {
  for (let attempts = 3; ; attempts--) {
    try {
      await empty(db)
      return
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } }
      const isDeadlock = cause?.code === '40P01'
      if (!isDeadlock || attempts === 1) throw error
    }
  }
}

/** Empties what a test has filled; to truncate all tables takes forty times as long. */
async function empty(db: Database): Promise<void> {
  await db.execute(sql`
    do $$
    declare
      name text;
      is_large boolean;
    begin
      -- No triggers, of foreign keys neither: everything goes.
      set local session_replication_role = replica;
      for name in
        select format('%I', tablename) from pg_tables where schemaname = 'public' and tablename <> 'spatial_ref_sys'
      loop
        -- Many deleted rows would slow the tests that follow.
        execute format('select exists (select from %s offset 500)', name) into is_large;
        execute format(case when is_large then 'truncate %s cascade' else 'delete from %s' end, name);
      end loop;
      for name in
        -- Those of identity columns. A version of the data never comes twice: what is held of another test would pass
        -- for this one’s.
        select objid::regclass from pg_depend where classid = 'pg_class'::regclass and deptype = 'i'
          and objid in (select oid from pg_class where relkind = 'S')
      loop
        execute format('alter sequence %s restart', name);
      end loop;
    end $$
  `)
}
