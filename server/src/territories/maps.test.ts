import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { sql } from 'drizzle-orm'
import { placeNames, places, rateLimits, type Database } from '@maillage/db'
import type { buildApp } from '../app.ts'
import { loadDemo } from '../exchange/demo.ts'
import { anActor, aPractice, aTheme } from '../factories.ts'
import { loadCountryOutlines } from '../places/load-outlines.ts'
import { test } from '../testing.ts'
import { aSmallWorld } from './testing.ts'

type App = Awaited<ReturnType<typeof buildApp>>

async function get(app: App, url: string) {
  const response = await app.inject(url)
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}

describe('GET /territories/choropleth', () => {
  test('puts every territory of a level into a class', async ({ app, db }) => {
    await aSmallWorld(db)
    const found = await get(app, '/api/territories/choropleth?level=1&figure=collaborations')
    expect(found.levels).toEqual([0, 1])
    expect(found.classes).toEqual([
      { from: 1, to: 1, count: 1 },
      { from: 5, to: 5, count: 1 },
    ])
    expect(found.items).toMatchObject([
      { code: 'AA1', value: 5, class: 1, geometry: { type: 'Polygon' } },
      { code: 'AA2', value: 1, class: 0 },
    ])
  })

  test('has the values that the territories themselves have', async ({ app, db }) => {
    await loadDemo(db)
    await loadCountryOutlines(db)
    const figures = await get(app, '/api/territories/FR/figures')
    const values: Record<string, number> = {
      actors: figures.actors.value,
      practices: figures.practices.value,
      collaborations: figures.collaborations.all.value,
      across: figures.collaborations.across.value,
      acrossShare: figures.collaborations.acrossShare,
      eiIndex: figures.ties.eiIndex,
    }
    for (const [figure, value] of Object.entries(values)) {
      const { items } = await get(app, `/api/territories/choropleth?figure=${figure}`)
      const france = items.find(({ code }: { code: string }) => code === 'FR')
      expect(france.value, figure).toBeCloseTo(value, 12)
    }
  })

  test.for([
    ['actors', 'theme=food&theme=arts'],
    ['practices', ''],
    ['collaborations', 'minEvidence=disputed'],
    ['across', 'from=2020'],
    ['newcomers', 'since=2020'],
  ] as const)(
    'the %s of a territory are the total of its list, with “%s”',
    async ([figure, query], { app, db }) => {
      await aSmallWorld(db)
      for (const level of ['0', '1']) {
        const url = `/api/territories/choropleth?level=${level}&figure=${figure}&${query}`
        const { items } = await get(app, url)
        expect(items.length).toBe(2)
        for (const { value, query: asked } of items) {
          if (value === null) continue
          const list = await app.inject({
            url: `/api/${String(asked.list)}`,
            query: asked.parameters,
          })
          expect(list.json().total, JSON.stringify(asked)).toBe(value)
        }
      }
    },
  )

  test('a share and an index lead to what they are reckoned from', async ({ app, db }) => {
    await aSmallWorld(db)
    for (const asked of [
      'level=0',
      'level=1',
      'level=1&from=2020',
      'level=1&minEvidence=disputed',
    ]) {
      for (const figure of ['acrossShare', 'eiIndex']) {
        const url = `/api/territories/choropleth?${asked}&figure=${figure}`
        const { items } = await get(app, url)
        const totals: number[][] = []
        for (const { code, value, query, parts } of items) {
          expect(query).toBeNull()
          for (const { value: part, query: of } of parts) {
            const path = of.list === 'ties' ? `/api/territories/${code}/ties` : `/api/${of.list}`
            const list = await app.inject({ url: path, query: of.parameters })
            expect(list.json().total, `${code} ${JSON.stringify(of)}`).toBe(part)
          }
          const [across = 0, rest = 0] = (parts as { value: number }[]).map((part) => part.value)
          const reckoned = figure === 'eiIndex' ? (across - rest) / (across + rest) : across / rest
          expect(value).toBeCloseTo(reckoned, 12)
          totals.push([across, rest])
        }
        expect(totals).toHaveLength(2)
      }
    }
  })

  test('a tie between regions is across for both, one within a region for none', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    const { items } = await get(app, '/api/territories/choropleth?level=1&figure=eiIndex')
    expect(items[0].value).toBeCloseTo((3 - 2) / 5, 12)
    expect(items[1].value).toBe(1)
  })

  test('filters by country, theme and first year', async ({ app, db }) => {
    await aSmallWorld(db)
    const codes = async (query: string) =>
      (await get(app, `/api/territories/choropleth?${query}`)).items.map(
        ({ code, value }: { code: string; value: number | null }) => [code, value],
      )
    expect(await codes('theme=food')).toEqual([
      ['AA', 2],
      ['BB', 1],
    ])
    expect(await codes('figure=newcomers&since=2020')).toEqual([
      ['AA', 2],
      ['BB', 1],
    ])
    expect(await codes('country=BB')).toEqual([['BB', 1]])
    expect(await codes('level=3')).toEqual([])
    const unknown = await app.inject('/api/territories/choropleth?theme=food&theme=nope')
    expect(unknown.statusCode).toBe(400)
    expect(unknown.json().fields).toEqual({ theme: 'is not in the vocabulary: nope' })
  })
})

