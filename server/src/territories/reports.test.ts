import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { actors, territoryReports } from '@maillage/db'
import { aCollaboration, anActor } from '../factories.ts'
import { readDataVersion } from '../http/data-version.queries.ts'
import { test } from '../testing.ts'
import { aSmallWorld } from './testing.ts'

const headers = { origin: 'http://localhost:80' }
const url = '/api/territories/AA1/reports'

describe('POST /territories/:code/reports', () => {
  test('keeps the figures as they are, whatever changes later', async ({ app, db }) => {
    const { a, b } = await aSmallWorld(db)
    const before = (await app.inject('/api/territories/AA1/figures')).json()
    const response = await app.inject({ method: 'POST', url, headers })
    expect(response.statusCode).toBe(201)
    const { reference } = response.json()
    const read = async () => (await app.inject(`${url}/${reference}`)).json()
    expect(await read()).toMatchObject({ isCurrent: true, figures: before })

    const newcomer = await anActor(db, { name: 'g', at: [1, 1], countryCode: 'AA' })
    await aCollaboration(db, { participants: [b.id, newcomer.id] })
    expect((await app.inject('/api/territories/AA1/figures')).json().actors.value).toBe(4)
    expect(await read()).toMatchObject({ isCurrent: false, figures: before })

    // Who is erased is gone here, too; the numbers stay.
    await db.update(actors).set({ status: 'erased' }).where(eq(actors.id, a.id))
    const { figures } = await read()
    expect(figures.bridging.actors.value).toBe(before.bridging.actors.value)
    expect(JSON.stringify(figures.bridging)).not.toContain(a.slug)
  })

  test('keeps the same once', async ({ app, db }) => {
    await aSmallWorld(db)
    const keep = async () => (await app.inject({ method: 'POST', url, headers })).json().reference
    expect(await keep()).toBe(await keep())
    expect(await db.$count(territoryReports)).toBe(1)
    const drawn = await app.inject({
      method: 'POST',
      url: '/api/territories/drawn/reports?area=0,0;2,0;2,2;0,2',
      headers,
    })
    const { reference } = drawn.json()
    const found = await app.inject(`/api/territories/drawn/reports/${String(reference)}`)
    expect(found.json().figures.actors.value).toBe(3)
  })

  test('counts the version that it names, though somebody writes meanwhile', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    const keep = app.inject({ method: 'POST', url, headers })
    const writing = (async () => {
      for (let nth = 0; nth < 20; nth++) await anActor(db, { at: [1, 1], countryCode: 'AA' })
    })()
    const { reference, dataVersion } = (await keep).json()
    await writing
    const { figures } = (await app.inject(`${url}/${String(reference)}`)).json()
    // Every newcomer stepped the version by one, to three actors that were there.
    const first = (await readDataVersion(db)) - 20
    expect(figures.actors.value).toBe(3 + Number(dataVersion) - first)
  })

  test('belongs to its territory, and there must be one', async ({ app, db }) => {
    await aSmallWorld(db)
    const { reference } = (await app.inject({ method: 'POST', url, headers })).json()
    for (const address of [
      `/api/territories/BB/reports/${String(reference)}`,
      `/api/territories/drawn/reports/${String(reference)}`,
      `${url}/unknown`,
    ]) {
      expect((await app.inject(address)).statusCode).toBe(404)
    }
    const nowhere = { method: 'POST', headers, url: '/api/territories/XX/reports' } as const
    expect((await app.inject(nowhere)).statusCode).toBe(404)
    expect((await app.inject(`${url}/${'x'.repeat(41)}`)).statusCode).toBe(400)
  })

  test('not too often from one address', async ({ app, db }) => {
    await aSmallWorld(db)
    const codes: number[] = []
    for (let time = 0; time < 61; time++) {
      codes.push((await app.inject({ method: 'POST', url, headers })).statusCode)
    }
    expect(codes.slice(0, 60).every((code) => code === 201)).toBe(true)
    expect(codes[60]).toBe(429)
  })
})
