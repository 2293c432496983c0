import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { participations } from '@maillage/db'
import type { buildApp } from '../app.ts'
import { loadDemo } from '../exchange/demo.ts'
import { aCollaboration, anActor, aTerritory } from '../factories.ts'
import { loadCountryOutlines } from '../places/load-outlines.ts'
import { test } from '../testing.ts'
import { aSmallWorld } from './testing.ts'

type App = Awaited<ReturnType<typeof buildApp>>

interface Query {
  list: string
  parameters: Record<string, string | string[]>
}

interface Tie {
  one: { name: string }
  other: { name: string }
  collaborations: { title: string }[]
}

async function figures(app: App, code: string, query: Record<string, string> = {}) {
  const response = await app.inject({ url: `/api/territories/${code}/figures`, query })
  expect(response.statusCode, response.body).toBe(200)
  return response.json()
}

/** Every figure in an answer, however deep. */
function figuresIn(value: unknown): { value: number; query: Query }[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'query' in value && 'value' in value ? [value as { value: number; query: Query }] : []
  return [...own, ...Object.values(value).flatMap(figuresIn)]
}

async function totalOf(app: App, code: string, { list, parameters }: Query): Promise<number> {
  const isOfPlace = list === 'ties' || list === 'reached'
  const url = isOfPlace ? `/api/territories/${code}/${list}` : `/api/${list}`
  const response = await app.inject({ url, query: parameters })
  expect(response.statusCode, response.body).toBe(200)
  return response.json<{ total: number }>().total
}

