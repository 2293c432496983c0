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
import { readNetworkQuery } from './read-network-query.ts'
import type * as Reader from './reader.worker.ts'
import type { Snapshot } from './snapshot.rules.ts'
import type { TieFilter } from './ties.rules.ts'

/** Answers kept for the next who asks the same, while the data stay the same. */
const MOST_KEPT_BYTES = 100_000_000
const MOST_KEPT_FIGURES = 12
/** Who comes when so many wait already is asked to come again. */
const MOST_WAITING = { reader: 300, analyst: 12 }

/** How often it is asked again of data that changed while an answer was reckoned. */
const ATTEMPTS = 4

/** A drawing may be as old as this while data change. */
const LAYOUT_PAUSE_MS = 60_000

/** Bytes of an answer, and a tag that changes with them. */
export interface Answer {
  bytes: Buffer
  etag: string
  /** Of the data that it is of. */
  version: number
}

/** Refuses who had too many figures reckoned; those that are kept cost nothing. */
type MayReckon = () => Promise<void>

/** What the thread was given last. */
interface Loaded extends Reader.Versions {
  years: Snapshot['years']
}

const NOTHING: Loaded = { data: -1, layout: -1, years: null }

const threadOf = (file: string, maxQueue: number) =>
  new Piscina({
    filename: fileURLToPath(new URL(file, import.meta.url)),
    minThreads: 0,
    maxThreads: 1,
    maxQueue,
    // What it holds would be lost.
    idleTimeout: Infinity,
  })

const hashOf = (of: string | Int32Array) =>
  createHash('sha256').update(of).digest('base64url').slice(0, 27)

/** The same for all filters that choose the same network, however an address says it. */
function networkKey({ actors, collaborations, from, to, rank, isolated }: TieFilter): string {
  const ids = [actors, collaborations].map((each) => each && hashOf(each.toSorted()))
  return JSON.stringify([ids, from, to, rank, isolated])
}

/** Who asks of pinned data must not wait for what is given up when the data change. */
const keyOf = ({ key, isPinned }: Reader.Asked) => (isPinned ? `pinned ${key}` : key)

