import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import {
  aCollaboration,
  anActor,
  aPractice,
  aSkill,
  aTerritory,
  aTheme,
  manyActors,
} from '../factories.ts'
import type { buildApp } from '../app.ts'
import { toCursor } from '../http/page.ts'
import { test } from '../testing.ts'

interface Item {
  name: string
  slug: string
  distanceMeters: number | null
  matchedIn: string[]
  summary: unknown
}

/** What the tests read of lists and clusters. */
interface Answer {
  items: [Item, ...Item[]]
  total: number
  /** Null on the last page, but a test that reads it there says so. */
  next: string
  facets: Record<string, { value: string; label: string; count: number }[]>
  corrected: { from: string; to: string }[]
  suggestions: { facet: string; value: string; label: string; words: string; rest: string }[]
  clusters: [Cluster, ...Cluster[]]
  actors: unknown[]
}

interface Cluster {
  count: number
  center: [number, number]
  bounds: number[]
}

type App = Awaited<ReturnType<typeof buildApp>>

async function list(app: App, query: Record<string, string | string[]> = {}, url = '/api/actors') {
  const response = await app.inject({ url, query })
  expect(response.statusCode).toBe(200)
  return response.json<Answer>()
}

const listKeyOf = (cursor: string) =>
  (JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [string])[0]

const namesOf = ({ items }: { items: { name: string }[] }) => items.map(({ name }) => name)

async function walk(app: App, query: Record<string, string>, url = '/api/actors') {
  const slugs: string[] = []
  let cursor: string | null = null
  do {
    const page = await list(app, { ...query, ...(cursor && { cursor }) }, url)
    slugs.push(...page.items.map(({ slug }) => slug))
    cursor = page.next
  } while (cursor)
  return slugs
}