describe('GET /territories/:code/figures', () => {
  test('counts who is there, and what reaches across the border', async ({ app, db }) => {
    await aSmallWorld(db)
    const found = await figures(app, 'AA1')

    expect(found.subject).toEqual({
      code: 'AA1',
      name: 'AA1',
      level: 1,
      area: null,
      source: null,
      parents: [{ code: 'AA', name: 'AA', level: 0 }],
      children: [],
    })
    expect(found.actors.value).toBe(3)
    expect(
      found.kinds.map(({ kind, actors }: { kind: string; actors: { value: number } }) => [
        kind,
        actors.value,
      ]),
    ).toEqual([
      ['association', 2],
      ['company', 1],
    ])
    expect(
      found.themes.map(({ slug, actors }: { slug: string; actors: { value: number } }) => [
        slug,
        actors.value,
      ]),
    ).toEqual([
      ['food', 2],
      ['arts', 1],
    ])
    expect(found.practices.value).toBe(1)
    expect(found.practisedMost).toMatchObject([
      { title: 'Shared kitchen', practitioners: { value: 2 } },
    ])
    // Of f only the country is known, and e’s part in “Disputed” is disputed: both stay inside.
    expect(found.collaborations).toMatchObject({
      all: { value: 5 },
      inside: { value: 3 },
      across: { value: 2 },
      acrossShare: 0.4,
    })
    expect(
      found.partners.map(
        ({
          territory,
          collaborations,
        }: {
          territory: { code: string }
          collaborations: { value: number }
        }) => [territory.code, collaborations.value],
      ),
    ).toEqual([
      ['AA', 1],
      ['AA2', 1],
      ['BB', 1],
    ])
  })

  test('weighs ties across against ties inside', async ({ app, db }) => {
    await aSmallWorld(db)
    const { ties, bridging } = await figures(app, 'AA1')
    // Inside: a–b, a–c. Across: a–d, a–e, c–e.
    expect(ties).toMatchObject({ all: { value: 5 }, inside: { value: 2 }, across: { value: 3 } })
    expect(ties.eiIndex).toBeCloseTo((3 - 2) / 5, 12)
    // In common: a–b, a–e. Not: a–d. c has no theme.
    expect(ties).toMatchObject({ sameTheme: { value: 2 }, otherTheme: { value: 1 } })
    expect(ties.themeEiIndex).toBeCloseTo((1 - 2) / 3, 12)

    expect(bridging.actors.value).toBe(2)
    expect(bridging.first).toMatchObject([
      { actor: { name: 'a' }, partners: { value: 2 }, territories: { value: 2 } },
      { actor: { name: 'c' }, partners: { value: 1 }, territories: { value: 1 } },
    ])
  })

  test('a country has nothing across between its own regions', async ({ app, db }) => {
    await aSmallWorld(db)
    const { collaborations, ties } = await figures(app, 'AA')
    expect(collaborations).toMatchObject({
      all: { value: 5 },
      inside: { value: 4 },
      across: { value: 1 },
    })
    // a–b, a–c, a–d, c–f inside; a–e, c–e across.
    expect(ties).toMatchObject({ inside: { value: 4 }, across: { value: 2 } })
  })

  test('tells newcomers and beginnings of every year since the first', async ({ app, db }) => {
    await aSmallWorld(db)
    const { years } = await figures(app, 'AA1')
    expect(
      years.map(
        ({
          year,
          newcomers,
          begun,
        }: {
          year: number
          newcomers: { value: number }
          begun: { value: number }
        }) => [year, newcomers.value, begun.value],
      ),
    ).toEqual([
      [2019, 2, 1],
      [2020, 1, 2],
    ])
  })

  test('counts only ties of the years asked for, and as well backed as asked', async ({
    app,
    db,
  }) => {
    await aSmallWorld(db)
    const values = async (asked: Record<string, string>) => {
      const { collaborations, ties } = await figures(app, 'AA1', asked)
      return [collaborations.inside, collaborations.across, ties.inside, ties.across].map(
        (figure: { value: number }) => figure.value,
      )
    }
    expect(await values({})).toEqual([3, 2, 2, 3])
    // “Inside” began in 2019, the two across in 2020; what has no date is in no year.
    expect(await values({ to: '2019' })).toEqual([1, 0, 1, 0])
    expect(await values({ from: '2020' })).toEqual([1, 2, 2, 3])
    // Disputed: b’s tie with e comes in.
    expect(await values({ minEvidence: 'disputed' })).toEqual([2, 3, 2, 4])
    expect(await values({ minEvidence: 'confirmed' })).toEqual([0, 0, 0, 0])
    await db.execute(
      sql`update participations set evidence = 'confirmed' where evidence <> 'disputed'`,
    )
    expect(await values({ minEvidence: 'confirmed' })).toEqual([3, 2, 2, 3])
    const { years } = await figures(app, 'AA1', { from: '2020' })
    expect(years.map(({ year }: { year: number }) => year)).toEqual([2020])
    const wrong = '/api/territories/AA1/figures?from=2021&to=2020'
    expect((await app.inject(wrong)).statusCode).toBe(400)
  })

  test('a drawn area has the figures of what is inside it', async ({ app, db }) => {
    await aSmallWorld(db)
    const drawn = await figures(app, 'drawn', { area: '0,0;2,0;2,2;0,2' })
    const code = await figures(app, 'AA1')
    expect(figuresIn(drawn).filter(({ value }) => value > 0).length).toBeGreaterThan(20)
    expect(drawn.subject).toMatchObject({ code: null, area: '0,0;2,0;2,2;0,2' })
    for (const name of ['actors', 'practices'] as const) {
      expect(drawn[name].value).toBe(code[name].value)
    }
    expect(drawn.ties.eiIndex).toBe(code.ties.eiIndex)
    for (const { value, query } of figuresIn(drawn)) {
      expect(await totalOf(app, 'drawn', query), JSON.stringify(query)).toBe(value)
    }
  })

  test('a territory with nobody has figures of zero', async ({ app, db }) => {
    await aTerritory(db, { code: 'ZZ', name: 'Nowhere' })
    const found = await figures(app, 'ZZ')
    expect(found.actors.value).toBe(0)
    expect(found.ties.eiIndex).toBeNull()
    expect(found.collaborations.acrossShare).toBeNull()
    expect(found.years).toEqual([])
  })

  test('every figure is the total of its query, in every country of the demo data', async ({
    app,
    db,
  }) => {
    await loadDemo(db)
    await loadCountryOutlines(db)
    let compared = 0
    for (const [code, asked] of [
      ['FR', {}],
      ['RO', {}],
      ['HU', { from: '2012', to: '2019' }],
      ['PT', { minEvidence: 'imported', from: '2020' }],
    ] as const) {
      for (const { value, query } of figuresIn(await figures(app, code, asked))) {
        expect(await totalOf(app, code, query), `${code} ${JSON.stringify(query)}`).toBe(value)
        compared += 1
      }
    }
    expect(compared).toBeGreaterThan(100)
  }, 120_000)

  test.for([
    ['XX', {}, 404],
    ['drawn', {}, 400],
    ['FR', { area: '0,0;2,0;2,2' }, 400],
    ['drawn', { area: '0,0;1,1' }, 400],
    ['drawn', { area: '0,0;2,2;2,0;0,2' }, 400],
    ['drawn', { area: '0,0;1e400,0;2,2' }, 400],
    ['drawn', { area: '0,0;181,0;2,2' }, 400],
    ['drawn', { area: '-180,-10;180,-10;0,20' }, 400],
    ['drawn', { area: '0,0;1,1;2,2' }, 400],
    ['drawn', { area: '10.1,45.1;10.2,45.2;10.4,45.4' }, 400],
    ['drawn', { area: '0,0;5e-324,0;0,5e-324' }, 400],
    [
      'drawn',
      {
        area: Array.from({ length: 101 }, (_, at) => `${String(at / 10)},${String(at % 2)}`).join(
          ';',
        ),
      },
      400,
    ],
    ['drawn', { area: "0,0;1,0;1,1'--" }, 400],
    ['FR', { unknown: '1' }, 400],
  ] as const)('refuses %j with %j', async ([code, query, status], { app }) => {
    const response = await app.inject({ url: `/api/territories/${code}/figures`, query })
    expect(response.statusCode).toBe(status)
  })
})

