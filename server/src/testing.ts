import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { eq } from 'drizzle-orm'
import {
  accounts,
  actorEditors,
  type Database,
  type instanceRoles,
  secondFactors,
} from '@maillage/db'
import { test as base } from '@maillage/db/testing'
import { SESSION_COOKIE } from './accounts/access.ts'
import { startSession } from './accounts/sessions.queries.ts'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { expectPromised } from './contract.ts'
import { type Jobs, openJobs } from './jobs/jobs.ts'

/** The time of a test; `set` moves it. */
export class Clock {
  #now: Date | undefined
  now = () => this.#now ?? new Date()
  /** Moves the time by so many milliseconds, or to a moment. */
  set(to: Date | number): void {
    this.#now = typeof to === 'number' ? new Date(this.now().getTime() + to) : to
  }
  /** The time is that of the machine again. */
  reset(): void {
    this.#now = undefined
  }
}

interface PersonOptions {
  email?: string
  language?: string
  role?: (typeof instanceRoles)[number]
  /** Actors that the person may write for. */
  owns?: number[]
  edits?: number[]
  /** Whether the one-time password was given; of moderators and administrators it was. */
  strong?: boolean
}

let people = 0

/** A person with a session; `headers` go with their requests. */
export async function aPerson(db: Database, options: PersonOptions = {}) {
  const { role = 'person', owns = [], edits = [], strong = role !== 'person' } = options
  const email = options.email ?? `person-${String(++people)}@people.example`
  const [account] = await db
    .insert(accounts)
    .values({ email, role, language: options.language ?? 'en' })
    .onConflictDoUpdate({ target: accounts.email, set: { role } })
    .returning()
  if (!account) throw new Error('No account was written')
  const rolesOn = [
    ...owns.map((actorId) => ({ actorId, role: 'owner' as const })),
    ...edits.map((actorId) => ({ actorId, role: 'editor' as const })),
  ]
  if (rolesOn.length > 0) {
    await db.insert(actorEditors).values(rolesOn.map((row) => ({ ...row, accountId: account.id })))
  }
  if (strong) {
    await db
      .insert(secondFactors)
      .values({ accountId: account.id, secret: 'unused', confirmedAt: new Date() })
      .onConflictDoNothing()
  }
  const token = await startSession(db, account.id, { device: 'Test', strong, now: new Date() })
  return {
    ...account,
    headers: {
      cookie: `${SESSION_COOKIE}=${token}`,
      origin: 'http://localhost:80',
    },
  }
}

/** The account of an address, if there is one. */
export async function accountOf(db: Database, email: string) {
  const [account] = await db.select().from(accounts).where(eq(accounts.email, email))
  return account
}

/** An application that logs all that it can, and what it has logged so far. */
export async function buildLogged({ db, jobs }: { db: Database; jobs: Jobs }) {
  let text = ''
  const stream = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString()
      done()
    },
  })
  const config = readConfig({})
  const app = await buildApp({ db, jobs, config, logger: { level: 'trace', stream } })
  return { app, logged: () => text }
}

/**
 * `app` answers `inject` on the test's own, empty database `db`; every answer must be what OpenAPI promises. It is built once a
 * worker, which takes two seconds for all its schemas. `jobs` are real queues that nothing works on; `clock` is the time that
 * the application sees.
 */
export const test = base
  .extend('time', { scope: 'worker' }, () => new Clock())
  .extend('clock', ({ time }, { onCleanup }) => {
    onCleanup(() => {
      time.reset()
    })
    return time
  })
  .extend('jobs', { scope: 'worker' }, async ({ database }, { onCleanup }) => {
    const jobs = await openJobs(database, { supervise: false })
    onCleanup(() => jobs.stop())
    return jobs
  })
  .extend('built', { scope: 'worker' }, async ({ database, jobs, time }, { onCleanup }) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'maillage-test-'))
    const config = readConfig({ DATA_DIR: dataDir })
    const app = await buildApp({ db: database, config, jobs, now: time.now })
    onCleanup(async () => {
      await app.close()
      await rm(dataDir, { recursive: true, force: true })
    })

    const inject = app.inject.bind(app) as (options: unknown) => ReturnType<typeof app.inject>
    app.inject = (async (options: unknown) => {
      const response = await inject(options)
      const { url = '/', method = 'GET' } = response.raw.req
      expectPromised(method, new URL(url, 'http://test').pathname, response)
      return response
    }) as typeof app.inject
    return app
  })
  // Whoever asks the application wants the database empty and the clock right.
  .extend('app', ({ built, db: _db, clock: _clock }) => built)
