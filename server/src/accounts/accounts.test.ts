import { desc, eq } from 'drizzle-orm'
import { Secret, TOTP } from 'otpauth'
import { describe, expect } from 'vitest'
import { accounts, mails, secondFactors } from '@maillage/db'
import { accountOf, aPerson, test } from '../testing.ts'
import { SESSION_DAYS } from './sessions.queries.ts'

describe('GET /session', () => {
  test('knows nobody without a cookie', async ({ app }) => {
    expect((await app.inject('/api/session')).json()).toEqual({ account: null })
  })

  test('knows a person by their session, until it has not been used for long', async ({
    app,
    db,
    clock,
  }) => {
    const { headers } = await aPerson(db, { language: 'hu' })
    const read = async () => (await app.inject({ url: '/api/session', headers })).json()
    expect(await read()).toMatchObject({ account: { language: 'hu', role: 'person' } })
    clock.set((SESSION_DAYS + 1) * 86_400_000)
    expect(await read()).toEqual({ account: null })
  })

  test('tells nobody’s address', async ({ app, db }) => {
    const { headers, email } = await aPerson(db)
    expect((await app.inject({ url: '/api/session', headers })).body).not.toContain(email)
  })
})

describe('one’s own account', () => {
  test('is corrected on top of what was read', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const put = (extra: Record<string, string>, body: object) =>
      app.inject({ method: 'PUT', url: '/api/account', headers: { ...headers, ...extra }, body })
    const read = await app.inject({ url: '/api/account', headers })
    const tag = String(read.headers.etag)
    const body = { name: ' Ana ', language: 'pt' }
    expect((await put({}, body)).statusCode).toBe(428)
    expect((await put({ 'if-match': tag }, body)).json()).toMatchObject({
      name: 'Ana',
      language: 'pt',
    })
    expect((await put({ 'if-match': tag }, body)).statusCode).toBe(412)
  })

  test('takes no role and no address that someone writes into it', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    for (const more of [{ role: 'administrator' }, { email: 'x@people.example' }, { id: 1 }]) {
      const answer = await app.inject({
        method: 'PUT',
        url: '/api/account',
        headers: { ...headers, 'if-match': '"v1"' },
        body: { name: null, language: 'en', ...more },
      })
      expect(answer.statusCode).toBe(400)
    }
  })

  test('gets a new address once the mail there was followed, and tells the old one', async ({
    app,
    db,
  }) => {
    const { headers, email, id } = await aPerson(db)
    const asked = await app.inject({
      method: 'POST',
      url: '/api/account/address-changes',
      headers,
      body: { email: 'New@people.example' },
    })
    expect(asked.statusCode).toBe(204)
    expect((await accountOf(db, email))?.id).toBe(id)
    const [mail] = await db.select().from(mails)
    expect(mail).toMatchObject({ address: 'new@people.example', template: 'address-new' })
    const token = String((mail?.params as { url: string }).url.split('/').at(-1))
    const follow = () =>
      app.inject({
        method: 'POST',
        url: `/api/address-changes/${token}`,
        headers: { origin: 'http://localhost:80' },
      })
    expect((await follow()).statusCode).toBe(204)
    expect((await follow()).statusCode).toBe(410)
    expect((await accountOf(db, 'new@people.example'))?.id).toBe(id)
    const [told] = await db.select().from(mails).orderBy(desc(mails.id)).limit(1)
    expect(told).toMatchObject({ address: email, template: 'address-changed' })
  })
})

describe('sessions', () => {
  test('are listed and ended by their owner alone', async ({ app, db }) => {
    const first = await aPerson(db, { email: 'a@people.example' })
    const second = await aPerson(db, { email: 'a@people.example' })
    const stranger = await aPerson(db)
    const list = async (headers: Record<string, string>) =>
      (await app.inject({ url: '/api/account/sessions', headers })).json().items
    const sessions = await list(first.headers)
    expect(sessions).toHaveLength(2)
    const other = sessions.find(({ isThis }: { isThis: boolean }) => !isThis)
    const end = (headers: Record<string, string>) =>
      app.inject({ method: 'DELETE', url: `/api/account/sessions/${String(other.id)}`, headers })
    expect((await end(stranger.headers)).statusCode).toBe(404)
    expect((await end(first.headers)).statusCode).toBe(204)
    const who = await app.inject({ url: '/api/session', headers: second.headers })
    expect(who.json()).toEqual({ account: null })
  })

  test('end when a person signs out, and the cookie goes', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const answer = await app.inject({ method: 'DELETE', url: '/api/session', headers })
    expect(answer.cookies).toMatchObject([{ name: '__Host-session', value: '' }])
    expect((await app.inject({ url: '/api/account', headers })).statusCode).toBe(401)
  })
})

describe('one-time passwords', () => {
  test('are set up, asked of moderators, work once, and recovery codes stand in', async ({
    app,
    db,
    clock,
  }) => {
    const { headers, id } = await aPerson(db)
    const send = (path: string, body?: object) =>
      app.inject({ method: 'POST', url: `/api${path}`, headers, ...(body && { body }) })
    const prepared = (await send('/account/second-factor')).json()
    expect(prepared.picture).toMatch(/^data:image\/svg\+xml;base64,/)
    expect(prepared.uri).not.toContain('people.example')
    const codeNow = () =>
      new TOTP({ secret: Secret.fromBase32(prepared.secret) }).generate({
        timestamp: clock.now().getTime(),
      })
    const confirm = (code: string) => send('/account/second-factor/confirmation', { code })
    expect((await confirm(codeNow() === '000000' ? '000001' : '000000')).statusCode).toBe(400)
    const { codes } = (await confirm(codeNow())).json()
    expect(codes).toHaveLength(10)
    expect(JSON.stringify(await db.select().from(secondFactors))).not.toContain(codes[0])

    await db.update(accounts).set({ role: 'moderator' }).where(eq(accounts.id, id))
    const review = () => app.inject({ url: '/api/reports', headers })
    expect((await review()).statusCode).toBe(200)
    clock.set(13 * 3_600_000)
    expect((await review()).json()).toMatchObject({ code: 'second_factor_required' })

    const code = codeNow()
    expect((await send('/session/strength', { code })).statusCode).toBe(204)
    expect((await send('/session/strength', { code })).json()).toMatchObject({ code: 'wrong_code' })
    expect((await review()).statusCode).toBe(200)
    clock.set(13 * 3_600_000)
    expect((await send('/session/strength', { code: codes[3] })).statusCode).toBe(204)
    expect((await send('/session/strength', { code: codes[3] })).statusCode).toBe(400)
    const account = await app.inject({ url: '/api/account', headers })
    expect(account.json()).toMatchObject({ secondFactor: { recoveryCodesLeft: 9 } })
  })

  test('cannot be guessed: ten tries in a quarter of an hour', async ({ app, db }) => {
    const { headers } = await aPerson(db, { role: 'moderator', strong: true })
    const statuses: number[] = []
    for (let time = 0; time < 12; time++) {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/session/strength',
        headers,
        body: { code: '123456x' },
      })
      statuses.push(answer.statusCode)
    }
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(400))
    expect(statuses.slice(10)).toEqual([429, 429])
  })
})
