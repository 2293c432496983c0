import { eq, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import {
  actorIdentifiers,
  actorLinks,
  actors,
  importedRecords,
  needs,
  offers,
  revisions,
  sources,
} from '@maillage/db'
import { aCollaboration, anActor, aPractice, aSkill, aTerritory, aTheme } from '../factories.ts'
import { aPerson, test } from '../testing.ts'

describe('GET /actors/{slug}', () => {
  test('tells all that is public of an actor', async ({ app, db }) => {
    const theme = await aTheme(db, 'food', { fr: ['Alimentation'] })
    const skill = await aSkill(db, 'mediation', { fr: ['Médiation'] })
    await aTerritory(db, { code: 'FR', name: 'France' })
    const { id: actorId } = await anActor(db, {
      slug: 'ufisc',
      name: 'Union',
      shortName: 'UFISC',
      kind: 'network',
      countryCode: 'FR',
      town: 'Paris',
      postalCode: '75010',
      at: [2.36, 48.87],
      languages: ['fr'],
      website: 'https://ufisc.example/',
      foundedYear: 1999,
      scope: 'national',
      themes: [theme],
      skills: [skill],
      summary: { en: 'A union', fr: 'Une union' },
      description: { und: 'Somewhat longer' },
      sourceUrl: 'https://source.example/ufisc',
    })
    await db
      .insert(actorLinks)
      .values({ actorId, kind: 'video', url: 'https://v.example', language: 'fr' })
    await db.insert(actorIdentifiers).values({ actorId, scheme: 'pic', value: '123' })
    await db.insert(offers).values([
      { actorId, kind: 'space', language: 'fr', text: 'Une salle', skillId: skill },
      { actorId, kind: 'space', language: 'fr', text: 'Passé', endsOn: '2020-01-01' },
    ])
    await db
      .insert(needs)
      .values({ actorId, kind: 'partner', language: 'en', text: 'A partner', endsOn: '2999-01-01' })
    await aPractice(db, { title: 'Practice', titles: { fr: 'Pratique' }, practitioners: [actorId] })

    const actor = (await app.inject('/api/actors/ufisc?lang=fr')).json()

    expect(actor).toMatchObject({
      name: 'Union',
      shortName: 'UFISC',
      place: { town: 'Paris', country: 'FR', countryName: 'France' },
      location: { type: 'Point', coordinates: [2.36, 48.87] },
      summary: { text: 'Une union', language: 'fr' },
      description: { text: 'Somewhat longer', language: null },
      themes: [{ slug: 'food', label: 'Alimentation' }],
      skills: [{ slug: 'mediation', label: 'Médiation' }],
      links: [{ kind: 'video', url: 'https://v.example', title: null, language: 'fr' }],
      address: { street: null, postalCode: '75010', town: 'Paris', region: null, country: 'FR' },
      offers: [
        {
          kind: 'space',
          text: { text: 'Une salle', language: 'fr' },
          skill: { slug: 'mediation' },
        },
      ],
      needs: [{ kind: 'partner', endsOn: '2999-01-01', skill: null }],
      practices: [{ title: 'Pratique', role: 'practises' }],
      territories: [{ code: 'FR', name: 'France', level: 0 }],
      identifiers: [{ scheme: 'pic', value: '123' }],
      source: {
        name: 'A test',
        kind: 'import',
        url: 'https://source.example/ufisc',
        licence: 'CC0-1.0',
        importedAt: null,
      },
    })
    expect(actor.offers).toHaveLength(1)
  })

  test('shows with whom it works, at most twelve a collaboration, coordinators first', async ({
    app,
    db,
  }) => {
    const self = await anActor(db, { slug: 'self', name: 'Self' })
    const others = []
    for (let index = 0; index < 15; index++) {
      others.push(
        await anActor(db, { name: `Partner ${String(index).padStart(2, '0')}`, countryCode: 'RO' }),
      )
    }
    const hidden = await anActor(db, { status: 'pending' })
    await aCollaboration(db, {
      title: 'Large',
      startsOn: '2020-01-01',
      startsPrecision: 'year',
      participants: [...others.map(({ id }) => id), self.id, hidden.id],
      roles: [...Array.from({ length: 14 }, () => 'partner' as const), 'coordinator', 'associate'],
    })
    await aCollaboration(db, {
      title: 'Secret',
      status: 'pending',
      participants: [self.id, hidden.id],
    })

    const { ties, tieCount } = (await app.inject('/api/actors/self')).json()

    expect(tieCount).toBe(15)
    expect(ties).toHaveLength(1)
    expect(ties[0]).toMatchObject({
      collaboration: { title: 'Large', kind: 'project', start: '2020', end: null },
      role: 'associate',
      evidence: 'imported',
      partnerCount: 15,
    })
    expect(ties[0].partners).toHaveLength(12)
    expect(ties[0].partners[0]).toMatchObject({
      name: 'Partner 14',
      role: 'coordinator',
      country: 'RO',
    })
  })

  test('a merged actor redirects to the one it became part of, over several steps', async ({
    app,
    db,
  }) => {
    const last = await anActor(db, { slug: 'last' })
    const middle = await anActor(db, { slug: 'middle', status: 'merged', mergedIntoId: last.id })
    await anActor(db, { slug: 'first', status: 'merged', mergedIntoId: middle.id })

    const response = await app.inject('/api/actors/first?lang=fr')

    expect(response.statusCode).toBe(301)
    expect(response.headers.location).toBe('/api/actors/last?lang=fr')
    await db.update(actors).set({ status: 'erased' }).where(eq(actors.id, last.id))
    expect((await app.inject('/api/actors/first')).statusCode).toBe(410)
  })

  test('an erased actor is gone, one that is not published yet is not there', async ({
    app,
    db,
  }) => {
    await anActor(db, { slug: 'erased', status: 'erased' })
    await anActor(db, { slug: 'pending', status: 'pending' })

    expect((await app.inject('/api/actors/erased')).json()).toMatchObject({
      status: 410,
      code: 'gone',
    })
    expect((await app.inject('/api/actors/pending')).json()).toMatchObject({
      status: 404,
      code: 'not_found',
    })
  })

  test('a slug is taken as it is written', async ({ app, db }) => {
    await anActor(db, { slug: 'gyor', name: 'Gyor' })
    await db.execute(sql`update actors set slug = 'győr' where slug = 'gyor'`)
    expect((await app.inject('/api/actors/gy%C5%91r')).statusCode).toBe(200)
    expect((await app.inject("/api/actors/'%3B%20drop")).statusCode).toBe(404)
  })
})

test('an actor that only an import knows says from where and when, until it is confirmed', async ({
  app,
  db,
  clock,
}) => {
  const { id, slug } = await anActor(db, { name: 'Largo' })
  const importedAt = new Date('2024-05-01T00:00:00Z')
  const [source] = await db.select().from(sources)
  await db.insert(importedRecords).values({
    sourceId: source?.id ?? 0,
    feature: 'actors',
    externalKey: 'largo',
    recordId: id,
    importedAt,
    hash: '',
    fields: {},
  })
  const imported = async () =>
    (await app.inject(`/api/actors/${slug}`)).json<{ imported: unknown }>().imported
  expect(await imported()).toEqual({ source: source?.name, year: 2024 })
  const cards = await app.inject('/api/actors')
  expect(cards.json()).toMatchObject({ items: [{ imported: { year: 2024 } }] })
  await db.insert(revisions).values({
    feature: 'actors',
    recordId: id,
    version: 2,
    act: 'confirm',
    document: {},
    authorRole: 'owner',
    createdAt: clock.now(),
  })
  expect(await imported()).toBeNull()
})

describe('GET /account/actors', () => {
  test('tells those that someone writes for, also while they wait, and no others', async ({
    app,
    db,
  }) => {
    const [own, waiting, erased] = [
      await anActor(db, { slug: 'largo', name: 'Largo' }),
      await anActor(db, { slug: 'adagio', name: 'Adagio' }),
      await anActor(db, { slug: 'presto', name: 'Presto' }),
    ]
    await anActor(db, { name: 'Of others' })
    await db.update(actors).set({ status: 'pending' }).where(eq(actors.id, waiting.id))
    await db.update(actors).set({ status: 'erased' }).where(eq(actors.id, erased.id))
    await aPractice(db, { slug: 'duet', title: 'Duet', practitioners: [own.id], status: 'pending' })
    await aPractice(db, { title: 'Solo', practitioners: [own.id], status: 'erased' })
    const both = { participants: [waiting.id, own.id] }
    await aCollaboration(db, {
      slug: 'choir',
      title: 'Choir',
      ...both,
      roles: ['partner', 'coordinator'],
    })
    const { headers } = await aPerson(db, { owns: [own.id, erased.id], edits: [waiting.id] })
    const answer = await app.inject({ url: '/api/account/actors', headers })
    // Of the one that waits no proposal is open any more.
    expect(answer.json()).toEqual({
      items: [
        {
          ...{ slug: 'adagio', name: 'Adagio', role: 'editor', status: 'pending' },
          ...{ records: [], isRejected: true },
        },
        {
          ...{ slug: 'largo', name: 'Largo', role: 'owner', status: 'published' },
          records: [
            { feature: 'collaborations', slug: 'choir', title: 'Choir', status: 'published' },
            { feature: 'practices', slug: 'duet', title: 'Duet', status: 'pending' },
          ],
          isRejected: false,
        },
      ],
    })
    expect((await app.inject('/api/account/actors')).statusCode).toBe(401)
  })
})