describe('GET /territories/:code/map', () => {
  test('draws the border, what is around and inside, and where actors are', async ({ app, db }) => {
    await aSmallWorld(db)
    const map = await get(app, '/api/territories/AA/map')
    expect(map.border.type).toBe('Polygon')
    expect(map.inside.map(({ code }: { code: string }) => code)).toEqual(['AA1', 'AA2'])
    expect(map.points).toEqual([
      { coordinates: [1, 1], count: 3 },
      { coordinates: [5, 1], count: 1 },
    ])
  })

  test('of areas that somebody draws is drawn only so often, of known ones always', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    await db.insert(rateLimits).values({
      key: `drawn-areas:${createHash('sha256').update('127.0.0.1').digest('base64url')}`,
      points: 59,
      expire: new Date(Date.now() + 60_000),
    })
    const status = async (code: string, area?: string) =>
      (await app.inject({ url: `/api/territories/${code}/map`, query: { ...(area && { area }) } }))
        .statusCode
    expect(await status('drawn', '0,0;2,0;2,2;0,2')).toBe(200)
    expect(await status('drawn', '0,0;2,0;2,1;0,2')).toBe(429)
    expect(await status('drawn', '0,0;2,0;2,2;0,2')).toBe(200)
    expect(await status('AA')).toBe(200)
  })

  test('a territory without a border has no picture', async ({ app, db }) => {
    await db.execute(
      sql`insert into territories (code, scheme, level, name) values ('ZZ', 'country', 0, 'Z')`,
    )
    expect(await get(app, '/api/territories/ZZ/map')).toEqual({
      bounds: null,
      border: null,
      around: [],
      inside: [],
      points: [],
    })
  })
})

describe('GET /territories/:code/twins', () => {
  test('finds the territory with the most similar mix, and what it has that is missing here', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    // With e, three in BB: two on food, one on arts too; in AA food is twice, arts twice, the practice twice.
    const themes = await db.execute<{ id: number; slug: string }>(
      sql`select id, slug from concepts`,
    )
    const idOf = (slug: string) => themes.find((theme) => theme.slug === slug)?.id ?? 0
    await anActor(db, { at: [11, 1], countryCode: 'BB', themes: [idOf('food'), idOf('arts')] })
    await anActor(db, { at: [11, 1], countryCode: 'BB' })
    const { items, compared, actors } = await get(app, '/api/territories/AA/twins')
    expect(compared).toBe(1)
    expect(actors).toBe(5)
    // AA: food 2, arts 2, practice 2; BB: food 2, arts 1, practice 1.
    expect(items).toMatchObject([{ territory: { code: 'BB' }, actors: { value: 3 } }])
    expect(items[0].similarity).toBeCloseTo((4 + 2 + 2) / (Math.sqrt(12) * Math.sqrt(6)), 12)
    expect(items[0].missing).toEqual([])
    expect(items[0].differences[0]).toMatchObject({ slug: 'food', here: 2, there: 2 })
  })

  test('counts what is there and not here as the list of it does', async ({ app, db }) => {
    await aSmallWorld(db)
    const broad = await aTheme(db, 'work')
    const narrow = await aTheme(db, 'crafts', {}, broad)
    const weaver = { at: [11, 1] as [number, number], countryCode: 'BB', themes: [narrow] }
    const { id } = await anActor(db, weaver)
    await anActor(db, weaver)
    await aPractice(db, { title: 'Tool library', practitioners: [id] })
    const { items } = await get(app, '/api/territories/AA/twins')
    const [{ territory, missing }] = items
    expect(
      missing.map(({ label, there }: { label: string; there: number }) => [label, there]).sort(),
    ).toEqual([
      ['Tool library', 1],
      ['crafts', 2],
      ['work', 2],
    ])
    for (const { kind, slug, there } of missing) {
      const query = { [kind]: slug, territory: territory.code }
      const list = (await app.inject({ url: '/api/actors', query })).json()
      expect(list.total, slug).toBe(there)
    }
  })

  test('says when there are too few actors to compare', async ({ app, db }) => {
    await aSmallWorld(db)
    const { items, actors, leastActors } = await get(app, '/api/territories/BB/twins')
    expect(items).toEqual([])
    expect(actors).toBeLessThan(leastActors)
  })
})

