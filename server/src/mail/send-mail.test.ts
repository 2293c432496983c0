import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { describe, expect, inject, vi } from 'vitest'
import { accounts, type Database, mails, openDatabase } from '@maillage/db'
import { copyOnServer } from '@maillage/db/test-template'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { type Jobs, openJobs } from '../jobs/jobs.ts'
import { aPerson, type Clock, test as base } from '../testing.ts'
import { queueMail, type StoredMail } from './mail.queries.ts'
import { sendMailJob } from './send-mail.jobs.ts'
import { handOver } from './smtp.ts'
import { MailServer, stages } from './testing.ts'

const test = base.extend('server', async ({}, { onCleanup }) => {
  const server = await new MailServer().start()
  onCleanup(() => server.stop())
  return server
})

interface Parts {
  db: Database
  jobs: Jobs
  clock: Clock
}

const configFor = (url?: string) =>
  readConfig(url ? { SMTP_URL: url, MAIL_FROM: 'Maillage <maillage@instance.example>' } : {})

/** One attempt at a mail, as the queue would make it. */
function attempt({ db, jobs, clock }: Parts, mailId: number, url?: string, show = vi.fn()) {
  return sendMailJob({ db, jobs, now: clock.now, config: configFor(url), show }).run({ mailId })
}

const queueTo = async ({ db, jobs }: Pick<Parts, 'db' | 'jobs'>, address: string) => {
  await queueMail(db, jobs, {
    template: 'sign-in',
    to: { address },
    language: 'hu',
    params: { code: '402918', url: 'https://maillage.example/hu/sign-in/x?a=1&b=2' },
  })
  const [mail] = await db.select().from(mails).where(eq(mails.address, address))
  if (!mail) throw new Error('Nothing was queued')
  return mail
}

const readMail = async (db: Database, id: number) =>
  (await db.select().from(mails).where(eq(mails.id, id)))[0]