describe('GET /actors', () => {
  test('lists what is published by name, and says how many and how many of them are on the map', async ({
    app,
    db,
  }) => {
    await anActor(db, { name: 'Beta', at: [10, 50] })
    await anActor(db, { name: 'alpha' })
    await anActor(db, { name: 'Hidden', status: 'pending' })
    await anActor(db, { name: 'Gone', status: 'erased' })

    const page = await list(app)

    expect(namesOf(page)).toEqual(['alpha', 'Beta'])
    expect(page).toMatchObject({ total: 2, located: 1, next: null, facets: {}, corrected: [] })
  })

  test('gives cards in the reader’s language, with the original where there is no translation', async ({
    app,
    db,
  }) => {
    const theme = await aTheme(db, 'food', { en: ['Food'], fr: ['Alimentation'] })
    await anActor(db, {
      name: 'One',
      countryCode: 'HU',
      summary: { en: 'Hello', fr: 'Bonjour' },
      themes: [theme],
    })
    await anActor(db, { name: 'Two', summary: { hu: 'Szia' } })

    const { items } = await list(app, { lang: 'fr' })

    expect(items[0]).toMatchObject({
      summary: { text: 'Bonjour', language: 'fr' },
      place: { country: 'HU', countryName: 'Hongrie' },
      themes: [{ slug: 'food', label: 'Alimentation' }],
    })
    expect(items[1]?.summary).toMatchObject({ text: 'Szia', language: 'hu', isStale: false })
  })

  test('counts practices and the actors it shares a collaboration with once', async ({
    app,
    db,
  }) => {
    const one = await anActor(db, { name: 'One' })
    const two = await anActor(db, { name: 'Two' })
    const three = await anActor(db, { name: 'Three', status: 'pending' })
    await aCollaboration(db, { participants: [one.id, two.id, three.id] })
    await aCollaboration(db, { participants: [one.id, two.id] })
    await aPractice(db, { practitioners: [one.id] })

    const { items } = await list(app, { q: 'one' })

    expect(items[0]).toMatchObject({ practiceCount: 1, tieCount: 1 })
  })

  describe('filters', () => {
    test('values of one are alternatives, different ones must all hold', async ({ app, db }) => {
      const food = await aTheme(db, 'food')
      const youth = await aTheme(db, 'youth')
      await anActor(db, { name: 'A', themes: [food], countryCode: 'FR', languages: ['fr'] })
      await anActor(db, { name: 'B', themes: [youth], countryCode: 'FR', languages: ['fr', 'en'] })
      await anActor(db, { name: 'C', themes: [food, youth], countryCode: 'HU', kind: 'network' })

      expect(namesOf(await list(app, { theme: 'food' }))).toEqual(['A', 'C'])
      expect(namesOf(await list(app, { theme: ['food', 'youth'] }))).toEqual(['A', 'B', 'C'])
      expect(namesOf(await list(app, { theme: ['food', 'youth'], country: 'FR' }))).toEqual([
        'A',
        'B',
      ])
      expect(namesOf(await list(app, { kind: ['network', 'company'] }))).toEqual(['C'])
      expect(namesOf(await list(app, { language: 'en' }))).toEqual(['B'])
    })

    test('a theme includes narrower ones, and a skill finds who has it', async ({ app, db }) => {
      const broad = await aTheme(db, 'economy')
      const narrow = await aTheme(db, 'fair-trade', {}, broad)
      const skill = await aSkill(db, 'mediation')
      await anActor(db, { name: 'Narrow', themes: [narrow] })
      await anActor(db, { name: 'Skilled', skills: [skill] })

      expect(namesOf(await list(app, { theme: 'economy' }))).toEqual(['Narrow'])
      expect(namesOf(await list(app, { skill: 'mediation' }))).toEqual(['Skilled'])
    })

    test('values that nothing has give no result rather than an error', async ({ app, db }) => {
      await anActor(db)
      for (const query of [{ country: 'ZZ' }, { language: 'xx' }, { territory: 'XX99' }]) {
        expect(await list(app, query)).toMatchObject({ items: [], total: 0 })
      }
    })

    test.for(['actors', 'practices', 'actors/clusters', 'practices/clusters', 'network'])(
      '%s of a theme or skill that the vocabulary lacks are refused by its name',
      async (path, { app, db }) => {
        await aTheme(db, 'food')
        await aSkill(db, 'mediation')
        const answered = async (query: Record<string, string | string[]>) => {
          const zoom: Record<string, string> = path.endsWith('clusters') ? { zoom: '3' } : {}
          return app.inject({ url: `/api/${path}`, query: { ...zoom, ...query } })
        }
        expect((await answered({ theme: 'food', skill: 'mediation' })).statusCode).toBe(200)

        // Each scheme has slugs of its own.
        const refused = await answered({ theme: ['food', 'nope', 'mediation'], skill: 'none' })
        expect(refused.statusCode).toBe(400)
        expect(refused.json()).toMatchObject({
          code: 'invalid_request',
          fields: {
            theme: 'is not in the vocabulary: mediation, nope',
            skill: 'is not in the vocabulary: none',
          },
        })
      },
    )

    test('a territory is taken by its ISO and its NUTS name', async ({ app, db }) => {
      await aTerritory(db, { code: 'GR', name: 'Greece' })
      await anActor(db, { name: 'Athens', countryCode: 'GR' })

      expect(namesOf(await list(app, { territory: 'GR' }))).toEqual(['Athens'])
      expect(namesOf(await list(app, { territory: 'EL' }))).toEqual(['Athens'])
    })

    test('a box holds what lies inside, its border included, across the 180° line too', async ({
      app,
      db,
    }) => {
      await anActor(db, { name: 'Berlin', at: [13.4, 52.5] })
      await anActor(db, { name: 'Fiji east', at: [-179.5, -17] })
      await anActor(db, { name: 'Fiji west', at: [179.5, -17] })
      await anActor(db, { name: 'Nowhere' })

      expect(namesOf(await list(app, { bbox: '13,52,13.4,52.5' }))).toEqual(['Berlin'])
      expect(namesOf(await list(app, { bbox: '179,-20,-179,-10' }))).toEqual([
        'Fiji east',
        'Fiji west',
      ])
      expect(await list(app, { bbox: '-180,-90,180,90' })).toMatchObject({ total: 3, located: 3 })
    })

    test('near sorts by distance and within leaves out what is farther', async ({ app, db }) => {
      await anActor(db, { name: 'Vienna', at: [16.37, 48.21] })
      await anActor(db, { name: 'Budapest', at: [19.04, 47.5] })
      await anActor(db, { name: 'Bratislava', at: [17.11, 48.15] })
      await anActor(db, { name: 'Nowhere' })

      const all = await list(app, { near: '16.37,48.21' })
      expect(namesOf(all)).toEqual(['Vienna', 'Bratislava', 'Budapest', 'Nowhere'])
      expect(all.items[0].distanceMeters).toBe(0)
      expect(all.items[1]?.distanceMeters).toBeGreaterThan(54_000)
      expect(all.items[1]?.distanceMeters).toBeLessThan(57_000)
      expect(all.items[3]?.distanceMeters).toBeNull()

      expect(namesOf(await list(app, { near: '16.37,48.21', within: '60' }))).toEqual([
        'Vienna',
        'Bratislava',
      ])
    })

    test('updatedSince and located', async ({ app, db }) => {
      await anActor(db, { name: 'Old', updatedAt: new Date('2020-01-01T00:00:00Z') })
      await anActor(db, { name: 'New', updatedAt: new Date('2026-01-01T00:00:00Z'), at: [1, 1] })

      expect(namesOf(await list(app, { updatedSince: '2026-01-01T00:00:00Z' }))).toEqual(['New'])
      expect(namesOf(await list(app, { updatedSince: '2026-01-01T01:00:00+01:00' }))).toEqual([
        'New',
      ])
      expect(namesOf(await list(app, { updatedSince: '2026-01-01' }))).toEqual(['New'])
      expect(namesOf(await list(app, { updatedSince: '2026-01-02' }))).toEqual([])
      expect(namesOf(await list(app, { located: 'true' }))).toEqual(['New'])
      expect(namesOf(await list(app, { located: 'false' }))).toEqual(['Old'])
    })
  })

  describe('text', () => {
    test('accents, case and punctuation do not matter, and beginnings are enough', async ({
      app,
      db,
    }) => {
      await anActor(db, { name: 'Városi kert', town: 'Győr' })
      await anActor(db, { name: 'Asociația Oraș', town: 'Timișoara' })

      for (const q of ['gyor', 'GYŐR', 'győr', 'gyo', ' «Győr!» ']) {
        expect(namesOf(await list(app, { q }))).toEqual(['Városi kert'])
      }
      expect(namesOf(await list(app, { q: 'timisoara' }))).toEqual(['Asociația Oraș'])
    })

    test('words that name a theme or a country in any language are offered as filters', async ({
      app,
      db,
    }) => {
      await aTheme(db, 'social-economy', {
        en: ['Social economy'],
        hu: ['Szociális gazdaság', 'Szolidáris gazdaság'],
      })
      const suggestionsFor = async (query: Record<string, string>, url?: string) =>
        (await list(app, query, url)).suggestions

      expect(await suggestionsFor({ q: 'kert SZOCIALIS gazdaság', lang: 'en' })).toEqual([
        {
          facet: 'theme',
          value: 'social-economy',
          label: 'Social economy',
          words: 'SZOCIALIS gazdaság',
          rest: 'kert',
        },
      ])
      expect(await suggestionsFor({ q: 'szolidáris gazdaság' })).toMatchObject([
        { value: 'social-economy', rest: '' },
      ])
      for (const q of ['Magyarország', 'hungary', 'Hongrie', 'ungheria', 'Hungria', 'Ungaria']) {
        expect(await suggestionsFor({ q, lang: 'fr' })).toEqual([
          { facet: 'country', value: 'HU', label: 'Hongrie', words: q, rest: '' },
        ])
      }
      expect(await suggestionsFor({ q: 'Hongrie' }, '/api/collaborations')).toHaveLength(1)
      expect(await suggestionsFor({ q: 'Hongrie', country: 'HU' })).toEqual([])
      expect(await suggestionsFor({ q: 'gazdaság' })).toEqual([])
      expect(await suggestionsFor({ q: '!' })).toEqual([])
      expect(await suggestionsFor({})).toEqual([])
    })

    test('all words must be found', async ({ app, db }) => {
      await anActor(db, { name: 'Garden one', town: 'Lyon' })
      await anActor(db, { name: 'Garden two', town: 'Nantes' })

      expect(namesOf(await list(app, { q: 'garden nantes' }))).toEqual(['Garden two'])
    })

    test('labels and synonyms of themes find who is tagged, in any language', async ({
      app,
      db,
    }) => {
      const shared = await aTheme(db, 'shared-places', {
        en: ['Shared places'],
        fr: ['Lieux partagés', 'tiers-lieux'],
      })
      const broad = await aTheme(db, 'places', { fr: ['Espaces'] })
      await db.execute(sql`update concepts set broader_id = ${broad} where id = ${shared}`)
      await anActor(db, { name: 'Never says it', themes: [shared] })
      await anActor(db, { name: 'Other' })

      for (const q of ['tiers-lieux', 'Tiers Lieux', 'les tiers-lieux', 'espace']) {
        const page = await list(app, { q })
        expect(namesOf(page)).toEqual(['Never says it'])
        expect(page.items[0].matchedIn).toEqual(['theme'])
      }
    })

    test('small errors are forgiven, and the answer says what was searched instead', async ({
      app,
      db,
    }) => {
      await anActor(db, { name: 'Városi kert', town: 'Győr' })
      await anActor(db, { name: 'Cooperative', town: 'Timișoara' })
      const theme = await aTheme(db, 'gardens', { en: ['Community gardening'] })
      await anActor(db, { name: 'Green', themes: [theme] })

      for (const [q, from, to, found] of [
        ['gyro', 'gyro', 'gyor', 'Városi kert'],
        ['ygor', 'ygor', 'gyor', 'Városi kert'],
        ['timisora', 'timisora', 'timisoara', 'Cooperative'],
        ['Coperative', 'coperative', 'cooperative', 'Cooperative'],
        ['gardning', 'gardning', 'gardening', 'Green'],
      ] as const) {
        const page = await list(app, { q })
        expect(namesOf(page)).toEqual([found])
        expect(page.corrected).toEqual([{ from, to }])
      }
      expect(await list(app, { q: 'coco'.repeat(40) })).toMatchObject({ corrected: [] })
      expect(await list(app, { q: 'xqzzwk' })).toMatchObject({ total: 0, corrected: [] })
    })

    test('the name in full comes first, then names, then places and themes, then texts', async ({
      app,
      db,
    }) => {
      const theme = await aTheme(db, 'garden')
      await anActor(db, { name: 'Text', description: { en: 'garden '.repeat(60) } })
      await anActor(db, { name: 'Summary', summary: { en: 'a garden' } })
      await anActor(db, { name: 'Theme', themes: [theme] })
      await anActor(db, { name: 'A garden among many other words in its long name' })
      await anActor(db, { name: 'Garden' })

      const page = await list(app, { q: 'garden' })

      expect(namesOf(page)).toEqual([
        'Garden',
        'A garden among many other words in its long name',
        'Theme',
        'Summary',
        'Text',
      ])
      expect(page.items.map(({ matchedIn }) => matchedIn)).toEqual([
        ['name'],
        ['name'],
        ['theme'],
        ['text'],
        ['text'],
      ])
    })

    test('a query of punctuation is none', async ({ app, db }) => {
      await anActor(db)
      for (const q of ['', '   ', '…!?', '()', '&|!:*']) {
        expect(await list(app, { q })).toMatchObject({ total: 1 })
      }
    })

    test('no query makes the server fail', async ({ app, db }) => {
      await anActor(db, { name: "L'Atelier" })
      const hostile = [
        "'",
        "''",
        '\\',
        "\\'",
        '%',
        '_',
        '&',
        '|',
        '!',
        ':*',
        'a:*',
        "a' | b",
        '(((',
        ')',
        '<->',
        "a <-> 'b",
        'concept:1',
        "'concept:1'",
        '{1}',
        '\u202e',
        '💥',
        'ﷺ',
        'a'.repeat(200),
        '1e5',
        '-5',
        'http://x.y/z?q=1',
        'a@b.c',
        '<b>x</b>',
        "'; drop table actors; --",
        '١٢٣',
        'ß',
        'İ',
      ]
      const withNul = await app.inject({ url: '/api/actors', query: { q: 'a\u0000b' } })
      expect(withNul.json()).toMatchObject({
        status: 400,
        fields: { q: expect.any(String) as string },
      })
      for (const q of hostile) {
        const response = await app.inject({ url: '/api/actors', query: { q, facets: 'theme' } })
        expect(response.statusCode, q).toBe(200)
        const clusters = await app.inject({ url: '/api/actors/clusters', query: { q, zoom: '3' } })
        expect(clusters.statusCode, q).toBe(200)
        const places = await app.inject({ url: '/api/places', query: { q } })
        expect(places.statusCode, q).toBe(200)
        const territories = await app.inject({ url: '/api/territories', query: { q } })
        expect(territories.statusCode, q).toBe(200)
      }
      const tooLong = await app.inject({ url: '/api/actors', query: { q: 'a'.repeat(10_000) } })
      expect(tooLong.statusCode).toBe(400)
    })
  })

  describe('pages', () => {
    test('walking them gives each actor once, however many share a value', async ({ app, db }) => {
      const rows = await manyActors(
        db,
        Array.from({ length: 23 }, (_, index) => ({
          name: index % 2 ? 'Same' : `Other ${String(index % 3)}`,
          updatedAt: new Date('2026-03-01T10:00:00.123Z'),
          ...(index % 4 && { at: [10, 50 + (index % 3)] as [number, number] }),
        })),
      )
      // Finer than a JavaScript date can tell.
      await db.execute(
        sql`update actors set updated_at = updated_at + (id % 3) * interval '1 microsecond'`,
      )
      const all = rows.map(({ slug }) => slug).sort()

      for (const query of [
        { sort: 'name' },
        { sort: 'updated' },
        { near: '10.1,50.2' },
        { near: '10.1,50.2', sort: 'name' },
      ]) {
        const whole = await walk(app, { ...query, limit: '100' })
        const walked = await walk(app, { ...query, limit: '4' })
        expect(walked).toEqual(whole)
        expect([...walked].sort()).toEqual(all)
      }
      const relevant = await walk(app, { q: 'same', limit: '3' })
      expect(relevant).toEqual(await walk(app, { q: 'same', limit: '100' }))
      expect(new Set(relevant).size).toBe(11)
    })

    test('the last full page has no next', async ({ app, db }) => {
      await manyActors(db, [{}, {}, {}, {}])
      const first = await list(app, { limit: '2' })
      const second = await list(app, { limit: '2', cursor: first.next })
      expect(first.next).not.toBeNull()
      expect(second).toMatchObject({ next: null, total: 4 })
    })

    test('a cursor is taken by its own search only', async ({ app, db }) => {
      await manyActors(db, [{}, {}, {}])
      const { next } = await list(app, { limit: '1' })

      const cursors = [
        { cursor: next, sort: 'updated' },
        { cursor: next, kind: 'network' },
        { cursor: 'nonsense' },
        { cursor: '' },
        { cursor: toCursor(listKeyOf(next), { sortValue: 'a\u0000', id: 1 }) },
        { cursor: Buffer.from('["x"]').toString('base64url') },
        {
          cursor: Buffer.from(
            Buffer.from(next, 'base64url').toString().replace(/\d+]$/, '-1]'),
          ).toString('base64url'),
        },
      ]
      for (const query of cursors) {
        const response = await app.inject({ url: '/api/actors', query: { limit: '1', ...query } })
        expect(response.statusCode).toBe(400)
        expect(response.json().fields).toHaveProperty('cursor')
      }
      expect(
        await list(app, { limit: '2', cursor: next, lang: 'fr', facets: 'kind' }),
      ).toMatchObject({ total: 3 })
    })
  })

  describe('facets', () => {
    test('the number beside a value is the number of results after choosing it', async ({
      app,
      db,
    }) => {
      const food = await aTheme(db, 'food')
      const youth = await aTheme(db, 'youth')
      const fair = await aTheme(db, 'fair', {}, food)
      await aTerritory(db, { code: 'FR', name: 'France' })
      await aTerritory(db, { code: 'HU', name: 'Hungary' })
      const skill = await aSkill(db, 'mediation')
      const themes = [[food], [youth], [fair], [food, youth], [], [fair, youth]]
      for (let index = 0; index < 18; index++) {
        await anActor(db, {
          name: index % 4 ? 'Garden' : 'Kitchen',
          themes: themes[index % 6] ?? [],
          skills: index % 5 ? [] : [skill],
          kind: index % 3 ? 'association' : 'network',
          countryCode: index % 2 ? 'FR' : 'HU',
          languages: index % 7 ? ['fr'] : ['hu', 'fr'],
        })
      }
      const names = ['theme', 'skill', 'kind', 'country', 'language', 'territory']
      const searches: Record<string, string | string[]>[] = [
        {},
        { q: 'garden' },
        { theme: 'food' },
        { theme: ['food', 'youth'], country: 'FR' },
        { kind: 'network', country: 'HU', language: 'hu' },
        { territory: 'FR', q: 'garden', skill: 'mediation' },
      ]
      for (const search of searches) {
        const { facets, total } = await list(app, { ...search, facets: names })
        for (const name of names) {
          const chosen = [search[name] ?? []].flat()
          const counted = facets[name] ?? []
          const values = counted.map(({ value }) => value)
          expect(values).toEqual(expect.arrayContaining(chosen))
          for (const { value, count } of counted) {
            const choosing = { ...search, [name]: [...new Set([...chosen, value])] }
            expect(
              (await list(app, choosing)).total,
              `${name}=${value} on ${JSON.stringify(search)}`,
            ).toBe(count)
            if (chosen.includes(value)) expect(count).toBe(total)
          }
        }
      }
    })

    test('are named in the reader’s language and come as a list or repeated', async ({
      app,
      db,
    }) => {
      const food = await aTheme(db, 'food', { fr: ['Alimentation'] })
      await aTerritory(db, { code: 'HU', name: 'Hungary' })
      await anActor(db, {
        themes: [food],
        countryCode: 'HU',
        languages: ['hu'],
        kind: 'social_enterprise',
      })

      const { facets } = await list(app, {
        facets: 'theme,country,language,territory,kind',
        lang: 'fr',
      })

      expect(facets).toEqual({
        theme: [{ value: 'food', label: 'Alimentation', count: 1 }],
        country: [{ value: 'HU', label: 'Hongrie', count: 1 }],
        language: [{ value: 'hu', label: 'hongrois', count: 1 }],
        territory: [{ value: 'HU', label: 'Hongrie', count: 1 }],
        kind: [{ value: 'social_enterprise', label: 'Social enterprise', count: 1 }],
      })
      expect(Object.keys((await list(app, { facets: ['kind', 'theme'] })).facets)).toEqual([
        'theme',
        'kind',
      ])
    })
  })

  test.for([
    [{ nonsense: '1' }, 'nonsense'],
    [{ limit: '0' }, 'limit'],
    [{ limit: '101' }, 'limit'],
    [{ limit: 'ten' }, 'limit'],
    [{ kind: 'club' }, 'kind'],
    [{ country: 'fr' }, 'country'],
    [{ country: 'FRA' }, 'country'],
    [{ theme: 'Not a slug' }, 'theme'],
    [{ language: 'french' }, 'language'],
    [{ territory: 'a b' }, 'territory'],
    [{ bbox: '1,2,3' }, 'bbox'],
    [{ bbox: '1,2,3,x' }, 'bbox'],
    [{ bbox: '1,2,3,1e999' }, 'bbox'],
    [{ bbox: '-181,0,1,1' }, 'bbox'],
    [{ bbox: '0,2,1,1' }, 'bbox'],
    [{ near: '1' }, 'near'],
    [{ near: '1,91' }, 'near'],
    [{ within: '5' }, 'within'],
    [{ near: '1,1', within: '-5' }, 'within'],
    [{ near: '1,1', within: 'NaN' }, 'within'],
    [{ updatedSince: 'yesterday' }, 'updatedSince'],
    [{ updatedSince: '2026-02-30T00:00:00Z' }, 'updatedSince'],
    [{ updatedSince: '2026-02-30' }, 'updatedSince'],
    [{ updatedSince: '2026-01' }, 'updatedSince'],
    [{ updatedSince: '0000-01-01' }, 'updatedSince'],
    [{ updatedSince: '0000-01-01T00:00:00Z' }, 'updatedSince'],
    [{ sort: 'random' }, 'sort'],
    [{ sort: 'relevance' }, 'sort'],
    [{ sort: 'relevance', q: '!' }, 'sort'],
    [{ sort: 'distance' }, 'sort'],
    [{ sort: ['name', 'updated'] }, 'sort'],
    [{ facets: 'colour' }, 'facets'],
    [{ facets: 'programme' }, 'facets'],
    [{ lang: 'de' }, 'lang'],
    [{ located: 'perhaps' }, 'located'],
    [{ programme: 'x' }, 'programme'],
  ] as [Record<string, string | string[]>, string][])(
    '%o is refused, and the answer names it',
    async ([query, field], { app }) => {
      const response = await app.inject({ url: '/api/actors', query })
      expect(response.statusCode).toBe(400)
      expect(response.headers['content-type']).toMatch('application/problem+json')
      expect(response.json()).toMatchObject({ status: 400, code: 'invalid_request' })
      expect(response.json().fields).toHaveProperty(field)
    },
  )

  test('all that is wrong is named at once', async ({ app }) => {
    const response = await app.inject({
      url: '/api/actors',
      query: { limit: '0', foo: '1', kind: 'club' },
    })
    expect(Object.keys(response.json().fields).sort()).toEqual(['foo', 'kind', 'limit'])
    expect(response.json().fields.kind).toMatch('association')
  })
})

