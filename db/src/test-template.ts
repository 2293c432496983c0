import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'drizzle-orm'
import { connect, type Database } from './connect.ts'
import { startEmbedded } from './embedded.ts'
import { migrate, migrationsFolder } from './migrate.ts'

/** A migrated, empty database of a test worker's own. */
export interface DatabaseCopy {
  db: Database
  close(): Promise<void>
}

/** Migrates once and keeps the result under the hash of the migrations; called by Vitest's global set-up. */
export async function prepareTemplates(databaseUrl: string): Promise<void> {
  if (databaseUrl) await prepareServerTemplate(databaseUrl)
  else if (!existsSync(templateFile)) await prepareEmbeddedTemplate()
}

const migrationsHash = (() => {
  const hash = createHash('sha256')
  for (const file of readdirSync(migrationsFolder).sort()) {
    if (file.endsWith('.sql')) hash.update(readFileSync(join(migrationsFolder, file)))
  }
  return hash.digest('hex').slice(0, 12)
})()

const cacheFolder = fileURLToPath(new URL('../../node_modules/.cache/test-db/', import.meta.url))
const templateFile = join(cacheFolder, `${migrationsHash}.tar`)
const templateName = `maillage_template_${migrationsHash}`

async function prepareEmbeddedTemplate(): Promise<void> {
  await mkdir(cacheFolder, { recursive: true })
  const embedded = await startEmbedded({})
  await migrate(embedded.db)
  await embedded.dump(`${templateFile}.unfinished`)
  await rename(`${templateFile}.unfinished`, templateFile)
  await embedded.stop()
}

/** Loads the template into an embedded database in memory. */
export async function copyInMemory(): Promise<DatabaseCopy> {
  const embedded = await startEmbedded({ template: templateFile })
  return { db: embedded.db, close: () => embedded.stop() }
}

const addressOf = (databaseUrl: string, name: string) => {
  const address = new URL(databaseUrl)
  address.pathname = `/${name}`
  return address.href
}

async function prepareServerTemplate(databaseUrl: string): Promise<void> {
  const admin = connect(databaseUrl, { connections: 1 })
  const found = await admin.execute(
    sql`select 1 from pg_database where datname = ${templateName} and datistemplate`,
  )
  if (found.length === 0) {
    await admin.execute(sql`drop database if exists ${sql.identifier(templateName)}`)
    await admin.execute(sql`create database ${sql.identifier(templateName)}`)
    const template = connect(addressOf(databaseUrl, templateName), { connections: 1 })
    await migrate(template)
    await keepInOrder(template)
    await template.$client.end()
    await admin.execute(sql`alter database ${sql.identifier(templateName)} is_template true`)
  }
  await admin.$client.end()
}

/** Rows stay in the order in which they were written, as in the embedded database: vacuum would let new ones in between. */
async function keepInOrder(db: Database): Promise<void> {
  await db.execute(sql`
    do $$ declare name text; begin
      for name in select format('%I', tablename) from pg_tables where schemaname = 'public' and tableowner = current_user
      loop
        execute format('alter table %s set (autovacuum_enabled = false)', name);
      end loop;
    end $$`)
}

/** Creates a database from the template on the server; closing drops it. */
export async function copyOnServer(databaseUrl: string): Promise<DatabaseCopy> {
  const admin = connect(databaseUrl, { connections: 1 })
  const name = `maillage_test_${String(process.pid)}_${String(Date.now())}`
  await admin.execute(
    sql`create database ${sql.identifier(name)} template ${sql.identifier(templateName)}`,
  )
  const db = connect(addressOf(databaseUrl, name))
  return {
    db,
    close: async () => {
      await db.$client.end({ timeout: 5 })
      await admin.execute(sql`drop database ${sql.identifier(name)} with (force)`)
      await admin.$client.end()
    },
  }
}