describe('a mail', () => {
  test('arrives as text and HTML in the reader’s language, and its secrets are forgotten', async ({
    db,
    jobs,
    clock,
    server,
  }) => {
    const { id, messageId } = await queueTo({ db, jobs }, 'canary@people.example')
    await attempt({ db, jobs, clock }, id, server.url)

    expect(server.received).toEqual([
      {
        to: 'canary@people.example',
        messageId: `<${messageId}@instance.example>`,
        subject: expect.stringContaining('402918'),
        text: expect.stringContaining('https://maillage.example/hu/sign-in/x?a=1&b=2'),
        html: expect.stringContaining('href="https://maillage.example/hu/sign-in/x?a=1&#38;b=2"'),
      },
    ])
    expect(server.received[0]?.html).toContain('lang="hu"')
    expect(await readMail(db, id)).toMatchObject({ state: 'sent', params: {} })
  })

  test('shows what people wrote as text, whatever it looks like', async ({
    db,
    jobs,
    clock,
    server,
  }) => {
    await queueMail(db, jobs, {
      template: 'report-resolved',
      to: { address: 'canary@people.example' },
      language: 'en',
      params: {
        reference: 'MA-1',
        record: '<script>alert(1)</script>\r\nBcc: all@people.example',
        answer: '<img src=x onerror=alert(1)>',
      },
    })
    const [mail] = await db.select().from(mails)
    await attempt({ db, jobs, clock }, mail?.id ?? 0, server.url)
    const [{ html, to } = { html: '', to: '' }] = server.received
    expect(server.received).toHaveLength(1)
    expect(to).toBe('canary@people.example')
    expect(html).not.toMatch(/<script|<img/)
    expect(html).toContain('&#60;script&#62;')
  })

  test('waits while the server is down, and arrives once when it is up', async ({
    db,
    jobs,
    clock,
    server,
  }) => {
    await server.goDown()
    const { id } = await queueTo({ db, jobs }, 'canary@people.example')
    const failure = attempt({ db, jobs, clock }, id, server.url)
    await expect(failure).rejects.toThrow(/^CONN/)
    await expect(failure).rejects.not.toThrow(/people/)
    expect(await readMail(db, id)).toMatchObject({ state: 'queued', attempts: 1 })
    await server.start()
    await attempt({ db, jobs, clock }, id, server.url)
    await attempt({ db, jobs, clock }, id, server.url)
    expect(server.received).toHaveLength(1)
  })

  test.for(stages)(
    'arrives once when the server drops it at: %s',
    async (stage, { db, jobs, clock, server }) => {
      const parts = { db, jobs, clock }
      const { id, messageId } = await queueTo({ db, jobs }, 'canary@people.example')
      server.cutAt = stage
      await expect(attempt(parts, id, server.url)).rejects.toThrow()
      expect(await readMail(db, id)).toMatchObject({ state: 'queued' })
      server.cutAt = null
      await attempt(parts, id, server.url)
      await attempt(parts, id, server.url)
      expect(server.received.map((each) => each.messageId)).toEqual([
        `<${messageId}@instance.example>`,
      ])
    },
  )

  test('fails only after all that it says of itself is written', async ({ server }) => {
    server.cutAt = 'text'
    const said: string[] = []
    const attempt = handOver(server.url, {
      from: 'maillage@instance.example',
      to: 'canary@people.example',
      message: Buffer.from('Message-ID: <a@instance.example>\r\n\r\nHello'),
      beforeDot: async () => {
        said.push('begun')
        await sleep(300)
        said.push('ended')
      },
    })
    await expect(attempt).rejects.toThrow()
    expect(said).toEqual(['begun', 'ended'])
    server.cutAt = null
  })

  test('is sent once when two attempts overtake each other', async ({
    db,
    jobs,
    clock,
    server,
  }) => {
    const parts = { db, jobs, clock }
    const { id } = await queueTo({ db, jobs }, 'canary@people.example')
    server.delayMs = 60
    const first = attempt(parts, id, server.url).catch(() => undefined)
    await sleep(100)
    const second = attempt(parts, id, server.url).catch(() => undefined)
    await Promise.all([first, second])
    server.delayMs = 0
    await attempt(parts, id, server.url)
    expect(server.received).toHaveLength(1)
    expect(await readMail(db, id)).toMatchObject({ state: 'sent' })
  })

  test('that a dead process left while handing over is not sent again by itself', async ({
    db,
    jobs,
    clock,
    server,
    app,
  }) => {
    const parts = { db, jobs, clock }
    const { id } = await queueTo({ db, jobs }, 'canary@people.example')
    await db.update(mails).set({ state: 'handing_over' })
    await attempt(parts, id, server.url)
    expect(server.received).toHaveLength(0)
    expect(await readMail(db, id)).toMatchObject({ state: 'uncertain' })

    const { headers } = await aPerson(db, { role: 'administrator' })
    const list = await app.inject({ url: '/api/mails', headers })
    expect(list.json()).toMatchObject({ items: [{ id, state: 'uncertain', template: 'sign-in' }] })
    expect(list.body).not.toContain('people.example')
    const again = { method: 'POST', url: `/api/mails/${String(id)}/attempts`, headers } as const
    expect((await app.inject(again)).statusCode).toBe(204)
    expect((await app.inject(again)).statusCode).toBe(404)
    await attempt(parts, id, server.url)
    expect(server.received).toHaveLength(1)
  })

  test('is not sent when it is too late for it', async ({ db, jobs, clock, server }) => {
    const parts = { db, jobs, clock }
    const { id } = await queueTo({ db, jobs }, 'canary@people.example')
    clock.set(11 * 60_000)
    await attempt(parts, id, server.url)
    expect(server.received).toHaveLength(0)
    expect(await readMail(db, id)).toMatchObject({ state: 'failed', params: {} })
  })
})