describe('GET /actors/clusters', () => {
  test('the counts in view sum to the located actors that match', async ({ app, db }) => {
    await manyActors(
      db,
      Array.from({ length: 300 }, (_, index) => ({
        kind: index % 3 ? ('association' as const) : ('network' as const),
        ...(index % 10 && {
          at: [((index * 37) % 360) - 180, ((index * 53) % 160) - 80] as [number, number],
        }),
      })),
    )
    for (const bbox of ['-180,-90,180,90', '0,-20,60,40', '170,-60,-170,60', '100,-90,-100,90']) {
      for (const zoom of ['0', '3', '7', '20']) {
        for (const filter of [{}, { kind: 'network' }]) {
          const clusters = await list(app, { bbox, zoom, ...filter }, '/api/actors/clusters')
          const { total } = await list(app, { bbox, ...filter })
          const inView =
            clusters.actors.length + clusters.clusters.reduce((sum, { count }) => sum + count, 0)
          expect(inView).toBe(total)
          expect(clusters.total).toBe(total)
          expect(clusters.clusters.length + clusters.actors.length).toBeLessThanOrEqual(200)
        }
      }
    }
  })

  test('a lone actor comes as itself, with its first theme', async ({ app, db }) => {
    const theme = await aTheme(db, 'food')
    const { slug } = await anActor(db, { name: 'Lone', at: [19, 47.5], themes: [theme] })

    const answer = await list(app, { bbox: '10,40,30,50', zoom: '5' }, '/api/actors/clusters')

    expect(answer).toEqual({
      clusters: [],
      actors: [
        {
          slug,
          name: 'Lone',
          kind: 'association',
          coordinates: [19, 47.5],
          theme: 'food',
          precision: 'town',
        },
      ],
      total: 1,
    })
  })

  test('actors at one point stay a cluster at every zoom', async ({ app, db }) => {
    await manyActors(db, [{ at: [2, 48] }, { at: [2, 48] }])
    const { clusters } = await list(app, { zoom: '20' }, '/api/actors/clusters')
    expect(clusters).toEqual([{ count: 2, center: [2, 48], bounds: [2, 48, 2, 48] }])
  })

  test('a cluster may lie across the 180° line', async ({ app, db }) => {
    await manyActors(db, [{ at: [179.9, 0] }, { at: [-179.9, 0] }])
    const { clusters } = await list(
      app,
      { bbox: '170,-10,-170,10', zoom: '3' },
      '/api/actors/clusters',
    )
    expect(clusters).toHaveLength(1)
    expect(clusters[0].bounds).toEqual([179.9, 0, -179.9, 0])
    expect(Math.abs(clusters[0].center[0])).toBeCloseTo(180)
  })

  test('takes the filters of the list but no page of it', async ({ app }) => {
    for (const query of [
      {},
      { zoom: '21' },
      { zoom: '2.5' },
      { zoom: '3', limit: '5' },
      { zoom: '3', cursor: 'x' },
    ]) {
      const response = await app.inject({ url: '/api/actors/clusters', query })
      expect(response.statusCode).toBe(400)
    }
  })
})

