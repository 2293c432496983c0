import { describe, expect } from 'vitest'
import {
  type Database,
  offers,
  placeNames,
  places,
  practicePartTexts,
  practiceResources,
  practiceRoles,
} from '@maillage/db'
import { aConcept, anActor, aPractice, aSkill } from '../factories.ts'
import { test } from '../testing.ts'

const HERE: [number, number] = [21.23, 45.75]
/** One degree of latitude is 111.2 km. */
const north = (km: number): [number, number] => [HERE[0], HERE[1] + km / 111.2]

const offer = (actorId: number, text: string, more: object = {}) => ({
  actorId,
  kind: 'skill' as const,
  language: 'en',
  text,
  ...more,
})

/**
 * A practice that takes five things, and around it: a broker of a narrower skill 10 km away, a hall 30 km away, an offer that
 * ended, one of another thing, one 200 km away, one without a place, and one that is not public.
 */
async function aWorld(db: Database) {
  const mediation = await aSkill(db, 'mediation', { en: ['Mediation'], fr: ['Médiation sociale'] })
  const narrower = await aConcept(db, 'skill', 'school-mediation', {}, mediation)
  const fundraising = await aSkill(db, 'fundraising')
  const { id: practiceId } = await aPractice(db, {
    slug: 'own',
    title: 'Own',
    titles: { fr: 'La nôtre' },
    skills: [fundraising],
  })
  await db.insert(practiceRoles).values([
    { practiceId, position: 1, role: 'A person for social mediation' },
    { practiceId, position: 2, role: 'Beekeeper' },
  ])
  await db.insert(practiceResources).values([
    { practiceId, position: 1, resource: 'A large hall with kitchen' },
    { practiceId, position: 2, resource: 'Volunteers' },
  ])
  await db.insert(practicePartTexts).values({
    practiceId,
    part: 'role',
    position: 1,
    language: 'fr',
    text: 'Quelqu’un pour la médiation sociale',
    origin: 'person',
  })
  const broker = await anActor(db, { slug: 'broker', at: north(10), skills: [narrower] })
  const hall = await anActor(db, { slug: 'hall', at: north(30), town: 'Arad', countryCode: 'RO' })
  const past = await anActor(db, { slug: 'past', at: north(1) })
  const far = await anActor(db, { slug: 'far', at: north(200) })
  const nowhere = await anActor(db, { slug: 'nowhere' })
  const pending = await anActor(db, { slug: 'pending', at: north(1), status: 'pending' })
  await db
    .insert(offers)
    .values([
      offer(hall.id, 'Our village HALL, with its kitchens'),
      offer(past.id, 'A large hall with kitchen', { endsOn: '2020-01-01' }),
      offer(past.id, 'A large garden'),
      offer(far.id, 'beekeepers of the valley'),
      offer(far.id, 'We know calls', { skillId: fundraising }),
      offer(nowhere.id, 'Volunteering on Saturdays'),
      offer(pending.id, 'Volunteers'),
    ])
  await aPractice(db, { slug: 'other', skills: [fundraising], practitioners: [broker.id] })
  await aPractice(db, {
    slug: 'unseen',
    status: 'pending',
    skills: [mediation],
    practitioners: [past.id],
  })
}

const NEAR = '21.23,45.75'