async function aPlace(
  db: Database,
  id: number,
  name: string,
  at: [number, number],
  people: number,
) {
  await db.insert(places).values({
    id,
    name,
    countryCode: 'AA',
    population: people,
    location: { type: 'Point', coordinates: at },
  })
  await db.insert(placeNames).values({ placeId: id, name, nameKey: name.toLowerCase() })
}

describe('GET /territories/:code/white-spots', () => {
  test('are places with nobody near, with the nearest wherever it is', async ({ app, db }) => {
    const { d } = await aSmallWorld(db)
    await aPlace(db, 1, '=Near', [1, 1.1], 5000)
    await aPlace(db, 2, 'Far', [1.9, 1], 2000)
    await aPlace(db, 3, 'Hamlet', [1.9, 1], 200)
    await aPlace(db, 4, 'Elsewhere', [5, 1.1], 9000)
    const url = '/api/territories/AA1/white-spots'

    const within = await get(app, `${url}?theme=food&within=50`)
    expect(within).toMatchObject({
      sought: { slug: 'food', label: 'food' },
      providers: { value: 3, query: { list: 'actors', parameters: { theme: 'food' } } },
      providersHere: { value: 2 },
      places: 2,
      people: 7000,
      placesWithout: 1,
      peopleWithout: 2000,
    })
    // 0.9 degrees on the equator, nearly.
    expect(within.items).toMatchObject([{ name: 'Far', population: 2000, region: null }])
    expect(within.items[0].nearest.distanceMeters).toBeGreaterThan(99_000)
    expect(within.items[0].nearest.distanceMeters).toBeLessThan(101_000)

    expect(within.providersWithinReach).toEqual([[1, 1]])

    const wide = await get(app, `${url}?theme=food&within=101`)
    expect(wide.placesWithout).toBe(0)
    const arts = await get(app, `${url}?theme=arts&within=1&population=0`)
    expect(arts.items.map(({ name }: { name: string }) => name)).toEqual(['=Near', 'Far', 'Hamlet'])

    const geojson = await app.inject(`${url}.geojson?theme=food&within=50`)
    expect(geojson.headers['content-type']).toContain('application/geo+json')
    expect(JSON.parse(geojson.body).features).toMatchObject([
      { geometry: { type: 'Polygon' }, properties: { kind: 'area' } },
      { id: 2, geometry: { type: 'Point' }, properties: { kind: 'place', name: 'Far' } },
    ])
    const csv = await app.inject(`${url}.csv?theme=food&within=1`)
    expect(csv.body).toContain("1,'=Near,,5000,1,1.1,")

    // Who is nearest in a territory may be outside of it.
    const beside = (theme: string) =>
      get(app, `/api/territories/AA2/white-spots?theme=${theme}&within=1`)
    expect((await beside('arts')).items).toMatchObject([
      { name: 'Elsewhere', nearest: { slug: d.slug } },
    ])
    expect((await beside('food')).items).toMatchObject([{ nearest: { coordinates: [1, 1] } }])
  })

  test('areas are what is inside the border and outside the reach of everyone', async ({
    app,
    db,
  }) => {
    const { a } = await aSmallWorld(db)
    type Area = {
      geometry: { type: string; coordinates: [number, number][][] }
      properties: { kind: string; innermost: [number, number]; nearest: string | null }
    }
    const areas = async (code: string, query: string): Promise<Area[]> => {
      const file = await get(app, `/api/territories/${code}/white-spots.geojson?${query}`)
      return file.features.filter(({ properties }: Area) => properties.kind === 'area')
    }
    const squareDegrees = async (found: Area[]) => {
      const [row] = await db.execute<{ size: number; areValid: boolean }>(sql`
        select sum(ST_Area(geom)) as size, bool_and(ST_IsValid(geom)) as "areValid"
        from (select ST_GeomFromGeoJSON(each) as geom
          from jsonb_array_elements(${JSON.stringify(found.map(({ geometry }) => geometry))}::jsonb) as each) as areas`)
      expect(row?.areValid).toBe(true)
      return row?.size ?? 0
    }
    // Half a degree around a, b and c at 1, 1, in the square from 0, 0 to 2, 2.
    const around = await areas('AA1', 'theme=food&within=55.6')
    expect(around).toHaveLength(1)
    expect(around[0]?.geometry.coordinates).toHaveLength(2)
    expect(await squareDegrees(around)).toBeCloseTo(4 - Math.PI / 4, 2)
    expect(around[0]?.properties).toMatchObject({
      nearest: expect.any(String),
      nearestName: expect.stringMatching(/^[abe]$/),
    })
    const [lng = 0, lat = 0] = around[0]?.properties.innermost ?? []
    const meters = Math.hypot(lng - 1, lat - 1) * 111_195
    expect(around[0]?.properties).toHaveProperty('distanceMeters', expect.closeTo(meters, -2))

    // A whole degree leaves the four corners.
    const corners = await areas('AA1', 'theme=food&within=111.2')
    expect(corners).toHaveLength(4)
    expect(await squareDegrees(corners)).toBeCloseTo(4 - Math.PI, 1)
    expect(await areas('AA1', 'theme=food&within=160')).toEqual([])

    // Beside the border of whoever is elsewhere all is white, whoever is nearest.
    const beside = await areas('AA2', 'theme=food&within=50')
    expect(await squareDegrees(beside)).toBeCloseTo(4, 3)
    expect(beside).toMatchObject([{ properties: { nearest: expect.any(String) } }])
    await db.execute(sql`update actors set status = 'pending' where id <> ${a.id}`)
    const drawn = await areas('drawn', 'area=3,0;4,0;4,1;3,1&theme=food&within=1')
    expect(await squareDegrees(drawn)).toBeCloseTo(1, 3)
    expect(drawn).toMatchObject([{ properties: { nearest: a.slug } }])
  })

  test('counts who provides it here among who provides it at all, also where nobody knows', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    const [food] = await db.execute<{ id: number }>(
      sql`select id from concepts where slug = 'food'`,
    )
    await anActor(db, { countryCode: 'AA', themes: [food?.id ?? 0] })
    const spots = await get(app, '/api/territories/AA/white-spots?theme=food')
    expect(spots).toMatchObject({
      providers: { value: 4 },
      providersLocated: 3,
      providersHere: { value: 3 },
    })
    const { list, parameters } = spots.providersHere.query
    const query = new URLSearchParams(parameters).toString()
    expect((await get(app, `/api/${String(list)}?${query}`)).total).toBe(3)
  })

  test('are not looked for too often for one address, but told as often as they are known', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    const ask = async (population: number, within: number) => {
      const query = `theme=food&population=${String(population)}&within=${String(within)}`
      return (await app.inject(`/api/territories/AA1/white-spots?${query}`)).statusCode
    }
    for (let times = 0; times < 60; times++) expect(await ask(times, 30)).toBe(200)
    expect(await ask(60, 30)).toBe(429)
    expect(await ask(59, 50)).toBe(200)
  })

  test('have their areas looked for less often, since each distance needs its own', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    const ask = async (suffix: string, within: number) => {
      const query = `theme=food&within=${String(within)}`
      return (await app.inject(`/api/territories/AA1/white-spots${suffix}?${query}`)).statusCode
    }
    for (let times = 1; times <= 20; times++) expect(await ask('.geojson', times)).toBe(200)
    expect(await ask('.geojson', 21)).toBe(429)
    expect(await ask('.geojson', 20)).toBe(200)
    expect(await ask('.csv', 21)).toBe(200)
  })

  test('have no areas where too many circles would have to be drawn', async ({ app, db }) => {
    await aSmallWorld(db)
    // Three kilometres from each other.
    await db.execute(sql`
      with provider as (
        insert into actors (slug, name, kind, source_id, country_code, location, location_precision)
        select 'many-' || n, 'Many', kind, source_id, country_code,
          ST_SetSRID(ST_MakePoint(n % 40 * 0.03, n / 40 * 0.03), 4326), 'town'
        from actors, generate_series(1, 1001) as n where name = 'a'
        returning id
      )
      insert into actor_themes (actor_id, concept_id)
      select provider.id, concepts.id from provider, concepts where concepts.slug = 'food'`)
    const areas = async (within: number) => {
      const query = `theme=food&within=${String(within)}`
      const { features } = await get(app, `/api/territories/AA1/white-spots.geojson?${query}`)
      return features.length
    }
    expect(await areas(1)).toBe(0)
    expect(await areas(40)).toBeGreaterThan(0)
  })

  test('of a practice, and of an area of one’s own', async ({ app, db }) => {
    await aSmallWorld(db)
    await aPlace(db, 1, 'Near', [1, 1.1], 5000)
    const [practice] = await db.execute<{ slug: string }>(sql`select slug from practices`)
    const slug = practice?.slug ?? ''
    const found = await get(
      app,
      `/api/territories/drawn/white-spots?area=0,0;2,0;2,2;0,2&practice=${slug}&within=5`,
    )
    expect(found).toMatchObject({
      providers: { value: 3 },
      providersHere: { value: 2 },
      places: 1,
      placesWithout: 1,
    })
    for (const { value, query } of [found.providers, found.providersHere]) {
      const list = await app.inject({ url: '/api/actors', query: query.parameters })
      expect(list.json().total).toBe(value)
    }
  })

  test.for([
    ['', 400],
    ['?theme=food&practice=x', 400],
    ['?theme=nothing', 400],
    ['?practice=nothing', 404],
    ['?theme=food&within=0', 400],
    ['?theme=food&within=1e9', 400],
    ['?theme=food&population=-1', 400],
    ["?theme=food'--", 400],
  ] as const)('refuses “%s”', async ([query, status], { app, db }) => {
    await aSmallWorld(db)
    for (const suffix of ['', '.csv', '.geojson']) {
      const response = await app.inject(`/api/territories/AA/white-spots${suffix}${query}`)
      expect(response.statusCode).toBe(status)
    }
  })
})

