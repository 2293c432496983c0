import { describe, expect } from 'vitest'
import { eq } from 'drizzle-orm'
import { actors, adoptions, practiceActors, practices, proposals } from '@maillage/db'
import { anActor, aPractice } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import type { TravelStep } from './adoptions.schema.ts'

const anyVersion = { 'if-match': '*' }

const draw = ({ practice, actor, next }: TravelStep): unknown => {
  const name = practice?.slug ?? actor?.name ?? 'gone'
  return next.length > 0 ? [name, next.map(draw)] : name
}

describe('GET /practices/{slug}/adoptions', () => {
  test('shows from what a practice was adapted, who took it up from whom, where, when and how, and what came of it', async ({
    app,
    db,
  }) => {
    const origin = await anActor(db, { name: 'Origin' })
    const pupil = await anActor(db, { name: 'Pupil' })
    const later = await anActor(db, { name: 'Later' })
    const first = await aPractice(db, { slug: 'first', title: 'First' })
    const own = await aPractice(db, {
      slug: 'own',
      title: 'Own',
      titles: { fr: 'La nôtre' },
      adaptedFromId: first.id,
    })
    const child = await aPractice(db, { slug: 'child', title: 'Child', adaptedFromId: own.id })
    await aPractice(db, { slug: 'hidden', status: 'pending', adaptedFromId: own.id })
    await db
      .insert(practiceActors)
      .values({ practiceId: child.id, actorId: later.id, role: 'originates' })
    await db.insert(adoptions).values([
      { practiceId: first.id, actorId: later.id, language: 'en' },
      {
        practiceId: own.id,
        actorId: pupil.id,
        fromActorId: origin.id,
        town: 'Pécs',
        countryCode: 'HU',
        startsOn: '2019-05-01',
        startsPrecision: 'month',
        endsOn: '2021-12-31',
        endsPrecision: 'year',
        language: 'hu',
        adaptation: 'Kisebb',
        outcome: 'Jó',
      },
      { practiceId: own.id, actorId: later.id, fromActorId: pupil.id, language: 'en' },
    ])

    const travels = (await app.inject('/api/practices/own/adoptions?lang=fr')).json()

    expect(draw(travels.tree)).toEqual(['first', [['own', [['Pupil', [['Later', ['child']]]]]]]])
    expect(travels).toMatchObject({ adoptions: 2, ancestors: 1, adaptations: 1 })
    const step = travels.tree.next[0]
    expect(step).toMatchObject({ isThis: true, practice: { title: 'La nôtre', language: 'fr' } })
    expect(step.next[0]).toMatchObject({
      isThis: false,
      practice: null,
      from: { name: 'Origin' },
      place: { town: 'Pécs', countryName: 'Hongrie' },
      start: '2019-05',
      end: '2021',
      adaptation: { text: 'Kisebb', language: 'hu' },
      outcome: { text: 'Jó' },
    })
  })

  test('leaves out who is not public, and follows who was merged', async ({ app, db }) => {
    const kept = await anActor(db, { name: 'Kept' })
    const merged = await anActor(db, { status: 'merged', mergedIntoId: kept.id })
    const pending = await anActor(db, { name: 'Pending', status: 'pending' })
    const pupil = await anActor(db, { name: 'Pupil' })
    const { id: practiceId } = await aPractice(db, { slug: 'own' })
    await db.insert(adoptions).values([
      { practiceId, actorId: kept.id, language: 'en' },
      { practiceId, actorId: pending.id, language: 'en', outcome: 'Not to be seen' },
      { practiceId, actorId: pupil.id, fromActorId: merged.id, language: 'en' },
      { practiceId, actorId: null, language: 'en' },
    ])

    const response = await app.inject('/api/practices/own/adoptions')

    expect(draw(response.json().tree)).toEqual(['own', [['Kept', ['Pupil']], 'gone']])
    expect(response.json().adoptions).toBe(3)
    expect(response.body).not.toContain('Not to be seen')
    expect((await app.inject('/api/practices/own')).body).not.toContain('Not to be seen')
  })

  test('ends where practices were adapted from each other in a circle', async ({ app, db }) => {
    const one = await aPractice(db, { slug: 'one' })
    const two = await aPractice(db, { slug: 'two', adaptedFromId: one.id })
    const three = await aPractice(db, { slug: 'three', adaptedFromId: two.id })
    await db.update(practices).set({ adaptedFromId: three.id }).where(eq(practices.id, one.id))
    const travels = (await app.inject('/api/practices/one/adoptions')).json()
    expect(draw(travels.tree)).toEqual(['two', [['three', ['one']]]])
  })

  test('is there for published practices only', async ({ app, db }) => {
    await aPractice(db, { slug: 'pending', status: 'pending' })
    await aPractice(db, { slug: 'erased', status: 'erased' })
    expect((await app.inject('/api/practices/pending/adoptions')).statusCode).toBe(404)
    expect((await app.inject('/api/practices/erased/adoptions')).statusCode).toBe(410)
    expect((await app.inject('/api/practices/none/adoptions')).statusCode).toBe(404)
    expect((await app.inject('/api/practices/pending/adoptions?x=1')).statusCode).toBe(400)
  })
})

