import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connect, type Database } from './connect.ts'

/** What the parent asks of the process that holds the database. */
export interface EmbeddedOptions {
  /** Where the data lives; without it they live in memory. */
  dataDir?: string
  /** A dumped data directory to start from, for tests. */
  template?: string
}

export type EmbeddedMessage =
  | { type: 'creating' }
  | { type: 'ready' }
  | { type: 'locked'; holder: string }
  | { type: 'failed'; message: string }
  | { type: 'dumped' }

export interface Embedded {
  db: Database
  /** Writes the data directory to a file that a later `template` names. */
  dump(file: string): Promise<void>
  stop(): Promise<void>
}

/** The data folder is held by another process. */
export class DataFolderInUse extends Error {
  override name = 'DataFolderInUse'
}

/**
 * Starts PostgreSQL with PostGIS in a child process and connects to it.
 *
 * A child, so that a long query does not hold up pages and a crash of the engine does not take the server along
 * (docs/decisions/0002). Throws `DataFolderInUse` when another process holds `dataDir`.
 */
export async function startEmbedded(
  options: EmbeddedOptions,
  { oncreate, onexit }: { oncreate?: () => void; onexit?: () => void } = {},
): Promise<Embedded> {
  // The socket lives in a folder of its own that only this user may enter; data folders can have long paths.
  const socketFolder = await mkdtemp(join(tmpdir(), 'maillage-'))
  const socket = join(socketFolder, '.s.PGSQL.5432')
  const child = fork(fileURLToPath(new URL('./embedded.process.ts', import.meta.url)), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    // A Ctrl-C in the terminal reaches the whole group; the parent decides when the database ends.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

  const heard = (wanted: EmbeddedMessage['type']) =>
    new Promise<void>((resolve, reject) => {
      child.on('message', (message: EmbeddedMessage) => {
        if (message.type === wanted) resolve()
        if (message.type === 'creating') oncreate?.()
        if (message.type === 'locked') reject(new DataFolderInUse(message.holder))
        if (message.type === 'failed') reject(new Error(message.message))
      })
      child.once('exit', (code) => {
        reject(new Error(`The embedded database ended with code ${String(code)}.`))
      })
    })

  const ready = heard('ready')
  child.send({ ...options, socket })
  try {
    await ready
  } catch (error) {
    child.kill('SIGKILL')
    await rm(socketFolder, { recursive: true, force: true })
    throw error
  }

  let stopping = false
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve()
      if (!stopping) onexit?.()
    })
  })
  const db = connect({ path: socket, user: 'postgres', database: 'postgres' }, { connections: 1 })

  return {
    db,
    async dump(file) {
      const dumped = heard('dumped')
      child.send({ dump: file })
      await dumped
    },
    async stop() {
      stopping = true
      await db.$client.end({ timeout: 5 })
      if (child.connected) child.send({ stop: true })
      await ended
      await rm(socketFolder, { recursive: true, force: true })
    },
  }
}