describe('a recipient that the server does not know', () => {
  test('is marked, and not written to again', async ({ db, jobs, clock }) => {
    const parts = { db, jobs, clock }
    const server = await new MailServer({
      onRcptTo: (_address, _session, done) => {
        done(
          Object.assign(new Error('5.1.1 no such user <canary@people.example>'), {
            responseCode: 550,
          }),
        )
      },
    }).start()
    const { email } = await aPerson(db, { email: 'canary@people.example' })
    const { id } = await queueTo({ db, jobs }, email)
    await attempt(parts, id, server.url)
    await server.stop()
    expect(await readMail(db, id)).toMatchObject({ state: 'bounced', error: 'RCPT TO 550' })
    const [account] = await db.select().from(accounts)
    expect(account?.bouncedAt).toBeInstanceOf(Date)
  })

  test('is not blamed when the server only refuses to relay', async ({ db, jobs, clock }) => {
    const parts = { db, jobs, clock }
    const server = await new MailServer({
      onRcptTo: (_address, _session, done) => {
        done(Object.assign(new Error('5.7.1 relaying denied'), { responseCode: 554 }))
      },
    }).start()
    const { id } = await queueTo({ db, jobs }, 'canary@people.example')
    await expect(attempt(parts, id, server.url)).rejects.toThrow('RCPT TO 554')
    await server.stop()
    expect(await readMail(db, id)).toMatchObject({ state: 'queued' })
  })
})

describe('without a mail server', () => {
  test('mails are shown in the terminal', async ({ db, jobs, clock }) => {
    const parts = { db, jobs, clock }
    const { id } = await queueTo(parts, 'canary@people.example')
    const show = vi.fn()
    await attempt(parts, id, undefined, show)
    expect(show).toHaveBeenCalledWith(expect.stringContaining('402918'))
    expect(await readMail(db, id)).toMatchObject({ state: 'sent' })
  })
})

describe('the page of shown mails', () => {
  const read = (headers: Record<string, string> = {}) =>
    ({ url: '/api/mails/shown', headers: { host: '127.0.0.1:3000', ...headers } }) as const

  test('exists for who sits at the machine', async ({ db, jobs, app }) => {
    await queueTo({ db, jobs }, 'canary@people.example')
    expect((await app.inject(read())).json()).toMatchObject({
      items: [{ to: 'canary@people.example' }],
    })
  })

  test.for([
    ['a name that only leads here', read({ host: 'maillage.example' })],
    ['a proxy', read({ 'x-forwarded-for': '203.0.113.7' })],
    ['another machine', { ...read(), remoteAddress: '203.0.113.7' }],
  ] as const)('does not exist for %s', async ([, request], { app }) => {
    expect((await app.inject(request)).statusCode).toBe(404)
  })

  test.for([
    { SMTP_URL: 'smtp://127.0.0.1:25', MAIL_FROM: 'maillage@instance.example' },
    { HOST: '0.0.0.0' },
    { PUBLIC_URL: 'https://maillage.example' },
  ])('does not exist where %o is set', async (environment, { db, jobs }) => {
    const app = await buildApp({ db, jobs, config: readConfig(environment) })
    expect((await app.inject(read())).statusCode).toBe(404)
    await app.close()
  })
})