describe('GET /practices/clusters and /collaborations/clusters', () => {
  interface Places {
    clusters: Cluster[]
    total: number
    practices?: { slug: string; title: string; coordinates: [number, number] }[]
    collaborations?: { slug: string; title: string; coordinates: [number, number] }[]
  }
  const clustersOf = async (app: App, section: string, query: Record<string, string>) =>
    (await app.inject({ url: `/api/${section}/clusters`, query })).json<Places>()

  test('the total is that of the list in the same box, and no cluster counts one twice', async ({
    app,
    db,
  }) => {
    const actors: { id: number }[] = []
    for (let index = 0; index < 40; index++) {
      const at: [number, number] = [((index * 37) % 360) - 180, ((index * 53) % 120) - 60]
      actors.push(await anActor(db, { name: `Actor ${String(index)}`, ...(index % 8 && { at }) }))
    }
    const some = (from: number, count: number) =>
      Array.from({ length: count }, (_, step) => actors[(from + step * 7) % 40]?.id ?? 0)
    for (let index = 0; index < 25; index++) {
      await aPractice(db, { practitioners: some(index, index % 4) })
      await aCollaboration(db, {
        kind: index % 2 ? 'event' : 'project',
        participants: some(index * 3, 2 + (index % 5)),
      })
    }
    for (const section of ['practices', 'collaborations']) {
      for (const bbox of ['-180,-90,180,90', '0,-20,60,40', '150,-60,-150,60']) {
        for (const zoom of ['0', '4', '20']) {
          const answer = await clustersOf(app, section, { bbox, zoom })
          const { total } = await list(app, { bbox }, `/api/${section}`)
          expect(answer.total).toBe(total)
          for (const { count } of answer.clusters) expect(count).toBeLessThanOrEqual(total)
          expect(answer.clusters.length > 0 || total < 2 || zoom !== '0').toBe(true)
        }
      }
    }
    const events = await clustersOf(app, 'collaborations', { kind: 'event', zoom: '0' })
    expect(events.total).toBe(
      (await list(app, { kind: 'event', bbox: '-180,-90,180,90' }, '/api/collaborations')).total,
    )
  })

  test('one stands at each place of those who practise it or take part, and only there in view', async ({
    app,
    db,
  }) => {
    const lyon = await anActor(db, { name: 'Lyon', at: [4.8, 45.7] })
    const paris = await anActor(db, { name: 'Paris', at: [2.3, 48.8] })
    const hidden = await anActor(db, { name: 'Hidden', at: [10, 50], status: 'pending' })
    const { slug } = await aPractice(db, {
      title: 'Festival',
      titles: { fr: 'Fête' },
      practitioners: [lyon.id, paris.id, hidden.id],
    })
    await aCollaboration(db, { title: 'Together', participants: [lyon.id, paris.id] })
    await aCollaboration(db, { title: 'Alone', participants: [paris.id] })

    const everywhere = await clustersOf(app, 'practices', { zoom: '8', lang: 'fr' })
    expect(everywhere).toMatchObject({ clusters: [], total: 1 })
    const at = everywhere.practices?.map(({ coordinates }) => coordinates.map(Math.round).join())
    expect(at?.sort()).toEqual(['2,49', '5,46'])
    expect(everywhere.practices).toContainEqual(
      expect.objectContaining({ slug, title: 'Fête', language: 'fr', theme: null }),
    )
    const inLyon = await clustersOf(app, 'practices', { zoom: '8', bbox: '4,45,5,46' })
    expect(inLyon.practices).toHaveLength(1)

    const ties = await clustersOf(app, 'collaborations', { zoom: '8' })
    expect(ties).toMatchObject({
      clusters: [{ count: 2, bounds: [2.3, 48.8, 2.3, 48.8] }],
      collaborations: [{ title: 'Together' }],
      total: 2,
    })
  })

  test('take the filters of their list and nothing else', async ({ app }) => {
    for (const [section, query] of [
      ['practices', { zoom: '3', kind: 'event' }],
      ['practices', {}],
      ['collaborations', { zoom: '3', skill: 'x' }],
      ['collaborations', { zoom: '3', limit: '5' }],
    ] as [string, Record<string, string>][]) {
      const response = await app.inject({ url: `/api/${section}/clusters`, query })
      expect(response.statusCode).toBe(400)
    }
  })
})

