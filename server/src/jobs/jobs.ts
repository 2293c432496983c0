import { sql } from 'drizzle-orm'
import { fromBunSql, fromDrizzle, PgBoss, type QueueOptions } from 'pg-boss'
import type { Database, Executor } from '@maillage/db'

/** Work that is done after a request, or at fixed times; each feature has its own in `*.jobs.ts`. */
export interface Job<Data extends object = object> {
  queue: string
  options?: QueueOptions
  /** When it runs by itself, in UTC, as in a crontab. */
  cron?: string
  /** How many at once in one process. */
  concurrency?: number
  run: (data: Data) => Promise<void>
}

export interface Jobs {
  /** Queues a job in the caller's transaction: it exists if and only if that commits. */
  send: (
    tx: Executor,
    queue: string,
    data: object,
    options?: { startAfter?: Date },
  ) => Promise<void>
  /** Begins to take jobs. */
  work: (jobs: Job<never>[]) => Promise<void>
  /** Ends after the jobs that have begun. */
  stop: () => Promise<void>
}

/** The queues there are; a job of an unknown queue would be lost. */
export const queues = [
  'send-mail',
  'ask-still-true',
  'enforce-retention',
  'forget-images',
  'lay-out-network',
  'remind',
] as const

/** For an application that answers no writes, such as the one that describes itself. */
export const noJobs: Jobs = {
  send: () => Promise.reject(new Error('There are no queues here')),
  work: () => Promise.reject(new Error('There are no queues here')),
  stop: () => Promise.resolve(),
}

interface JobsOptions {
  /** Keeps queues in order and runs what is due by the clock; off where nothing works on them. */
  supervise?: boolean
  onerror?: (error: Error) => void
}

/** Opens the queues, which are tables of the same database. */
export async function openJobs(
  db: Database,
  { supervise = true, onerror = () => undefined }: JobsOptions = {},
): Promise<Jobs> {
  const boss = new PgBoss({
    db: fromBunSql(clientOf(db)),
    supervise,
    schedule: supervise,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
  })
  boss.on('error', onerror)
  await boss.start()
  for (const queue of queues) await boss.createQueue(queue)

  let presence: Presence | undefined
  return {
    async send(tx, queue, data, { startAfter } = {}) {
      await boss.send(queue, data, { db: fromDrizzle(tx, sql), ...(startAfter && { startAfter }) })
    },
    async work(jobs) {
      presence = await takeOver(db)
      for (const { queue, options, cron, concurrency = 1, run } of jobs) {
        if (options) await boss.updateQueue(queue, options)
        // A machine that is off at night does in the morning what it was to do.
        if (cron) await boss.schedule(queue, cron, null, { missed: 'once' })
        await boss.work<never>(
          queue,
          { pollingIntervalSeconds: cron ? 5 : 0.5, localConcurrency: concurrency },
          async ([job]) => {
            if (job) await run(job.data)
          },
        )
      }
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 8_000 })
      await presence?.end()
    },
  }
}

/** Any number that nobody else locks in this database. */
const WORKING_LOCK = 72_016_406

interface Presence {
  end: () => Promise<void>
}

/**
 * Shows for as long as this process works on jobs that it does. Where no other does, jobs under way are those of a process
 * that died: they are begun anew at once, not only when their time is over.
 */
async function takeOver({ $client }: Database): Promise<Presence> {
  // The embedded database has one connection, and with it one process.
  const isShared = $client.options.max > 1
  const connection = isShared ? await $client.reserve() : undefined
  const client = connection ?? $client
  const [lock] = await client`select pg_try_advisory_lock(${WORKING_LOCK}) as "isAlone"`
  if (lock?.['isAlone']) {
    await client`
      update pgboss.job set state = 'retry', start_after = now() where state = 'active'`
  }
  await client`select pg_advisory_lock_shared(${WORKING_LOCK})`
  if (lock?.['isAlone']) await client`select pg_advisory_unlock(${WORKING_LOCK})`
  return {
    async end() {
      await client`select pg_advisory_unlock_shared(${WORKING_LOCK})`
      connection?.release()
    },
  }
}

/** What the adapter for Bun's client asks for; postgres.js has it. */
function clientOf({ $client }: Database) {
  return {
    // drizzle has turned off the driver's own writing of JSON and dates.
    unsafe: (text: string, values?: unknown[]) =>
      $client.unsafe(text, values?.map(toText) as never),
    reserve: () => $client.reserve(),
  }
}

function toText(value: unknown): unknown {
  if (value === undefined) return null
  if (value instanceof Date) return value.toISOString()
  const isJson = typeof value === 'object' && value !== null && !Buffer.isBuffer(value)
  return isJson && !Array.isArray(value) ? JSON.stringify(value) : value
}
