import { desc } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { describe, expect, inject } from 'vitest'
import { accounts, connect, consents, type Database, mails, signIns } from '@maillage/db'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { openJobs } from '../jobs/jobs.ts'
import { accountOf, aPerson, test } from '../testing.ts'
import { PRIVACY_VERSION } from './privacy.rules.ts'

const origin = { origin: 'http://localhost:80' }

const ask = (app: FastifyInstance, body: object, headers: Record<string, string> = {}) =>
  app.inject({ method: 'POST', url: '/api/sign-ins', headers: { ...origin, ...headers }, body })

/** What the last mail says, and the cookie of the browser that asked for it. */
async function asked(
  app: FastifyInstance,
  db: Database,
  { email = 'canary@people.example', ...rest }: { email?: string; returnTo?: string } = {},
) {
  const answer = await ask(app, { email, language: 'fr', ...rest })
  const [mail] = await db.select().from(mails).orderBy(desc(mails.id)).limit(1)
  const { url, code } = mail?.params as { url: string; code: string }
  const [{ name, value } = { name: '', value: '' }] = answer.cookies
  return { answer, token: url.split('/').at(-1) ?? '', url, code, cookie: `${name}=${value}` }
}

const byLink = (app: FastifyInstance, token: string) =>
  app.inject({ method: 'POST', url: `/api/sign-ins/${token}/session`, headers: origin })

const byCode = (app: FastifyInstance, cookie: string, code: string) =>
  app.inject({
    method: 'POST',
    url: '/api/sign-ins/code',
    headers: { ...origin, cookie },
    body: { code },
  })

const whoIs = async (app: FastifyInstance, cookies: { name: string; value: string }[]) => {
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
  return (await app.inject({ url: '/api/session', headers: { cookie } })).json()
}

describe('asking for a mail to sign in with', () => {
  test('gets the same answer whether the address is known or not', async ({ app, db }) => {
    await aPerson(db, { email: 'known@people.example' })
    const known = await ask(app, { email: 'known@people.example', language: 'en' })
    const unknown = await ask(app, { email: 'unknown@people.example', language: 'en' })
    expect(known.statusCode).toBe(202)
    expect(unknown.statusCode).toBe(202)
    expect(known.body).toBe(unknown.body)
    expect(Object.keys(known.headers)).toEqual(Object.keys(unknown.headers))
    expect(await accountOf(db, 'unknown@people.example')).toBeUndefined()
  })

  const onServer = inject('databaseUrl') ? test : test.skip
  onServer('asks the database the same for both, so that time tells nothing', async ({ db }) => {
    const { host, port, user, database } = db.$client.options
    const statements: string[] = []
    const watched = connect({
      host: host[0] ?? '',
      port: port[0] ?? 0,
      user,
      database,
      debug: (_connection, query) => void statements.push(query),
    })
    const jobs = await openJobs(watched, { supervise: false })
    const app = await buildApp({ db: watched, config: readConfig({}), jobs })
    await aPerson(db, { email: 'known@people.example' })
    const work = async (email: string) => {
      statements.length = 0
      expect((await ask(app, { email, language: 'en' })).statusCode).toBe(202)
      return statements.map((each) => each.replace(/\s+/g, ' '))
    }
    // The first request of all asks for what is kept in memory afterwards.
    await work('warm-up@people.example')
    const known = await work('known@people.example')
    expect(known.length).toBeGreaterThan(4)
    expect(await work('unknown@people.example')).toEqual(known)
    expect(await db.$count(mails)).toBe(3)
    await app.close()
    await jobs.stop()
    await watched.$client.end()
  })

  test('keeps hashes only, and links to this instance whatever the request calls it', async ({
    app,
    db,
  }) => {
    const answer = await ask(
      app,
      { email: ' Canary@People.example ', language: 'fr' },
      { host: 'evil.example', origin: 'http://evil.example' },
    )
    expect(answer.statusCode).toBe(202)
    const [mail] = await db.select().from(mails)
    const { url, code } = mail?.params as { url: string; code: string }
    expect(mail).toMatchObject({ address: 'canary@people.example', language: 'fr' })
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:3000\/fr\/sign-in\/[\w-]{43}$/)
    expect(code).toMatch(/^\d{6}$/)
    const stored = JSON.stringify(await db.select().from(signIns))
    expect(stored).not.toContain(url.split('/').at(-1))
    expect(stored).not.toContain(code)
    expect(answer.body).not.toContain('people.example')
  })

  test.for(['ana', 'ana@people', 'a b@people.example', 'ana@people.example\r\nBcc: x@y.example'])(
    'refuses %j',
    async (email, { app }) => {
      expect((await ask(app, { email, language: 'en' })).statusCode).toBe(400)
    },
  )

  test.for([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/a\\b',
    '/a b',
    'javascript:1',
  ])('takes no way to another site: %s', async (returnTo, { app }) => {
    const answer = await ask(app, { email: 'a@people.example', language: 'en', returnTo })
    expect(answer.statusCode).toBe(400)
  })

  test('is refused after five times from one network, and never tells why', async ({ app, db }) => {
    const send = (email: string) => ask(app, { email, language: 'en' })
    for (let time = 0; time < 5; time++)
      expect((await send('one@people.example')).statusCode).toBe(202)
    expect((await send('one@people.example')).statusCode).toBe(429)
    expect((await send('two@people.example')).statusCode).toBe(202)
    expect(await db.$count(mails)).toBe(6)
  })

  test('is refused after twenty addresses from one machine, sixty from one network', async ({
    db,
    jobs,
  }) => {
    const config = readConfig({
      PUBLIC_URL: 'https://maillage.example',
      TRUSTED_PROXIES: 'loopback',
    })
    const app = await buildApp({ db, jobs, config })
    const send = async (from: string, number: number) => {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/sign-ins',
        headers: { origin: 'https://maillage.example', 'x-forwarded-for': from },
        body: { email: `${String(number)}@people.example`, language: 'en' },
      })
      return answer.statusCode
    }
    const statuses: number[] = []
    for (let number = 0; number < 62; number++) {
      statuses.push(await send(`203.0.113.${String(Math.floor(number / 20))}`, number))
    }
    expect(statuses.slice(0, 60)).not.toContain(429)
    expect(statuses.slice(60)).toEqual([429, 429])
    for (let number = 0; number < 20; number++) {
      expect(await send('198.51.100.1', 100 + number)).toBe(202)
    }
    expect(await send('198.51.100.1', 200)).toBe(429)
    await app.close()
  })
})

