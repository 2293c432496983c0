import { describe, expect } from 'vitest'
import { aPerson, test } from '../testing.ts'
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