describe('a process that ends at any moment', () => {
  const COUNT = 40

  /** Mails that wait in a database of their own, and processes that send them one after the other. */
  async function sending(
    server: MailServer,
    run: (parts: {
      start: () => Promise<ChildProcess>
      readMails: () => Promise<StoredMail[]>
    }) => Promise<void>,
  ) {
    const databaseUrl = inject('databaseUrl')
    const dataDir = await mkdtemp(join(tmpdir(), 'maillage-mails-'))
    const copy = databaseUrl ? await copyOnServer(databaseUrl) : undefined
    const address = copy && addressOf(databaseUrl, copy.db)
    /** The embedded database takes one process at a time. */
    const withDatabase = async <T>(use: (db: Database) => Promise<T>) => {
      const database = await openDatabase({ databaseUrl: address, dataDir })
      try {
        return await use(database.db)
      } finally {
        await database.close()
      }
    }
    try {
      await withDatabase(async (db) => {
        const jobs = await openJobs(db, { supervise: false })
        for (let number = 0; number < COUNT; number++) {
          await queueMail(db, jobs, {
            template: 'report-resolved',
            to: { address: `person-${String(number)}@people.example` },
            language: 'en',
            params: { reference: String(number), record: 'Us', answer: '' },
          })
        }
        await jobs.stop()
      })
      server.delayMs = 8
      const env = {
        ...process.env,
        DATABASE_URL: address ?? '',
        DATA_DIR: dataDir,
        SMTP_URL: server.url,
        MAIL_FROM: 'maillage@instance.example',
      }
      await run({
        start: async () => {
          const child = fork(fileURLToPath(new URL('./send-mails.process.ts', import.meta.url)), {
            env,
            execArgv: ['--disable-warning=ExperimentalWarning'],
          })
          await once(child, 'message')
          return child
        },
        readMails: () => withDatabase((db) => db.select().from(mails)),
      })
    } finally {
      await copy?.close()
      await rm(dataDir, { recursive: true, force: true })
    }
  }

  const arrivalsAt = (server: MailServer) => server.received.map(({ messageId }) => messageId)

  test(
    'by SIGKILL loses no mail, and sends none twice',
    { timeout: 240_000 },
    async ({ server }) => {
      await sending(server, async ({ start, readMails }) => {
        let kills = 0
        for (let before = -1; server.received.length < COUNT;) {
          const child = await start()
          // After a few mails, whatever the machine's speed; the last process may work in peace.
          const isLast = kills >= 5
          const enough = isLast ? COUNT : server.received.length + 1 + Math.floor(Math.random() * 5)
          // What was killed at the wrong moment never comes: then nothing has come for a while.
          let [seen, until] = [-1, 0]
          do {
            if (server.received.length > seen) {
              ;[seen, until] = [server.received.length, Date.now() + (isLast ? 6_000 : 20_000)]
            }
            await sleep(1)
          } while (Date.now() < until && server.received.length < enough)
          await sleep(Math.random() * 30)
          child.kill('SIGKILL')
          await once(child, 'exit')
          kills++
          if (isLast && server.received.length === before) break
          before = server.received.length
        }
        expect(kills).toBeGreaterThan(3)

        const rows = await readMails()
        const arrivals = arrivalsAt(server)
        expect(new Set(arrivals).size).toBe(arrivals.length)
        for (const { messageId, state } of rows) {
          const hasArrived = arrivals.includes(`<${messageId}@instance.example>`)
          // Killed between the commit and the final dot: not lost, an administrator sees it.
          expect(hasArrived || state === 'uncertain' || state === 'handing_over').toBe(true)
        }
        expect(rows).toHaveLength(COUNT)
      })
    },
  )

  test(
    'by SIGTERM finishes what it has begun: every mail is sent, once',
    {
      timeout: 240_000,
    },
    async ({ server }) => {
      await sending(server, async ({ start, readMails }) => {
        let ends = 0
        while (server.received.length < COUNT && ends < 40) {
          const child = await start()
          const before = server.received.length
          const until = Date.now() + 20_000
          while (Date.now() < until && server.received.length < before + 10) await sleep(5)
          child.kill('SIGTERM')
          await once(child, 'exit')
          ends++
        }
        expect(ends).toBeGreaterThan(1)
        const rows = await readMails()
        expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'sent'))
        const sent = rows.map(({ messageId }) => `<${messageId}@instance.example>`)
        expect(arrivalsAt(server).sort()).toEqual(sent.sort())
        expect(rows).toHaveLength(COUNT)
      })
    },
  )
})

function addressOf(databaseUrl: string, db: Database): string {
  const address = new URL(databaseUrl)
  address.pathname = `/${db.$client.options.database}`
  return address.href
}