describe('signing in by the link', () => {
  test('makes the account, with the consent to the text of today', async ({ app, db }) => {
    const { token } = await asked(app, db, { returnTo: '/fr/account' })
    const answer = await byLink(app, token)
    expect(answer.json()).toEqual({ returnTo: '/fr/account', needsSecondFactor: false })
    expect(answer.cookies).toMatchObject([
      { name: '__Host-session', secure: true, httpOnly: true, sameSite: 'Lax', path: '/' },
    ])
    expect(await whoIs(app, answer.cookies)).toMatchObject({ account: { language: 'fr' } })
    expect(await db.select().from(consents)).toMatchObject([
      { kind: 'privacy', textVersion: PRIVACY_VERSION, language: 'fr' },
    ])
  })

  test('is not spoilt by programs that open every link of a mail', async ({ app, db }) => {
    const { token, url } = await asked(app, db)
    for (let time = 0; time < 20; time++) {
      for (const method of ['GET', 'HEAD'] as const) {
        await app.inject({ method, url: `/api/sign-ins/${token}` })
        await app.inject({ method, url: new URL(url).pathname })
      }
    }
    expect(await db.$count(accounts)).toBe(0)
    expect((await byLink(app, token)).statusCode).toBe(200)
  })

  test('works once, of two at once too', async ({ app, db }) => {
    const { token } = await asked(app, db)
    const answers = await Promise.all([byLink(app, token), byLink(app, token), byLink(app, token)])
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 410, 410])
    expect((await byLink(app, token)).json()).toMatchObject({ code: 'expired' })
  })

  test('works for ten minutes', async ({ app, db, clock }) => {
    const first = await asked(app, db)
    clock.set(9.9 * 60_000)
    expect((await byLink(app, first.token)).statusCode).toBe(200)
    const second = await asked(app, db)
    clock.set(10.1 * 60_000)
    expect((await app.inject(`/api/sign-ins/${second.token}`)).json()).toEqual({ isOpen: false })
    expect((await byLink(app, second.token)).statusCode).toBe(410)
    expect((await byCode(app, second.cookie, second.code)).statusCode).toBe(410)
  })
})

describe('signing in by the code', () => {
  test('works in the browser that asked, and nowhere else', async ({ app, db }) => {
    const { code, cookie } = await asked(app, db)
    expect((await byCode(app, `__Host-sign-in=${'x'.repeat(43)}`, code)).statusCode).toBe(410)
    expect((await byCode(app, '', code)).statusCode).not.toBe(200)
    const answer = await byCode(app, cookie, ` ${code.slice(0, 3)} ${code.slice(3)} `)
    expect(answer.statusCode).toBe(200)
    expect((await byCode(app, cookie, code)).statusCode).toBe(410)
  })

  test('ends after five wrong ones; the link still works', async ({ app, db }) => {
    const { code, cookie, token } = await asked(app, db)
    const wrong = code === '000000' ? '000001' : '000000'
    for (let time = 0; time < 5; time++) {
      expect((await byCode(app, cookie, wrong)).json()).toMatchObject({ code: 'wrong_code' })
    }
    expect((await byCode(app, cookie, code)).statusCode).toBe(410)
    expect((await byLink(app, token)).statusCode).toBe(200)
  })
})