describe('GET /practices/{slug}/feasibility', () => {
  test('says of each role, resource and skill who offers it nearby, and who is nearest', async ({
    app,
    db,
  }) => {
    await aWorld(db)
    const answer = await app.inject(`/api/practices/own/feasibility?near=${NEAR}&within=50&lang=fr`)
    const { lines, ...rest } = answer.json()

    expect(rest).toMatchObject({
      practice: { slug: 'own', title: 'La nôtre' },
      place: { name: null, coordinates: HERE },
      within: 50,
      total: 5,
      covered: 3,
      share: 0.6,
      actors: 2,
    })
    const named = lines.map((line: Record<string, unknown> & { nearest: { slug: string }[] }) => [
      line['part'],
      line['key'],
      line['nearby'],
      line['anywhere'],
      line.nearest.map(({ slug }) => slug),
    ])
    expect(named).toEqual([
      // Its French words name the skill “mediation”; the broker has a narrower one.
      ['role', '1', 1, 1, ['broker']],
      ['role', '2', 0, 1, ['far']],
      // Two of three words: the hall has “hall” and “kitch…”, the garden “large” alone.
      ['resource', '1', 1, 1, ['hall']],
      // Offered by somebody who is nowhere on the map.
      ['resource', '2', 0, 1, []],
      // By a practice that it practises, and by what an offer names.
      ['skill', 'fundraising', 1, 2, ['broker', 'far']],
    ])
    expect(lines[0]).toMatchObject({
      label: 'Quelqu’un pour la médiation sociale',
      language: 'fr',
    })
    expect(lines[2]).toMatchObject({ label: 'A large hall with kitchen', language: 'en' })
    const [{ distanceMeters, ...nearest }] = lines[2].nearest
    expect(nearest).toMatchObject({ slug: 'hall', town: 'Arad', country: 'RO' })
    expect(distanceMeters / 1000).toBeCloseTo(30, 0)
  })

  test('counts what the list of actors counts for the query of each line', async ({ app, db }) => {
    await aWorld(db)
    for (const within of [5, 20, 50, 250]) {
      const url = `/api/practices/own/feasibility?near=${NEAR}&within=${String(within)}`
      const { lines, actors, query } = (await app.inject(url)).json()
      const all = (await app.inject(`/api/actors?${query as string}`)).json()
      expect(all.total).toBe(actors)
      for (const line of lines) {
        const list = (await app.inject(`/api/actors?${line.query as string}`)).json()
        expect([line.label, list.total]).toEqual([line.label, line.nearby])
        const [anywhere = ''] = (line.query as string).split('&')
        expect((await app.inject(`/api/actors?${anywhere}`)).json().total).toBe(line.anywhere)
        const clusters = await app.inject(`/api/actors/clusters?${line.query as string}&zoom=5`)
        expect(clusters.json().total).toBe(line.nearby)
      }
    }
  })

  test('takes the name of a place, with its region or country after a comma', async ({
    app,
    db,
  }) => {
    await aWorld(db)
    await db.insert(places).values({
      id: 665087,
      name: 'Timișoara',
      countryCode: 'RO',
      region: 'Timiș',
      population: 300_000,
      location: { type: 'Point', coordinates: HERE },
    })
    await db.insert(placeNames).values({ placeId: 665087, nameKey: 'timisoara', name: 'Timișoara' })
    const url = `/api/practices/own/feasibility?place=${encodeURIComponent('timisoara, Romania')}`
    expect((await app.inject(url)).json()).toMatchObject({
      place: { name: 'Timișoara', region: 'Timiș', country: 'RO', coordinates: HERE },
      within: 50,
      covered: 3,
    })
  })

  test('of a practice that takes nothing there is no share', async ({ app, db }) => {
    await aPractice(db, { slug: 'empty' })
    const answer = (await app.inject(`/api/practices/empty/feasibility?near=${NEAR}`)).json()
    expect(answer).toMatchObject({ total: 0, covered: 0, share: null, actors: 0, lines: [] })
    expect((await app.inject(`/api/actors?offers=empty`)).json().total).toBe(0)
  })

  test('refuses what cannot be meant', async ({ app, db }) => {
    await aWorld(db)
    await aPractice(db, { slug: 'erased', status: 'erased' })
    const status = async (path: string) => (await app.inject(`/api${path}`)).statusCode
    const of = (query: string) => status(`/practices/own/feasibility?${query}`)
    for (const query of [
      '',
      `near=${NEAR}&place=Arad`,
      'near=1',
      'near=181,0',
      'near=0,91',
      'near=NaN,0',
      "near=1,2');drop table actors;--",
      `near=${NEAR}&within=0`,
      `near=${NEAR}&within=-1`,
      `near=${NEAR}&within=1e9`,
      `near=${NEAR}&within=x`,
      `near=${NEAR}&lang=xx`,
      `near=${NEAR}&radius=5`,
      'place=',
      'place=Nowhereville',
      'place=%00',
      `place=${'x'.repeat(201)}`,
    ]) {
      expect([query, await of(query)]).toEqual([query, 400])
    }
    expect(await status(`/practices/none/feasibility?near=${NEAR}`)).toBe(404)
    expect(await status(`/practices/unseen/feasibility?near=${NEAR}`)).toBe(404)
    expect(await status(`/practices/erased/feasibility?near=${NEAR}`)).toBe(410)
    for (const offers of [
      'none',
      'unseen',
      'own:role:9',
      'own:role',
      'own:skill:mediation',
      "own:role:1'",
      'own:step:1',
      '',
    ]) {
      const asked = await status(`/actors?offers=${encodeURIComponent(offers)}`)
      expect([offers, asked]).toEqual([offers, 400])
    }
    expect(await status('/practices?offers=own')).toBe(400)
  })

  test('words that mean something to the database do nothing in a role', async ({ app, db }) => {
    const { id: practiceId } = await aPractice(db, { slug: 'own' })
    const role = "!!! ' | & :* \\ ); drop table offers; -- <-> !a"
    await db.insert(practiceRoles).values({ practiceId, position: 1, role })
    const actor = await anActor(db, { at: HERE })
    await db.insert(offers).values(offer(actor.id, role))
    const { lines } = (await app.inject(`/api/practices/own/feasibility?near=${NEAR}`)).json()
    expect(lines).toMatchObject([{ nearby: 1 }])
  })
})
