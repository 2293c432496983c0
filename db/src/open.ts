import { connect, type Database } from './connect.ts'
import { startEmbedded } from './embedded.ts'
import { migrate } from './migrate.ts'

export interface OpenDatabase {
  db: Database
  engine: 'embedded' | 'server'
  close(): Promise<void>
}

export interface OpenOptions {
  /** A PostgreSQL server; without it the embedded database in `dataDir` is used. */
  databaseUrl?: string | undefined
  dataDir: string
  onprogress?: (step: 'creating' | 'migrating') => void
  /** The embedded database ended by itself. */
  onexit?: () => void
}

/** Longer than the longest statement of a loader, and an end to whatever a request may have set off. */
const STATEMENT_TIMEOUT_MS = 120_000

/** Opens the server or the embedded database and migrates it. */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  const { databaseUrl, dataDir, onprogress, onexit } = options
  if (databaseUrl) {
    const single = connect(databaseUrl, { connections: 1 })
    try {
      onprogress?.('migrating')
      await migrate(single)
    } finally {
      await single.$client.end()
    }
    const db = connect(databaseUrl, { statementTimeoutMs: STATEMENT_TIMEOUT_MS })
    return { db, engine: 'server', close: () => db.$client.end({ timeout: 5 }) }
  }

  const embedded = await startEmbedded(
    { dataDir },
    { oncreate: () => onprogress?.('creating'), ...(onexit && { onexit }) },
  )
  try {
    onprogress?.('migrating')
    await migrate(embedded.db)
  } catch (error) {
    await embedded.stop()
    throw error
  }
  return { db: embedded.db, engine: 'embedded', close: () => embedded.stop() }
}