/** The public network as one process holds it: in threads of its own, read anew when the data have changed. */
export class Network {
  readonly #db: Database
  readonly #now: () => Date
  readonly #jobs: Jobs
  readonly #reader = threadOf('./reader.worker.ts', MOST_WAITING.reader)
  readonly #analyst = threadOf('./analyst.worker.ts', MOST_WAITING.analyst)
  readonly #answers = new LRUCache<string, Buffer, () => Promise<Buffer | undefined>>({
    maxSize: MOST_KEPT_BYTES,
    sizeCalculation: ({ length }) => length + 1,
    // Who asks while the answer is reckoned waits for the same.
    fetchMethod: (_key, _stale, { context }) => context(),
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  })
  readonly #figures = new LRUCache<string, Figures, () => Promise<Figures | undefined>>({
    max: MOST_KEPT_FIGURES,
    fetchMethod: (_key, _stale, { context }) => context(),
    ignoreFetchAbort: true,
    allowStaleOnFetchAbort: true,
  })
  #askedForLayout = { data: -1, at: 0 }
  #loading: Promise<Loaded> | undefined
  #loaded = NOTHING
  /** What the thread must not let go of: an entry of its own for each question. */
  readonly #pinned = new Set<Reader.Versions>()
  /** Reckonings of data that are no more. */
  #outdated = new AbortController()

  constructor({ db, now, jobs }: Pick<Context, 'db' | 'now' | 'jobs'>) {
    this.#db = db
    this.#now = now
    this.#jobs = jobs
  }

  /** The network for the drawing. */
  async graph(query: NetworkQuery): Promise<Answer> {
    const answer = await this.#keep('graph', query, (asked) => this.#read('graph', asked))
    await this.#askForLayout()
    return answer
  }

  /** Of which years anything is known. */
  async years() {
    const { data, years } = await this.#refresh()
    return { version: data, years }
  }

  /** The network as a file. */
  async file({ table, ...query }: ExportQuery, format: ExportFormat): Promise<Answer> {
    return this.#keep(`file ${format} ${table}`, query, (asked) =>
      this.#read('file', { ...asked, format, table }),
    )
  }

  /** The figures of all actors as a CSV file. */
  async figuresCsv(query: NetworkQuery, mayReckon: MayReckon): Promise<Answer> {
    return this.#keep('figures', query, async (asked) => {
      const figures = await this.#figuresOf(asked, mayReckon)
      return figures ? this.#read('figuresCsv', { ...asked, figures }) : 'stale'
    })
  }

  /** A page of the actors of the network, with what is known of each at once. */
  async actors(query: NetworkQuery, page: PageAsked) {
    return this.#answer(query, (asked) => this.#read('page', { ...asked, ...page }))
  }

  /** A page of the actors of the network with all figures, and those of the whole. */
  async metrics(query: NetworkQuery, page: PageAsked, mayReckon: MayReckon) {
    const answer = await this.#answer(query, async (asked) => {
      const figures = await this.#figuresOf(asked, mayReckon)
      return figures ? this.#read('metrics', { ...asked, ...page, figures }) : 'stale'
    })
    const { data } = await readVersions(this.#db)
    return { ...answer, isCurrent: answer.version === data }
  }

  /** A page of the ties of the network. */
  async ties(query: NetworkQuery, page: PageAsked<TieSort>) {
    return this.#answer(query, (asked) => this.#read('tiePage', { ...asked, ...page }))
  }

  /** The ties of an actor, with the ids of the collaborations; nothing where it is not public. */
  async tiesOf(
    query: NetworkQuery,
    of: { actor: string; other?: string | undefined; limit: number; offset: number },
  ) {
    return this.#answer(query, (asked) => this.#read('tiesOf', { ...asked, ...of }))
  }

  /** The shortest chains between two actors; nothing where one is not public. */
  async chains(
    query: NetworkQuery,
    between: { from: string; to: string; most: number; limit: number },
  ) {
    return this.#answer(query, (asked) => this.#read('chains', { ...asked, ...between }))
  }

  /** Ends its threads. */
  async close(): Promise<void> {
    await Promise.all([this.#reader.destroy(), this.#analyst.destroy()])
  }

  /**
   * Asks until the answer is of the very data that were asked of: they change while it is reckoned, and a thread may die. The last
   * time the data are pinned: they stay to be asked of, however they change, until they have been.
   */
  async #answer<Given>(
    query: NetworkQuery,
    reckon: (asked: Reader.Asked) => Promise<Given>,
  ): Promise<Exclude<Given, 'stale'>> {
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const loaded = await this.#refresh()
      const { data, layout } = loaded
      const versions = { data, layout }
      const isPinned = attempt === ATTEMPTS
      if (isPinned) this.#pinned.add(versions)
      try {
        const filter = await readNetworkQuery(this.#db, query, loaded.years)
        const key = `${String(data)} ${networkKey(filter)}`
        const answer = await reckon({ versions, key, filter, isPinned })
        if (answer !== 'stale') return answer as Exclude<Given, 'stale'>
      } finally {
        this.#pinned.delete(versions)
      }
      // It does not hold what it was given last: it is another thread.
      if (this.#loaded === loaded) this.#loaded = NOTHING
    }
    throw new Problem(503, 'unavailable', 'The data are changing right now; try again in a minute.')
  }

  /** An answer that is kept for who asks the same next. */
  #keep(
    what: string,
    query: NetworkQuery,
    reckon: (asked: Reader.Asked) => Promise<Uint8Array | 'stale'>,
  ): Promise<Answer> {
    return this.#answer(query, async (asked) => {
      const key = [what, asked.versions.layout, keyOf(asked)].join(' ')
      const bytes = await this.#answers.fetch(key, {
        context: async () => {
          const answer = await reckon(asked)
          if (answer === 'stale') return undefined
          return Buffer.from(answer.buffer, answer.byteOffset, answer.length)
        },
      })
      const version = asked.versions.data
      return bytes ? { bytes, etag: `"${hashOf(key)}"`, version } : 'stale'
    })
  }

  /** All figures of a network; nothing where the data changed before they were reckoned, and are not pinned. */
  async #figuresOf(asked: Reader.Asked, mayReckon: MayReckon): Promise<Figures | undefined> {
    const key = keyOf(asked)
    if (!this.#figures.has(key)) await mayReckon()
    return this.#figures.fetch(key, {
      context: async () => {
        const { signal } = this.#outdated
        const network = await this.#read('forFigures', asked)
        if (network === 'stale') return undefined
        const until = asked.isPinned ? undefined : signal
        try {
          const reckoned = run(this.#analyst, 'figures', network, until)
          const figures = (await reckoned) as Figures
          // Who is gone meanwhile is not to be named.
          await this.#refresh()
          return figures
        } catch (error) {
          if (until?.aborted) return undefined
          throw error
        }
      },
    })
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
  async #refresh(): Promise<Loaded> {
    if (await this.#isCurrent()) return this.#loaded
    // What is being loaded may have been read before the last change.
    if (this.#loading) {
      await this.#loading
      if (await this.#isCurrent()) return this.#loaded
    }
    this.#loading ??= this.#load().finally(() => {
      this.#loading = undefined
    })
    return this.#loading
  }

  async #isCurrent(): Promise<boolean> {
    const { data, layout } = await readVersions(this.#db)
    return data === this.#loaded.data && layout === this.#loaded.layout
  }

  async #load(): Promise<Loaded> {
    const { data } = await readVersions(this.#db)
    const network = data === this.#loaded.data ? undefined : await readNetwork(this.#db)
    const positions = await readPositions(this.#db)
    const pinned = [...this.#pinned]
    const given = await this.#read('load', { ...(network && { network }), positions, pinned })
    if (given === 'stale') {
      this.#loaded = NOTHING
      return this.#load()
    }
    if (network) {
      this.#outdated.abort()
      this.#outdated = new AbortController()
    }
    this.#loaded = given
    return given
  }
}

async function run(
  thread: Piscina,
  name: string,
  task: unknown,
  signal?: AbortSignal,
): Promise<unknown> {
  if (thread.queueSize >= thread.options.maxQueue) {
    throw new Problem(
      503,
      'unavailable',
      'Too many ask for figures right now; try again in a minute.',
    )
  }
  return thread.run(task, { name, ...(signal && { signal }) })
}
