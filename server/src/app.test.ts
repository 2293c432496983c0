import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { postalCodes } from '@maillage/db'
import { buildApp } from './app.ts'
import { readConfig } from './config.ts'
import { aCollaboration, anActor, aPractice } from './factories.ts'
import { test } from './testing.ts'

describe('GET /statistics', () => {
  test('counts what is published, and the countries actors are in', async ({ app, db }) => {
    await anActor(db, { countryCode: 'FR' })
    const { id } = await anActor(db, { countryCode: 'RO' })
    await anActor(db, { countryCode: 'RO' })
    await anActor(db, { countryCode: 'IT', status: 'pending' })
    await aPractice(db, { practitioners: [id], countryCode: 'PT' })
    await aCollaboration(db)

    expect((await app.inject('/api/statistics')).json()).toEqual({
      actors: 3,
      countries: 2,
      practices: 1,
      collaborations: 1,
    })
  })
})

describe('GET /health', () => {
  test('says that the process and its database answer, and is never cached', async ({ app }) => {
    for (const url of ['/api/health/live', '/api/health/ready']) {
      const response = await app.inject(url)
      expect(response.json()).toEqual({ status: 'ok' })
      expect(response.headers['cache-control']).toBe('no-store')
    }
  })
})

describe('GET /configuration', () => {
  test('tells a page the base map that the operator chose', async ({ app, db, jobs }) => {
    expect((await app.inject('/api/configuration')).json()).toMatchObject({
      tileUrl: null,
      pmtilesUrl: null,
    })

    const config = readConfig({
      TILE_URL: 'https://tiles.example/{z}/{x}/{y}.png',
      TILE_ATTRIBUTION: 'Tiles',
      PMTILES_URL: 'https://tiles.example/a.pmtiles',
    })
    const other = await buildApp({ db, config, jobs })
    expect((await other.inject('/api/configuration')).json()).toMatchObject({
      tileUrl: config.TILE_URL,
      tileAttribution: 'Tiles',
      pmtilesUrl: config.PMTILES_URL,
    })
    await other.close()
  })

  test('tells whether a postal code finds a place', async ({ app, db, jobs }) => {
    const asked = async (of: typeof app) =>
      (await of.inject('/api/configuration')).json().hasPostalCodes
    expect(await asked(app)).toBe(false)

    const config = readConfig({ GEOCODER_URL: 'https://geocoder.example/search' })
    const other = await buildApp({ db, config, jobs })
    expect(await asked(other)).toBe(true)
    await other.close()

    await db.insert(postalCodes).values({
      ...{ countryCode: 'HU', codeKey: '8291', code: '8291' },
      ...{ name: 'Nagyvázsony', nameKey: 'nagyvazsony' },
      location: { type: 'Point', coordinates: [17.7, 46.98] },
    })
    expect(await asked(app)).toBe(true)
  })

  test('a base map of the operator’s own is served in pieces', async ({ app, db, jobs }) => {
    expect((await app.inject('/api/base-map.pmtiles')).statusCode).toBe(404)
    const folder = await mkdtemp(join(tmpdir(), 'maillage-map-'))
    const file = join(folder, 'map.pmtiles')
    await writeFile(file, '0123456789')
    const other = await buildApp({ db, config: readConfig({ PMTILES_FILE: file }), jobs })
    const get = (range?: string) =>
      other.inject({ url: '/api/base-map.pmtiles', headers: range ? { range } : {} })
    try {
      expect((await other.inject('/api/configuration')).json().pmtilesUrl).toBe(
        '/api/base-map.pmtiles',
      )
      expect((await get()).body).toBe('0123456789')
      const part = await get('bytes=2-4')
      expect(part.statusCode).toBe(206)
      expect(part.body).toBe('234')
      expect(part.headers['content-range']).toBe('bytes 2-4/10')
      expect((await get('bytes=8-99')).body).toBe('89')
      expect((await get('bytes=20-30')).statusCode).toBe(416)
    } finally {
      await other.close()
      await rm(folder, { recursive: true })
    }
  })
})

describe('the documentation', () => {
  test('is an OpenAPI 3.1 document in which every operation has a name and a summary', async ({
    app,
  }) => {
    const document = (await app.inject('/api/openapi.json')).json<{
      openapi: string
      paths: Record<string, Record<string, { operationId: string; summary: string }>>
    }>()
    expect(document.openapi).toBe('3.1.0')
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
    for (const operation of operations) {
      expect(operation.operationId).toMatch(/^[a-z]+([A-Z]|$)/)
      expect(operation.summary).not.toBe('')
    }
  })

  test('is a page that may load nothing from elsewhere and runs no script but its own', async ({
    app,
  }) => {
    const page = await app.inject('/api/docs/')
    expect(page.body).not.toMatch(/https?:\/\//)
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toMatch("default-src 'none'; script-src 'self' 'sha256-")
    expect((await app.inject('/api/docs/js/scalar.js')).statusCode).toBe(200)
  })
})
