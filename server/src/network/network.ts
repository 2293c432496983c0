import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Database } from '@maillage/db'
import { LRUCache } from 'lru-cache'
import { Piscina } from 'piscina'
import { readNetwork, readPositions, readVersions } from './network.queries.ts'
import { networkKey, readNetworkQuery } from './read-network-query.ts'
import type { NetworkQuery } from './network.schema.ts'
import type * as Reader from './reader.worker.ts'

/** Answers kept for the next who asks the same, while the data stay the same. */
const MOST_KEPT_BYTES = 100_000_000

/** Bytes of an answer, and a tag that changes with them. */
export interface Answer {
  bytes: Buffer
  etag: string
}

interface Versions {
  data: number
  layout: number
}

type Kept = () => Promise<Buffer>

/** The public network as one process holds it: in threads of its own, read anew when the data have changed. */
export class Network {
  readonly #db: Database
  readonly #now: () => Date
  readonly #reader = new Piscina({
    filename: fileURLToPath(new URL('./reader.worker.ts', import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    // What it holds would be lost.
    idleTimeout: Infinity,
  })
  readonly #answers = new LRUCache<string, Buffer, Kept>({
    maxSize: MOST_KEPT_BYTES,
    sizeCalculation: ({ length }) => length + 1,
    // Who asks while the answer is reckoned waits for the same.
    fetchMethod: (_key, _stale, { context }) => context(),
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  })
  #loading: Promise<Versions> | undefined
  #loaded: Versions = { data: -1, layout: -1 }

  constructor(db: Database, now: () => Date) {
    this.#db = db
    this.#now = now
  }

  /** The network for the drawing. */
  async graph(query: NetworkQuery): Promise<Answer> {
    return this.#answer('graph', query, async () => {
      const filter = await readNetworkQuery(this.#db, query)
      return this.#run('graph', filter)
    })
  }

  /** Ends its threads. */
  async close(): Promise<void> {
    await this.#reader.destroy()
  }

  async #answer(
    what: string,
    query: NetworkQuery,
    reckon: () => Promise<Uint8Array>,
  ): Promise<Answer> {
    const { data, layout } = await this.#refresh()
    const key = `${what} ${String(data)} ${String(layout)} ${networkKey(query, this.#now())}`
    const bytes = await this.#answers.fetch(key, {
      context: async () => {
        const { buffer, byteOffset, length } = await reckon()
        return Buffer.from(buffer, byteOffset, length)
      },
    })
    if (!bytes) throw new Error(`No answer for ${key}`)
    return { bytes, etag: `"${createHash('sha256').update(key).digest('base64url').slice(0, 27)}"` }
  }

  #run<Name extends keyof typeof Reader>(
    name: Name,
    task: Parameters<(typeof Reader)[Name]>[0],
  ): Promise<Awaited<ReturnType<(typeof Reader)[Name]>>> {
    return this.#reader.run(task, { name }) as Promise<Awaited<ReturnType<(typeof Reader)[Name]>>>
  }

  /** Has the thread hold the data as they are; returns what it holds. */
  async #refresh(): Promise<Versions> {
    const versions = await readVersions(this.#db)
    if (versions.data === this.#loaded.data && versions.layout === this.#loaded.layout) {
      return versions
    }
    this.#loading ??= this.#load(versions).finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #load(versions: Versions): Promise<Versions> {
    const network = versions.data === this.#loaded.data ? undefined : await readNetwork(this.#db)
    const positions = await readPositions(this.#db)
    await this.#run('load', { ...(network && { network }), positions })
    const data = network?.version ?? this.#loaded.data
    this.#loaded = { data, layout: positions.version }
    return this.#loaded
  }
}
