import { describe, expect } from 'vitest'
import { idempotencyKeys, mails } from '@maillage/db'
import { anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'

const about = (slug: string) => ({ feature: 'actors', slug, kind: 'wrong', message: 'It moved.' })

describe('POST /reports', () => {
  test('takes what a visitor says, and tells what to quote', async ({ app, db }) => {
    const { slug } = await anActor(db)
    const sent = await app.inject({ method: 'POST', url: '/api/reports', payload: about(slug) })
    expect(sent.statusCode).toBe(201)
    expect(sent.json().reference).toMatch(/^MA-/)
  })

  test('writes one report when the same request comes twice', async ({ app, db }) => {
    const { slug } = await anActor(db)
    const { headers } = await aPerson(db, { role: 'moderator' })
    const send = (message: string) =>
      app.inject({
        method: 'POST',
        url: '/api/reports',
        headers: { 'idempotency-key': 'only-once-please' },
        payload: { ...about(slug), message },
      })
    const [first, second] = [await send('It moved.'), await send('It moved.')]
    expect(second.statusCode).toBe(201)
    expect(second.json()).toEqual(first.json())
    const { items } = (await app.inject({ url: '/api/reports', headers })).json()
    expect(items).toHaveLength(1)
    expect((await send('Something else.')).json()).toMatchObject({ code: 'key_reused' })
    // The address that they came from is kept nowhere.
    expect(JSON.stringify(await db.select().from(idempotencyKeys))).not.toContain('127.0.0.1')
  })

  test('knows no record that is not public', async ({ app, db }) => {
    const { slug } = await anActor(db, { status: 'pending' })
    const sent = await app.inject({ method: 'POST', url: '/api/reports', payload: about(slug) })
    expect(sent.statusCode).toBe(404)
  })
})

describe('POST /reports/{reference}/decision', () => {
  test('ends a report once and mails the answer, which no one else sees', async ({ app, db }) => {
    const actor = await anActor(db, { name: 'Kert' })
    const email = 'canary-reporter@people.example'
    const { reference } = (
      await app.inject({
        method: 'POST',
        url: '/api/reports',
        payload: { ...about(actor.slug), email, language: 'hu' },
      })
    ).json()
    const { headers } = await aPerson(db, { role: 'moderator' })
    const decide = () =>
      app.inject({
        method: 'POST',
        url: `/api/reports/${String(reference)}/decision`,
        headers,
        payload: { status: 'resolved', answer: 'Köszönjük!' },
      })
    const decided = await decide()
    expect(decided.json()).toMatchObject({ status: 'resolved', wantsAnswer: true })
    expect(decided.body).not.toContain(email)
    expect((await decide()).statusCode).toBe(409)
    expect(await db.select().from(mails)).toMatchObject([
      { address: email, template: 'report-resolved', language: 'hu' },
    ])
  })

  test('is for moderators of the network alone', async ({ app, db }) => {
    const { slug } = await anActor(db)
    await app.inject({ method: 'POST', url: '/api/reports', payload: about(slug) })
    const { headers } = await aPerson(db)
    expect((await app.inject({ url: '/api/reports', headers })).statusCode).toBe(403)
    expect((await app.inject('/api/reports')).statusCode).toBe(401)
  })
})