test('a cursor that was tampered with is refused by every sort', async ({ app, db }) => {
  await manyActors(db, [{}, {}, {}])
  for (const query of [{ sort: 'updated' }, { near: '1,1' }, { q: 'actor' }]) {
    const { next } = await list(app, { ...query, limit: '1' })
    for (const sortValue of [
      'x',
      '1e999',
      '1e-999',
      'NaN',
      'Infinity',
      '',
      '99999999999999999999999',
    ]) {
      const cursor = toCursor(listKeyOf(next), { sortValue, id: 1 })
      const response = await app.inject({ url: '/api/actors', query: { ...query, cursor } })
      expect(response.statusCode, `${JSON.stringify(query)} ${sortValue}`).toBe(400)
    }
  }
})

describe('GET /practices', () => {
  test('finds by title in any language, by skill, and by the place of those who practise it', async ({
    app,
    db,
  }) => {
    const skill = await aSkill(db, 'mediation', { fr: ['Médiation'] })
    const actor = await anActor(db, { name: 'Largo', at: [-9.13, 38.72], countryCode: 'PT' })
    await aPractice(db, {
      title: 'Festival of neighbours',
      titles: { fr: 'Fête de quartier' },
      summary: { en: 'In July' },
      skills: [skill],
      practitioners: [actor.id],
    })
    await aPractice(db, { title: 'Something else' })

    const page = await list(
      app,
      { q: 'fete', lang: 'fr', facets: 'skill,country' },
      '/api/practices',
    )

    expect(page).toMatchObject({
      total: 1,
      facets: { skill: [{ value: 'mediation', label: 'Médiation', count: 1 }] },
    })
    expect(page.items[0]).toMatchObject({
      title: 'Fête de quartier',
      language: 'fr',
      matchedIn: ['name'],
      practitioners: [{ name: 'Largo', country: 'PT', role: 'practises' }],
      practitionerCount: 1,
    })
    for (const query of [
      { country: 'PT' },
      { bbox: '-10,38,-9,39' },
      { near: '-9.1,38.7', within: '20' },
      { skill: 'mediation' },
    ]) {
      expect(await list(app, query, '/api/practices')).toMatchObject({ total: 1 })
    }
  })

  test('says whether the town or the name of who practises it was found', async ({ app, db }) => {
    const actor = await anActor(db, { name: 'Largo Residências', town: 'Porto' })
    await aPractice(db, { town: 'Lisboa', practitioners: [actor.id] })
    await aCollaboration(db, { programme: 'Erasmus+', participants: [actor.id] })

    const reasons = async (q: string, url: string) =>
      (await list(app, { q }, url)).items[0].matchedIn
    expect(await reasons('lisboa', '/api/practices')).toEqual(['place'])
    expect(await reasons('largo', '/api/practices')).toEqual(['text'])
    expect(await reasons('erasmus', '/api/collaborations')).toEqual(['text'])
  })

  test('walking pages by distance gives each once, near ones first', async ({ app, db }) => {
    const near = await anActor(db, { at: [0, 50] })
    const far = await anActor(db, { at: [20, 50] })
    for (let index = 0; index < 7; index++) {
      await aPractice(db, {
        practitioners: index % 2 ? [near.id, far.id] : index % 3 ? [far.id] : [],
      })
    }
    const walked = await walk(app, { near: '0,50', limit: '2' }, '/api/practices')
    expect(new Set(walked).size).toBe(7)
    expect(walked).toEqual(await walk(app, { near: '0,50', limit: '50' }, '/api/practices'))
  })

  test('has no kind', async ({ app }) => {
    const response = await app.inject({ url: '/api/practices', query: { kind: 'association' } })
    expect(response.statusCode).toBe(400)
  })
})