describe('GET /territories/:code/ties', () => {
  test('lists each pair once, with what makes it a tie', async ({ app, db }) => {
    await aSmallWorld(db)
    const response = await app.inject('/api/territories/AA1/ties?side=across')
    const { total, items } = response.json()
    expect(total).toBe(3)
    expect(
      items.map(
        ({
          one,
          other,
          hasSameTheme,
          collaborations,
        }: {
          one: { name: string }
          other: { name: string }
          hasSameTheme: boolean | null
          collaborations: { title: string }[]
        }) => [one.name + other.name, hasSameTheme, collaborations.map(({ title }) => title)],
      ),
    ).toEqual([
      ['ad', false, ['Regions']],
      ['ae', true, ['Countries']],
      ['ce', null, ['Countries']],
    ])
    expect((await app.inject('/api/territories/AA1/ties?page=9')).json().items).toEqual([])
    expect(items[0].other).toEqual({
      slug: expect.any(String),
      name: 'd',
      country: expect.stringMatching(/^..$/),
    })
    const { slug } = items[2].one
    const own = await app.inject(`/api/territories/AA1/ties?actor=${String(slug)}`)
    expect(own.json()).toMatchObject({
      total: 2,
      items: [{ other: { slug } }, { one: { slug } }],
    })
    expect((await app.inject('/api/territories/AA1/ties?actor=%00')).statusCode).toBe(400)
  })

  test('names all collaborations of a pair, and none of which only one of them was part', async ({
    app,
    db,
  }) => {
    const { a, b, d } = await aSmallWorld(db)
    const again = await aCollaboration(db, { title: 'Again', participants: [a.id, b.id] })
    await db.insert(participations).values({
      collaborationId: again.id,
      actorId: a.id,
      role: 'coordinator',
      evidence: 'imported',
    })
    await aCollaboration(db, { title: 'Later', participants: [b.id, d.id] })
    const { items } = (await app.inject('/api/territories/AA1/ties?side=any')).json()
    const titles = new Map(
      items.map(({ one, other, collaborations }: Tie) => [
        one.name + other.name,
        collaborations.map(({ title }) => title),
      ]),
    )
    expect(titles.get('ab')).toEqual(['Again', 'Inside'])
    expect(titles.get('ad')).toEqual(['Regions'])
    expect(titles.get('bd')).toEqual(['Later'])
  })
})

