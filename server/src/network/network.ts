import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { Database } from '@maillage/db'
import { LRUCache } from 'lru-cache'
import { Piscina } from 'piscina'
import type { Context } from '../http/context.ts'
import { Problem } from '../http/problem.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Figures } from './analyst.worker.ts'
import type { ExportFormat } from './exports.rules.ts'
import type { PageAsked, TieSort } from './figures.rules.ts'
import { LAYOUT_QUEUE } from './layout.jobs.ts'
import { readNetwork, readPositions, readVersions } from './network.queries.ts'
import type { ExportQuery, NetworkQuery } from './network.schema.ts'
import { networkKey, readNetworkQuery } from './read-network-query.ts'
import type * as Reader from './reader.worker.ts'

/** Answers kept for the next who asks the same, while the data stay the same. */
const MOST_KEPT_BYTES = 100_000_000
const MOST_KEPT_FIGURES = 12
/** Who comes when so many wait already is asked to come again. */
const MOST_WAITING = { reader: 300, analyst: 12 }

/** A drawing may be as old as this while data change. */
const LAYOUT_PAUSE_MS = 60_000

/** Bytes of an answer, and a tag that changes with them. */
export interface Answer {
  bytes: Buffer
  etag: string
}

interface Versions {
  data: number
  layout: number
}

const threadOf = (file: string, maxQueue: number) =>
  new Piscina({
    filename: fileURLToPath(new URL(file, import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    maxQueue,
    // What it holds would be lost.
    idleTimeout: Infinity,
  })

const etagOf = (key: string) =>
  `"${createHash('sha256').update(key).digest('base64url').slice(0, 27)}"`

/** The public network as one process holds it: in threads of its own, read anew when the data have changed. */
export class Network {
  readonly #db: Database
  readonly #now: () => Date
  readonly #jobs: Jobs
  readonly #reader = threadOf('./reader.worker.ts', MOST_WAITING.reader)
  readonly #analyst = threadOf('./analyst.worker.ts', MOST_WAITING.analyst)
  readonly #answers = new LRUCache<string, Buffer, () => Promise<Buffer>>({
    maxSize: MOST_KEPT_BYTES,
    sizeCalculation: ({ length }) => length + 1,
    // Who asks while the answer is reckoned waits for the same.
    fetchMethod: (_key, _stale, { context }) => context(),
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  })
  readonly #figures = new LRUCache<string, Figures, () => Promise<Figures>>({
    max: MOST_KEPT_FIGURES,
    fetchMethod: (_key, _stale, { context }) => context(),
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  })
  #askedForLayout = { data: -1, at: 0 }
  #loading: Promise<Versions> | undefined
  #loaded: Versions = { data: -1, layout: -1 }

  constructor({ db, now, jobs }: Pick<Context, 'db' | 'now' | 'jobs'>) {
    this.#db = db
    this.#now = now
    this.#jobs = jobs
  }

  /** The network for the drawing. */
  async graph(query: NetworkQuery): Promise<Answer> {
    const answer = await this.#answer('graph', query, (asked) => this.#read('graph', asked))
    await this.#askForLayout()
    return answer
  }

  /** The network as a file. */
  async file({ table, ...query }: ExportQuery, format: ExportFormat): Promise<Answer> {
    return this.#answer(`file ${format} ${table}`, query, (asked) =>
      this.#read('file', { ...asked, format, table }),
    )
  }

  /** The figures of all actors as a CSV file. */
  async figuresCsv(query: NetworkQuery): Promise<Answer> {
    return this.#answer('figures', query, async (asked) =>
      this.#read('figuresCsv', { ...asked, figures: await this.#figuresOf(asked) }),
    )
  }

  /** A page of the actors of the network, with what is known of each at once. */
  async actors(query: NetworkQuery, page: PageAsked) {
    return this.#read('page', { ...(await this.#ask(query)), ...page })
  }

  /** A page of the actors of the network with all figures, and those of the whole. */
  async metrics(query: NetworkQuery, page: PageAsked) {
    const asked = await this.#ask(query)
    const figures = await this.#figuresOf(asked)
    return this.#read('metrics', { ...asked, ...page, figures })
  }

  /** A page of the ties of the network. */
  async ties(query: NetworkQuery, page: PageAsked<TieSort>) {
    return this.#read('tiePage', { ...(await this.#ask(query)), ...page })
  }

  /** The ties of an actor, with the ids of the collaborations; nothing where it is not public. */
  async tiesOf(
    query: NetworkQuery,
    asked: { actor: string; other?: string | undefined; limit: number; offset: number },
  ) {
    const { filter } = await this.#ask(query)
    return this.#read('tiesOf', { ...asked, filter })
  }

  /** The shortest chains between two actors; nothing where one is not public. */
  async chains(
    query: NetworkQuery,
    asked: { from: string; to: string; most: number; limit: number },
  ) {
    return this.#read('chains', { ...(await this.#ask(query)), ...asked })
  }

  /** Ends its threads. */
  async close(): Promise<void> {
    await Promise.all([this.#reader.destroy(), this.#analyst.destroy()])
  }

  async #answer(
    what: string,
    query: NetworkQuery,
    reckon: (asked: Reader.Asked) => Promise<Uint8Array>,
  ): Promise<Answer> {
    const { data, layout } = await this.#refresh()
    const key = [what, data, layout, networkKey(query, this.#now())].join(' ')
    const bytes = await this.#answers.fetch(key, {
      context: async () => {
        const { buffer, byteOffset, length } = await reckon(await this.#ask(query))
        return Buffer.from(buffer, byteOffset, length)
      },
    })
    if (!bytes) throw new Error(`No answer for ${key}`)
    return { bytes, etag: etagOf(key) }
  }

  /** What an address asks for, as threads know it. */
  async #ask(query: NetworkQuery): Promise<Reader.Asked> {
    const { data } = await this.#refresh()
    return {
      key: `${String(data)} ${networkKey(query, this.#now())}`,
      filter: await readNetworkQuery(this.#db, query),
    }
  }

  async #figuresOf(asked: Reader.Asked): Promise<Figures> {
    const figures = await this.#figures.fetch(asked.key, {
      context: async () => {
        const network = await this.#read('forFigures', asked)
        return (await run(this.#analyst, 'figures', network)) as Figures
      },
    })
    if (!figures) throw new Error(`No figures for ${asked.key}`)
    return figures
  }

  /** Has the drawing laid out where the data have changed since it was; not for every change at once. */
  async #askForLayout(): Promise<void> {
    const { data, layout } = this.#loaded
    const before = this.#askedForLayout
    const at = this.#now().getTime()
    if (data === layout || before.data === data || at - before.at < LAYOUT_PAUSE_MS) return
    this.#askedForLayout = { data, at }
    await this.#jobs.send(this.#db, LAYOUT_QUEUE, {})
  }

  #read<Name extends keyof typeof Reader>(
    name: Name,
    task: Parameters<(typeof Reader)[Name]>[0],
  ): Promise<Awaited<ReturnType<(typeof Reader)[Name]>>> {
    return run(this.#reader, name, task) as Promise<Awaited<ReturnType<(typeof Reader)[Name]>>>
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
    await this.#read('load', { ...(network && { network }), positions })
    this.#loaded = { data: network?.version ?? this.#loaded.data, layout: positions.version }
    return this.#loaded
  }
}

async function run(thread: Piscina, name: string, task: unknown): Promise<unknown> {
  if (thread.queueSize >= thread.options.maxQueue) {
    throw new Problem(
      503,
      'unavailable',
      'Too many ask for figures right now; try again in a minute.',
    )
  }
  return thread.run(task, { name })
}