describe('PUT /practices/{slug}/adoptions/{actor}', () => {
  test('a moderator’s is public at once, at the actor’s own place, and makes it one that practises', async ({
    app,
    db,
  }) => {
    const { headers } = await aPerson(db, { role: 'moderator' })
    const adopter = await anActor(db, { name: 'Adopter', town: 'Győr', countryCode: 'HU' })
    const practice = await aPractice(db, { slug: 'own', practitioners: [adopter.id] })
    const put = (payload: object) =>
      app.inject({
        method: 'PUT',
        url: `/api/practices/own/adoptions/${adopter.slug}`,
        headers: { ...headers, ...anyVersion },
        payload,
      })

    expect((await put({ language: 'en', start: '2020' })).statusCode).toBe(200)
    // Once more, now that there is an outcome.
    expect((await put({ language: 'en', start: '2020', outcome: 'It works' })).statusCode).toBe(200)

    const { tree, adoptions: count } = (await app.inject('/api/practices/own/adoptions')).json()
    expect(count).toBe(1)
    expect(tree.next).toMatchObject([
      {
        actor: { name: 'Adopter' },
        place: { town: 'Győr', country: 'HU' },
        start: '2020',
        outcome: { text: 'It works' },
      },
    ])
    expect(await db.$count(practiceActors, eq(practiceActors.practiceId, practice.id))).toBe(1)
    const history = (await app.inject('/api/practices/own/history')).json()
    expect(history.revisions[0]).toMatchObject({ changedFields: ['adoptions'] })
  })

  test('that of two organisations waits, and neither is lost when both are accepted', async ({
    app,
    db,
  }) => {
    const moderator = await aPerson(db, { role: 'moderator' })
    await aPractice(db, { slug: 'own' })
    const names = ['One', 'Two', 'Three']
    const made = await Promise.all(names.map((name) => anActor(db, { name })))
    const [one, two, three] = made
    if (!one || !two || !three) throw new Error('Three were made')
    const both = await aPerson(db, { owns: [one.id, two.id] })
    const other = await aPerson(db, { edits: [three.id] })
    const put = async (slug: string, { headers }: { headers: Record<string, string> }) =>
      app.inject({
        method: 'PUT',
        url: `/api/practices/own/adoptions/${slug}`,
        headers: { ...headers, ...anyVersion },
        payload: { language: 'en' },
      })

    expect((await put(one.slug, both)).statusCode).toBe(202)
    expect((await put(two.slug, both)).json()).toMatchObject({
      changedFields: ['actors', 'adoptions'],
      risks: ['not_an_editor', 'new_author'],
    })
    expect((await put(three.slug, other)).statusCode).toBe(202)
    const own = await app.inject({
      url: '/api/practices/own/own-adoptions',
      headers: both.headers,
    })
    expect(own.json().items).toMatchObject([
      { actor: { name: 'One' }, adoption: { start: null }, isWaiting: true },
      { actor: { name: 'Two' }, adoption: { start: null }, isWaiting: true },
    ])
    const before = (await app.inject('/api/practices/own/adoptions')).json()
    expect(before.adoptions).toBe(0)

    const waiting = await db.select().from(proposals).where(eq(proposals.status, 'pending'))
    expect(waiting).toHaveLength(2)
    for (const { reference } of waiting) {
      const review = await app.inject({
        url: `/api/review/proposals/${reference}`,
        headers: moderator.headers,
      })
      expect(review.statusCode).toBe(200)
      const decided = await app.inject({
        method: 'POST',
        url: '/api/review/decisions',
        headers: moderator.headers,
        payload: { references: [reference], decision: 'accept' },
      })
      expect(decided.json()).toMatchObject({ results: [{ outcome: 'accepted' }] })
    }

    const after = (await app.inject('/api/practices/own/adoptions')).json()
    expect(after.tree.next.map(draw)).toEqual(['One', 'Three', 'Two'])
    const practice = (await app.inject('/api/practices/own')).json()
    expect(practice.practitionerCount).toBe(3)
  })

  test('is for those who write for the actor or the practice, and names what there is', async ({
    app,
    db,
  }) => {
    const mine = await anActor(db)
    const theirs = await anActor(db)
    await aPractice(db, { slug: 'own' })
    await aPractice(db, { slug: 'hidden', status: 'pending' })
    const person = await aPerson(db, { owns: [mine.id] })
    const put = (path: string, payload: object, headers: Record<string, string> = person.headers) =>
      app.inject({
        method: 'PUT',
        url: `/api/practices/${path}`,
        headers: { ...headers, ...anyVersion },
        payload,
      })
    const said = { language: 'en' }

    expect((await put(`own/adoptions/${theirs.slug}`, said)).statusCode).toBe(403)
    expect((await put('own/adoptions/nobody', said)).statusCode).toBe(404)
    expect((await put(`hidden/adoptions/${mine.slug}`, said)).statusCode).toBe(404)
    const visitor = { origin: 'http://localhost:80' }
    expect((await put(`own/adoptions/${mine.slug}`, said, visitor)).statusCode).toBe(401)
    for (const wrong of [
      {},
      { ...said, start: '2020-02-31' },
      { ...said, start: '2021', end: '2020' },
      { ...said, from: 'no-such-actor' },
      { ...said, from: mine.slug },
      { ...said, place: { town: 'X', country: null, placeId: 999 } },
      { ...said, outcome: 'x'.repeat(5_001) },
      { ...said, outcome: '\u0000' },
      { ...said, other: 1 },
    ]) {
      const { statusCode } = await put(`own/adoptions/${mine.slug}`, wrong)
      expect([statusCode, wrong]).toEqual([400, wrong])
    }
    expect(await db.$count(adoptions)).toBe(0)
    expect(await db.$count(proposals)).toBe(0)
  })

  test('is taken back by those who may say it', async ({ app, db }) => {
    const adopter = await anActor(db)
    const owner = await anActor(db)
    const practice = await aPractice(db, { slug: 'own', practitioners: [adopter.id] })
    await db
      .insert(practiceActors)
      .values({ practiceId: practice.id, actorId: owner.id, role: 'originates' })
    await db
      .insert(adoptions)
      .values({ practiceId: practice.id, actorId: adopter.id, language: 'en' })
    const { headers } = await aPerson(db, { owns: [owner.id] })
    const url = `/api/practices/own/adoptions/${adopter.slug}`

    const removed = await app.inject({
      method: 'DELETE',
      url,
      headers: { ...headers, ...anyVersion },
    })

    expect(removed.statusCode).toBe(200)
    expect(removed.json().changedFields).toEqual(['actors', 'adoptions'])
    expect(await db.$count(adoptions)).toBe(0)
  })

  test('that of an erased organisation says no more than that somebody took it up', async ({
    app,
    db,
  }) => {
    const { headers } = await aPerson(db, { role: 'moderator' })
    const gone = await anActor(db, { slug: 'gone', name: 'Gone' })
    const { id: practiceId } = await aPractice(db, { slug: 'own' })
    await db
      .insert(adoptions)
      .values({ practiceId, actorId: gone.id, language: 'en', outcome: 'Secret of Gone' })
    const [{ version } = { version: 0 }] = await db
      .select()
      .from(actors)
      .where(eq(actors.id, gone.id))
    const erased = await app.inject({
      method: 'DELETE',
      url: '/api/actors/gone',
      headers: { ...headers, 'if-match': `"v${String(version)}"` },
    })
    expect(erased.statusCode).toBe(204)
    const travels = await app.inject('/api/practices/own/adoptions')
    expect(draw(travels.json().tree)).toEqual(['own', ['gone']])
    expect(travels.body).not.toContain('Secret')
  })
})
