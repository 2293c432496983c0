import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { type Database, placeNames, places, postalCodes, territories } from '@maillage/db'
import { buildApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { anActor, aTerritory } from '../factories.ts'
import { test } from '../testing.ts'

async function aPlace(
  db: Database,
  id: number,
  names: [string, ...string[]],
  countryCode: string,
  population: number,
) {
  await db.insert(places).values({
    id,
    name: names[0],
    countryCode,
    population,
    location: { type: 'Point', coordinates: [id, 45] },
  })
  for (const name of names) {
    await db.insert(placeNames).values({ placeId: id, name, nameKey: sql`folded_words(${name})` })
  }
}

describe('GET /places', () => {
  test('finds by the beginning of any name, the own name and the most populous first', async ({
    app,
    db,
  }) => {
    await aPlace(db, 1, ['Győr', 'Raab'], 'HU', 129_000)
    await aPlace(db, 2, ['Győrújbarát'], 'HU', 5_000)
    await aPlace(db, 3, ['Praha', 'Győrfalva'], 'CZ', 1_000_000)
    await aPlace(db, 4, ['Lyon'], 'FR', 500_000)
    const find = async (q: string) => {
      const { items } = (await app.inject({ url: '/api/places', query: { q } })).json()
      return items.map(({ name }: { name: string }) => name)
    }

    expect(await find('gyor')).toEqual(['Győr', 'Praha', 'Győrújbarát'])
    expect(await find('GYŐR')).toEqual(await find('gyor'))
    expect(await find('raab')).toEqual(['Győr'])
    expect(await find('lyn')).toEqual([])
    expect(await find('lyonn')).toEqual(['Lyon'])
    expect(await find('…')).toEqual([])
  })

  test('a region or country after a comma comes first', async ({ app, db }) => {
    await aPlace(db, 1, ['Valencia'], 'VE', 1_600_000)
    await aPlace(db, 2, ['Valencia'], 'ES', 800_000)

    for (const q of ['Valencia, Spain', 'valencia, espagne', 'valencia,es']) {
      const { items } = (
        await app.inject({ url: '/api/places', query: { q, lang: 'fr', limit: '1' } })
      ).json()
      expect(items).toEqual([
        {
          id: '2',
          name: 'Valencia',
          region: null,
          country: 'ES',
          countryName: 'Espagne',
          coordinates: [2, 45],
          population: 800_000,
          postalCode: null,
        },
      ])
    }
  })

  test('finds by postal code, however it is spaced', async ({ app, db }) => {
    const location = { type: 'Point' as const, coordinates: [17.7, 46.98] }
    await db.insert(postalCodes).values([
      {
        countryCode: 'HU',
        codeKey: '8291',
        code: '8291',
        name: 'Nagyvázsony',
        nameKey: 'nagyvazsony',
        location,
      },
      {
        countryCode: 'GB',
        codeKey: 'BS14DJ',
        code: 'BS1 4DJ',
        name: 'Bristol',
        nameKey: 'bristol',
        location,
      },
    ])
    for (const [q, name] of [
      ['8291', 'Nagyvázsony'],
      ['82', 'Nagyvázsony'],
      ['bs1 4dj', 'Bristol'],
      ['BS14', 'Bristol'],
    ] as const) {
      const { items } = (await app.inject({ url: '/api/places', query: { q } })).json()
      expect(items).toHaveLength(1)
      expect(items[0]).toMatchObject({ name, population: null })
      expect(items[0].postalCode).not.toBeNull()
    }
  })

  test('needs something to look for', async ({ app }) => {
    const response = await app.inject('/api/places')
    expect(response.json().fields).toEqual({ q: 'is missing' })
  })
})

describe('GET /places/labels', () => {
  test('names the most populous places inside a box, also across the date line', async ({
    app,
    db,
  }) => {
    await aPlace(db, 10, ['Small'], 'IT', 500)
    await aPlace(db, 11, ['Large'], 'IT', 500_000)
    await aPlace(db, 60, ['Elsewhere'], 'KZ', 900_000)
    const find = async (bbox: string, limit = '10') => {
      const { items } = (
        await app.inject({ url: '/api/places/labels', query: { bbox, limit } })
      ).json()
      return items.map(({ name }: { name: string }) => name)
    }

    expect(await find('9,44,12,46')).toEqual(['Large', 'Small'])
    expect(await find('9,44,12,46', '1')).toEqual(['Large'])
    expect(await find('50,44,11,46')).toEqual(['Elsewhere', 'Large', 'Small'])
  })
})

describe('GET /territories', () => {
  test('lists by level, parent and beginning of the name, with their actors', async ({
    app,
    db,
  }) => {
    await aTerritory(db, { code: 'HU', name: 'Magyarország' })
    await aTerritory(db, { code: 'FR', name: 'France' })
    await aTerritory(db, {
      code: 'HU1',
      name: 'Közép-Magyarország',
      level: 1,
      scheme: 'nuts',
      parentCode: 'HU',
    })
    await anActor(db, { countryCode: 'HU' })
    await anActor(db, { countryCode: 'HU', status: 'pending' })
    const codes = async (query: Record<string, string>) => {
      const { items } = (await app.inject({ url: '/api/territories', query })).json()
      return items.map(({ code }: { code: string }) => code)
    }

    const { items } = (await app.inject('/api/territories?level=0&lang=fr')).json()
    expect(items).toEqual([
      { code: 'FR', name: 'France', level: 0, parent: null, actorCount: 0 },
      { code: 'HU', name: 'Hongrie', level: 0, parent: null, actorCount: 1 },
    ])
    expect(await codes({ parent: 'HU' })).toEqual(['HU1'])
    expect(await codes({ q: 'kozep magyar' })).toEqual(['HU1'])
    expect(await codes({ q: 'hu' })).toEqual(['HU', 'HU1'])
    expect((await app.inject('/api/territories?level=4')).statusCode).toBe(400)
  })
})

describe('GET /territories/{code}', () => {
  test('takes the codes of NUTS for the countries of ISO, in any case', async ({ app, db }) => {
    await aTerritory(db, { code: 'GR', name: 'Greece' })
    await db.insert(territories).values({
      code: 'EL30',
      scheme: 'nuts',
      level: 2,
      name: 'Αττική',
      parentCode: 'GR',
      version: '2021',
      attribution: 'GISCO',
      border: {
        type: 'MultiPolygon',
        coordinates: [
          [
            [
              [23, 37],
              [24, 37],
              [24, 38],
              [23, 37],
            ],
          ],
        ],
      },
    })

    for (const code of ['GR', 'EL', 'el']) {
      expect((await app.inject(`/api/territories/${code}`)).json()).toMatchObject({
        code: 'GR',
        name: 'Greece',
        bounds: null,
      })
    }
    expect((await app.inject('/api/territories/EL30')).json()).toEqual({
      code: 'EL30',
      name: 'Αττική',
      level: 2,
      parent: 'GR',
      actorCount: 0,
      bounds: [23, 37, 24, 38],
      version: '2021',
      source: 'GISCO',
    })
    expect((await app.inject('/api/territories/XX')).statusCode).toBe(404)
    expect((await app.inject('/api/territories/a%20b')).statusCode).toBe(400)
  })
})

describe('GET /places/nearest', () => {
  test('names the place around a point, and none in the middle of the sea', async ({ app, db }) => {
    await aPlace(db, 21, ['Timișoara'], 'RO', 250_000)
    await aPlace(db, 22, ['Lugoj'], 'RO', 40_000)
    const nearest = (at: string) => app.inject({ url: '/api/places/nearest', query: { at } })
    expect((await nearest('21.2,45.1')).json()).toMatchObject({ name: 'Timișoara' })
    expect((await nearest('-30,45')).statusCode).toBe(404)
    expect((await nearest('200,45')).statusCode).toBe(400)
  })
})

describe('GET /geocode', () => {
  const found = (q: string) => ({ url: '/api/geocode', query: { q, lang: 'fr' } })

  test('without a geocoder finds the place of an address in the gazetteer', async ({ app, db }) => {
    await aPlace(db, 7, ['Strasbourg'], 'FR', 280_000)
    await db.insert(postalCodes).values({
      countryCode: 'FR',
      code: '67000',
      codeKey: '67000',
      name: 'Strasbourg',
      nameKey: 'strasbourg',
      location: { type: 'Point', coordinates: [7.7, 48.6] },
    })
    for (const q of ['strasbourg', '12 rue Haute, Strasbourg', '12 rue Haute, 67000']) {
      const [first] = (await app.inject(found(q))).json().items
      expect(first).toMatchObject({ town: 'Strasbourg', country: 'FR', precision: 'town' })
    }
    expect((await app.inject(found('qqqq'))).json()).toEqual({ items: [] })
  })

  test('tells places of one name apart by the city nearest to each', async ({ app, db }) => {
    await aPlace(db, 2, ['Saint-Nazaire'], 'FR', 70_000)
    await aPlace(db, 8, ['Saint-Nazaire'], 'FR', 2_000)
    await aPlace(db, 3, ['Nantes'], 'FR', 300_000)
    await aPlace(db, 9, ['Perpignan'], 'FR', 120_000)
    await aPlace(db, 7, ['Girona'], 'ES', 100_000)
    const { items } = (await app.inject(found('saint-nazaire'))).json()
    expect(items.map(({ label }: { label: string }) => label)).toEqual([
      'Saint-Nazaire (Nantes), France',
      'Saint-Nazaire (Perpignan), France',
    ])
    const [alone] = (await app.inject(found('nantes'))).json().items
    expect(alone.label).toBe('Nantes, France')
  })

  test('asks the operator’s geocoder once for the same, and does without it when it fails', async ({
    db,
    jobs,
  }) => {
    await aPlace(db, 7, ['Strasbourg'], 'FR', 280_000)
    const asked: string[] = []
    let isBroken = false
    const nominatim = createServer((request, response) => {
      asked.push(request.url ?? '')
      if (isBroken) return void response.writeHead(500).end()
      const address = {
        house_number: '12',
        road: 'Rue Haute',
        postcode: '67000',
        city: 'Strasbourg',
        country_code: 'fr',
      }
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify([
          {
            lat: '48.58',
            lon: '7.75',
            display_name: '12, Rue Haute, Strasbourg',
            address,
            licence: 'x',
          },
        ]),
      )
    })
    await new Promise<void>((resolve) => nominatim.listen(0, '127.0.0.1', resolve))
    const { port } = nominatim.address() as AddressInfo
    const config = readConfig({ GEOCODER_URL: `http://127.0.0.1:${String(port)}/search` })
    const app = await buildApp({ db, config, jobs })

    const exact = {
      street: '12 Rue Haute',
      postalCode: '67000',
      coordinates: [7.75, 48.58],
      precision: 'address',
    }
    expect((await app.inject(found('12 rue Haute'))).json()).toMatchObject({ items: [exact] })
    expect((await app.inject(found('12 Rue haute '))).json()).toMatchObject({ items: [exact] })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toContain('format=jsonv2')
    expect(asked[0]).toContain('accept-language=fr')

    isBroken = true
    expect((await app.inject(found('Strasbourg'))).json()).toMatchObject({
      items: [{ town: 'Strasbourg', precision: 'town' }],
    })
    await app.close()
    nominatim.close()
  })
})
