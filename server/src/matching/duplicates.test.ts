import { describe, expect } from 'vitest'
import { actorIdentifiers, type Database } from '@maillage/db'
import { anActor, manyActors } from '../factories.ts'
import { test } from '../testing.ts'
import { findDuplicates } from './duplicates.queries.ts'
import type { Candidate } from './duplicates.rules.ts'

const names = async (db: Database, candidate: Candidate, not?: string) =>
  (await findDuplicates(db, candidate, { not, limit: 5 })).map(({ name }) => name)

describe('duplicates', () => {
  test.for([
    ['another case and no accents', 'ASOCIATIA CRIES'],
    ['a legal form', 'Asociația CRIES S.R.L.'],
    ['a slip', 'Asociatia CRIES Timsioreana'],
    ['more words', 'Asociația CRIES Centrul de Resurse'],
    ['its short name', 'Cries'],
  ] as const)('are found by a name with %s', async ([, name], { db }) => {
    await manyActors(db, [{ name: 'Asociația Ecoterra' }, { name: 'CREST' }])
    const cries = 'Asociația CRIES Timișoreană'
    await anActor(db, { name: cries, shortName: 'CRIES', town: 'Timișoara' })
    expect(await names(db, { name, town: 'Timisoara' })).toEqual([cries])
  })

  test('are found by the website, whatever they are called', async ({ db }) => {
    await anActor(db, { name: 'Peas', website: 'https://www.peas.co.uk/about', at: [1, 50] })
    await anActor(db, { name: 'Beans', website: 'https://shop.beans.co.uk', at: [1, 50] })
    await anActor(db, { name: 'A page', website: 'https://facebook.com/page', at: [1, 50] })
    const ask = (website: string) => names(db, { name: 'Swaythorpe', website, at: [1, 50] })
    expect(await ask('peas.co.uk')).toEqual(['Peas'])
    expect(await ask('http://shop.beans.co.uk/')).toEqual(['Beans'])
    expect(await ask('https://www.facebook.com/Page/')).toEqual(['A page'])
    expect(await ask('https://www.facebook.com/')).toEqual([])
    expect(await ask('co.uk')).toEqual([])
  })

  test('are found by an identifier, however it is spaced where it is typed', async ({ db }) => {
    const { id: actorId } = await anActor(db, { name: 'Peas' })
    await db.insert(actorIdentifiers).values({ actorId, scheme: 'vat', value: 'FR12' })
    const ask = (scheme: string, value: string) =>
      names(db, { name: 'Other', identifiers: [{ scheme, value }] })
    expect(await ask('vat', 'FR12')).toEqual(['Peas'])
    expect(await ask('siret', 'FR12')).toEqual([])
  })

  test('are only those that are published, and not the actor itself', async ({ db }) => {
    const { id: mergedIntoId } = await anActor(db, { name: 'Elsewhere' })
    const [itself] = await manyActors(db, [
      { name: 'Regather', slug: 'regather' },
      { name: 'Regather pending', status: 'pending' },
      { name: 'Regather merged', status: 'merged', mergedIntoId },
      { name: 'Regather erased', status: 'erased' },
    ])
    expect(await names(db, { name: 'Regather' })).toEqual(['Regather'])
    expect(await names(db, { name: 'Regather' }, itself?.slug)).toEqual([])
  })

  test('of a chain are the nearest of its many shops', async ({ db }) => {
    await manyActors(
      db,
      Array.from({ length: 80 }, (_, n) => ({
        name: 'Weltladen Nord',
        slug: `weltladen-nord-${String(n)}`,
        at: [10 + n / 10, 50] as [number, number],
      })),
    )
    const found = await findDuplicates(
      db,
      { name: 'Weltladen Nord', at: [17.9, 50.001] },
      { limit: 2 },
    )
    expect(found.map(({ slug, level }) => [slug, level])).toEqual([
      ['weltladen-nord-79', 'likely'],
      ['weltladen-nord-78', 'possible'],
    ])
  })

  test.for(['', ' ', '%', '\\', "'", '(((', '\u0000', '🌱', 'a', 'Ltd', '( )', 'x'.repeat(300)])(
    'of a name such as %j are none',
    async (name, { db }) => {
      await anActor(db, { name: 'Regather' })
      expect(await names(db, { name, website: name })).toEqual([])
    },
  )
})

describe('GET /actors/similar', () => {
  test('tells who it may be, and why', async ({ app, db }) => {
    await anActor(db, {
      slug: 'regather',
      name: 'Regather Co-operative',
      kind: 'cooperative',
      town: 'Sheffield',
      countryCode: 'GB',
      website: 'https://www.regather.net/',
      at: [-1.48, 53.37],
    })
    const response = await app.inject(
      '/api/actors/similar?name=regather&website=regather.net&country=GB&town=sheffield&at=-1.48,53.38&lang=fr',
    )
    expect(response.statusCode).toBe(200)
    expect(response.json()).toEqual({
      items: [
        {
          slug: 'regather',
          name: 'Regather Co-operative',
          shortName: null,
          kind: 'cooperative',
          place: { town: 'Sheffield', region: null, country: 'GB', countryName: 'Royaume-Uni' },
          distanceMeters: expect.closeTo(1113, -1) as number,
          score: expect.closeTo(0.91, 1) as number,
          level: 'likely',
          reasons: [
            { kind: 'same_website', value: 'regather.net' },
            { kind: 'similar_name', value: 'Regather Co-operative' },
            { kind: 'same_place', value: 'Sheffield' },
            { kind: 'near', value: null },
          ],
        },
      ],
    })
    const without = await app.inject('/api/actors/similar?name=regather&not=regather')
    expect(without.json()).toEqual({ items: [] })
  })

  test('takes identifiers, whose values may hold colons', async ({ app, db }) => {
    const { id: actorId } = await anActor(db, { name: 'Peas' })
    await db.insert(actorIdentifiers).values({ actorId, scheme: 'ark', value: 'ark:/12/3' })
    const { items } = (
      await app.inject('/api/actors/similar?name=Other&identifier=vat:1&identifier=ark:ark:/12/3')
    ).json<{ items: { name: string; level: string }[] }>()
    expect(items).toMatchObject([{ name: 'Peas', level: 'likely' }])
  })

  test('is not taken for an actor, nor an actor for it', async ({ app, db }) => {
    await anActor(db, { slug: 'similarity', name: 'Similarity' })
    expect((await app.inject('/api/actors/similar?name=x')).json()).toEqual({ items: [] })
    expect((await app.inject('/api/actors/similarity')).json()).toMatchObject({
      name: 'Similarity',
    })
  })

  test.for([
    ['', 'name'],
    ['?name=', 'name'],
    ['?name=%00', 'name'],
    ['?name=x&at=7', 'at'],
    ['?name=x&country=gb', 'country'],
    ['?name=x&identifier=7', 'identifier'],
    ['?name=x&limit=21', 'limit'],
    ['?name=x&q=x', 'q'],
  ] as const)('%s is refused for %s', async ([query, field], { app }) => {
    const response = await app.inject(`/api/actors/similar${query}`)
    expect(response.statusCode).toBe(400)
    expect(Object.keys(response.json<{ fields: object }>().fields)).toEqual([field])
  })
})