describe('GET /territories/:code/reached', () => {
  const read = async (app: App, query: string) => {
    const response = await app.inject(`/api/territories/AA1/reached${query}`)
    expect(response.statusCode, response.body).toBe(200)
    const found = response.json()
    const items: { territory: { code: string }; ties: { value: number; query: Query } }[] =
      found.items
    for (const { ties } of items) expect(await totalOf(app, 'AA1', ties.query)).toBe(ties.value)
    expect(found.total).toBe(items.length)
    return {
      actor: found.actor,
      items: items.map(({ territory, ties }) => [territory.code, ties.value]),
    }
  }

  test('lists the territories that ties lead to, each with the ties that do', async ({
    app,
    db,
  }) => {
    const { a, c } = await aSmallWorld(db)
    // Across: a–d in the other region, a–e and c–e abroad.
    expect(await read(app, '')).toEqual({
      actor: null,
      items: [
        ['BB', 2],
        ['AA2', 1],
      ],
    })
    expect(await read(app, `?actor=${a.slug}`)).toEqual({
      actor: { slug: a.slug, name: 'a' },
      items: [
        ['AA2', 1],
        ['BB', 1],
      ],
    })
    expect((await read(app, `?actor=${c.slug}`)).items).toEqual([['BB', 1]])
    expect((await read(app, '?to=2019')).items).toEqual([])
  })

  test('someone of whom only the country is known is in the country', async ({ app, db }) => {
    const { a, e } = await aSmallWorld(db)
    await aTerritory(db, {
      code: 'BB1',
      name: 'BB1',
      level: 1,
      parentCode: 'BB',
      countryCode: 'BB',
    })
    await db.execute(
      sql`insert into actor_territories (actor_id, territory_code) values (${e.id}, 'BB1')`,
    )
    const abroad = await anActor(db, { name: 'g', countryCode: 'BB' })
    await aCollaboration(db, { title: 'Far', participants: [a.id, abroad.id] })
    expect((await read(app, `?actor=${a.slug}`)).items).toEqual([
      ['BB', 2],
      ['AA2', 1],
      ['BB1', 1],
    ])
    const { bridging } = await figures(app, 'AA1')
    expect(bridging.first[0]).toMatchObject({ actor: { name: 'a' }, territories: { value: 3 } })
  })

  test('whom nobody here knows reaches nothing', async ({ app, db }) => {
    const { d } = await aSmallWorld(db)
    expect((await read(app, '?actor=nobody')).items).toEqual([])
    expect((await read(app, `?actor=${d.slug}`)).items).toEqual([])
    for (const url of ['AA1/reached?actor=%00', 'XX/reached', 'AA1/ties?with=%27']) {
      const { statusCode } = await app.inject(`/api/territories/${url}`)
      expect(statusCode).toBe(url.startsWith('XX') ? 404 : 400)
    }
  })
})

describe('lists', () => {
  test('find what began in some years, and who has a practice', async ({ app, db }) => {
    await aSmallWorld(db)
    const total = async (url: string) => {
      const response = await app.inject(url)
      expect(response.statusCode, url).toBe(200)
      return response.json<{ total: number }>().total
    }
    expect(await total('/api/actors?newIn=2019')).toBe(2)
    expect(await total('/api/actors?newIn=2020/..')).toBe(3)
    expect(await total('/api/actors?newIn=2019/2020')).toBe(5)
    expect(await total('/api/collaborations?newIn=2019/2019')).toBe(1)
    const [practice] = await db.execute<{ slug: string }>(sql`select slug from practices`)
    expect(await total(`/api/actors?practice=${practice?.slug ?? ''}`)).toBe(3)
    expect(await total('/api/actors?practice=nothing')).toBe(0)
    for (const newIn of ['2020/2019', '../2020', '2020/', '20', '2020/2021/2022']) {
      expect((await app.inject({ url: '/api/actors', query: { newIn } })).statusCode).toBe(400)
    }
  })

  test('how far ties reach needs one place to reach from', async ({ app }) => {
    for (const url of [
      '/api/actors?reach=across',
      '/api/collaborations?with=FR',
      '/api/actors?reach=inside&territory=FR&territory=HU',
      '/api/actors?reach=inside&territory=FR&area=0,0;1,0;1,1',
    ]) {
      const response = await app.inject(url)
      expect(response.statusCode, url).toBe(400)
    }
  })
})
