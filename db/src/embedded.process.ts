import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { unaccent } from '@electric-sql/pglite/contrib/unaccent'
import { postgis } from '@electric-sql/pglite-postgis'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import type { EmbeddedMessage, EmbeddedOptions } from './embedded.ts'
import { keepToProtocol } from './extended-query.ts'
import { takeFileLock } from './file-lock.ts'

type Start = EmbeddedOptions & { socket: string }
type Message = Start | { dump: string } | { stop: true }

const extensions = { postgis, pg_trgm, unaccent }

/** A process that was killed may take this long to let go of the folder. */
const LOCK_PATIENCE_MS = 5_000

const tell = (message: EmbeddedMessage) => process.send?.(message)

let database: PGlite | undefined
let server: PGLiteSocketServer | undefined
let socketFolder: string | undefined

process.on('message', (message: Message) => {
  void answer(message).catch((error: unknown) => {
    tell({ type: 'failed', message: error instanceof Error ? error.message : String(error) })
  })
})

// The parent is gone, however it went: nobody can reach this database any more.
process.on('disconnect', () => void stop())
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop())

async function answer(message: Message): Promise<void> {
  if ('stop' in message) {
    await stop()
  } else if ('dump' in message) {
    if (!database) throw new Error('There is no database to dump.')
    const dump = await database.dumpDataDir('none')
    await writeFile(message.dump, new Uint8Array(await dump.arrayBuffer()))
    tell({ type: 'dumped' })
  } else {
    await start(message)
  }
}

async function start({ dataDir, template, socket }: Start): Promise<void> {
  socketFolder = dirname(socket)
  if (dataDir) {
    await mkdir(dataDir, { recursive: true })
    const holder = await lock(dataDir)
    if (holder !== undefined) {
      tell({ type: 'locked', holder })
      return
    }
    const folder = join(dataDir, 'postgres')
    if (!(await exists(folder))) {
      tell({ type: 'creating' })
      await create(folder)
    }
    database = await PGlite.create({ dataDir: folder, extensions })
  } else {
    const options: PGliteOptions = { extensions }
    if (template) options.loadDataDir = new Blob([await readFile(template)])
    database = await PGlite.create(options)
  }
  await database.exec('SET plan_cache_mode = force_custom_plan; SET jit = off')
  keepToProtocol(database)
  server = new PGLiteSocketServer({ db: database, path: socket, maxConnections: 1 })
  await server.start()
  tell({ type: 'ready' })
}

/** Creates the database beside its place and moves it there whole, so that a kill leaves nothing half-made. */
async function create(folder: string): Promise<void> {
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  const created = await PGlite.create({ dataDir: unfinished, extensions })
  await created.exec(
    'CREATE EXTENSION postgis; CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent',
  )
  await created.close()
  await rename(unfinished, folder)
}

/** Takes the folder, which PGlite itself does not lock, or tells who holds it. */
async function lock(dataDir: string): Promise<string | undefined> {
  const holderFile = join(dataDir, 'process')
  const held = await takeFileLock(join(dataDir, 'lock'), LOCK_PATIENCE_MS)
  if (!held) return readFileSync(holderFile, 'utf8').trim()
  writeFileSync(holderFile, `${String(process.ppid)}\n`)
  process.on('exit', () => {
    rmSync(holderFile, { force: true })
    held.release()
  })
  return undefined
}

const exists = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

let stopping: Promise<void> | undefined

function stop(): Promise<void> {
  stopping ??= (async () => {
    await server?.stop()
    await database?.close()
    if (socketFolder) rmSync(socketFolder, { recursive: true, force: true })
    process.exit(0)
  })()
  return stopping
}