describe('GET /territories/compare', () => {
  test('puts territories side by side, each once', async ({ app, db }) => {
    await aSmallWorld(db)
    const { items } = await get(app, '/api/territories/compare?code=AA1&code=BB&code=AA1')
    expect(
      items.map(({ subject, actors }: { subject: { code: string }; actors: { value: number } }) => [
        subject.code,
        actors.value,
      ]),
    ).toEqual([
      ['AA1', 3],
      ['BB', 1],
    ])
  })

  test('puts an area that somebody drew beside a territory', async ({ app, db }) => {
    await aSmallWorld(db)
    const area = '0,0;2,0;2,2;0,2'
    const query = `code=drawn&area=${area}&code=BB&from=2020`
    const { items } = await get(app, `/api/territories/compare?${query}`)
    expect(items.map(({ subject }: { subject: unknown }) => subject)).toMatchObject([
      { code: null, area },
      { code: 'BB', area: null },
    ])
    expect(items[0]).toEqual(
      await get(app, `/api/territories/drawn/figures?area=${area}&from=2020`),
    )
  })

  test.for([
    ['', 400],
    ['?code=drawn', 400],
    ['?code=AA&area=0,0;2,0;2,2;0,2', 400],
    ['?code=drawn&area=0,0;2,0', 400],
    ['?code=AA&code=BB&code=CC&code=DD&code=EE', 400],
    ['?code=XX', 404],
  ] as const)('refuses “%s”', async ([query, status], { app }) => {
    expect((await app.inject(`/api/territories/compare${query}`)).statusCode).toBe(status)
  })
})

describe('GET /territories', () => {
  test('finds those around a point, the country first', async ({ app, db }) => {
    await aSmallWorld(db)
    const { items } = await get(app, '/api/territories?at=1,1')
    expect(items.map(({ code }: { code: string }) => code)).toEqual(['AA', 'AA1'])
    expect((await get(app, '/api/territories?at=100,-60')).items).toEqual([])
    expect((await app.inject('/api/territories?at=here')).statusCode).toBe(400)
  })

  test('says which levels there are, whatever was asked for', async ({ app, db }) => {
    expect(await get(app, '/api/territories')).toEqual({ levels: [], items: [] })
    await aSmallWorld(db)
    expect((await get(app, '/api/territories?level=3')).levels).toEqual([0, 1])
    expect((await get(app, '/api/territories?parent=BB')).levels).toEqual([0, 1])
  })
})