describe('GET /collaborations', () => {
  test('counts who takes part and where they are', async ({ app, db }) => {
    const one = await anActor(db, { name: 'One', countryCode: 'FR', at: [2, 48] })
    const two = await anActor(db, { name: 'Two', countryCode: 'RO', at: [21, 45] })
    await aCollaboration(db, {
      title: 'COOPTERR',
      programme: 'Erasmus+',
      reference: '2020-1-FR01',
      startsOn: '2020-09-01',
      startsPrecision: 'month',
      endsOn: '2023-12-31',
      endsPrecision: 'year',
      participants: [one.id, two.id],
      roles: ['coordinator', 'partner'],
    })
    await aCollaboration(db, { title: 'Other', kind: 'event' })

    const page = await list(
      app,
      { programme: 'Erasmus+', facets: 'kind,programme,country' },
      '/api/collaborations',
    )

    expect(page.total).toBe(1)
    expect(page.items[0]).toMatchObject({
      title: 'COOPTERR',
      start: '2020-09',
      end: '2023',
      participantCount: 2,
      countryCount: 2,
      countries: ['FR', 'RO'],
      coordinator: { name: 'One' },
    })
    expect(page.facets['programme']).toEqual([{ value: 'Erasmus+', label: 'Erasmus+', count: 1 }])
    for (const query of [
      { bbox: '20,44,22,46' },
      { country: 'RO' },
      { q: '2020-1-FR01' },
      { kind: 'project' },
    ]) {
      expect(await list(app, query, '/api/collaborations')).toMatchObject({ total: 1 })
    }
  })
})
