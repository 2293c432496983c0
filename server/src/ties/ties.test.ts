import type { InjectOptions } from 'fastify'
import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { type Database, mails, participationReplies, participations, revisions } from '@maillage/db'
import { readConfig } from '../config.ts'
import { aCollaboration, anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { askAboutTies } from './ask-about-ties.ts'

type Headers = Record<string, string>

const answer = (slug: string, id: number, headers: Headers, payload: object): InjectOptions => ({
  method: 'POST',
  url: `/api/actors/${slug}/ties/${String(id)}/answer`,
  headers: { 'if-match': '*', ...headers },
  payload,
})

/** One names two and another in a collaboration; its own part is confirmed, theirs are claimed. */
async function aClaimedTie(db: Database) {
  const one = await anActor(db, { name: 'One' })
  const two = await anActor(db, { name: 'Two' })
  const nobodys = await anActor(db, { name: 'Nobody’s' })
  const author = await aPerson(db, { owns: [one.id], language: 'it' })
  const owner = await aPerson(db, { owns: [two.id], language: 'ro' })
  const collaboration = await aCollaboration(db, {
    title: 'Seeds',
    slug: 'seeds',
    participants: [one.id, two.id, nobodys.id],
    roles: ['coordinator', 'partner', 'partner'],
  })
  await db.update(participations).set({ evidence: 'claimed' })
  await db
    .update(participations)
    .set({ evidence: 'confirmed' })
    .where(eq(participations.actorId, one.id))
  const tieOf = async (actorId: number) => {
    const [tie] = await db.select().from(participations).where(eq(participations.actorId, actorId))
    if (!tie) throw new Error('No tie')
    return tie
  }
  const { id } = await tieOf(two.id)
  return { one, two, nobodys, author, owner, collaboration, id, tieOf }
}

describe('a tie that another stated', () => {
  test('is asked of the owners once, and of nobody where there are none', async ({ db, jobs }) => {
    const { collaboration, owner } = await aClaimedTie(db)
    const context = { jobs, config: readConfig({}) }
    for (let time = 0; time < 2; time++) {
      await db.transaction((tx) => askAboutTies(tx, context, collaboration.id))
    }
    expect(await db.select().from(mails)).toMatchObject([
      {
        template: 'tie-request',
        address: owner.email,
        language: 'ro',
        params: { actor: 'Two', collaboration: 'Seeds' },
      },
    ])
  })

  test('is asked when a change that names it goes live', async ({ app, db }) => {
    const { owner } = await aClaimedTie(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    const other = await anActor(db, { name: 'Other' })
    const asked = await aPerson(db, { owns: [other.id], language: 'hu' })
    const url = '/api/collaborations/seeds/document'
    const read = await app.inject({ url, headers: moderator.headers })
    const { document } = read.json()
    const participants = [
      ...document.participants,
      { slug: other.slug, role: 'associate', start: null, end: null },
    ]
    const written = await app.inject({
      method: 'PUT',
      url,
      headers: { ...moderator.headers, 'if-match': String(read.headers['etag']) },
      payload: { document: { ...document, participants } },
    })
    expect(written.statusCode).toBe(200)
    const sent = await db.select().from(mails).orderBy(mails.id)
    const requests = sent.map(({ template, address }) => [template, address])
    expect(requests).toEqual([
      ['tie-request', owner.email],
      ['tie-request', asked.email],
    ])
  })

  test('is asked once when a moderator accepts the collaboration, or a change that names another', async ({
    app,
    db,
  }) => {
    const one = await anActor(db, { name: 'One' })
    const two = await anActor(db, { name: 'Two' })
    const three = await anActor(db, { name: 'Three' })
    const author = await aPerson(db, { owns: [one.id] })
    const asked = await aPerson(db, { owns: [two.id], language: 'pt' })
    const later = await aPerson(db, { owns: [three.id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    const requests = async () =>
      (await db.select().from(mails).orderBy(mails.id))
        .filter(({ template }) => template === 'tie-request')
        .map(({ address, language }) => [address, language])
    const acceptAll = async () => {
      const { headers } = moderator
      const { items } = (await app.inject({ url: '/api/review', headers })).json()
      const references = items.map(({ reference }: { reference: string }) => reference)
      const decided = await app.inject({
        method: 'POST',
        url: '/api/review/decisions',
        headers,
        payload: { references, decision: 'accept' },
      })
      expect(decided.json().results).toMatchObject([{ outcome: 'accepted' }])
    }

    const begun = await app.inject({
      method: 'POST',
      url: '/api/drafts',
      headers: author.headers,
      payload: { language: 'en', actor: one.slug },
    })
    const cookie = [
      author.headers.cookie,
      ...begun.cookies.map((each) => `${each.name}=${each.value}`),
    ]
    const headers = { ...author.headers, cookie: cookie.join('; '), 'if-match': '*' }
    const answers = {
      'collaboration-title': { title: 'Seeds', kind: 'project', summary: '', language: 'en' },
      'collaboration-years': { start: '2024' },
      'collaboration-partners': {
        participants: [{ slug: two.slug, name: 'Two', role: 'partner' }],
      },
    }
    const url = '/api/drafts/current'
    await app.inject({ method: 'PATCH', url, headers, payload: { answers } })
    const payload = { feature: 'collaborations' }
    const sent = await app.inject({ method: 'POST', url: `${url}/records`, headers, payload })
    expect(sent.statusCode).toBe(201)
    // As long as nobody can see it, nobody is asked.
    expect(await requests()).toEqual([])
    await acceptAll()
    expect(await requests()).toEqual([[asked.email, 'pt']])

    const record = `/api/collaborations/${String(sent.json().slug)}/document`
    const { document } = (await app.inject({ url: record, headers: author.headers })).json()
    const participants = [
      ...document.participants,
      { slug: three.slug, role: 'host', start: null, end: null },
    ]
    const changed = await app.inject({
      method: 'PUT',
      url: record,
      headers,
      payload: { document: { ...document, title: 'Other', participants } },
    })
    expect(changed.statusCode).toBe(202)
    expect(await requests()).toHaveLength(1)
    await acceptAll()
    expect(await requests()).toEqual([
      [asked.email, 'pt'],
      [later.email, 'en'],
    ])
  })

  test('is shown as such on the collaboration and on both profiles until it is answered', async ({
    app,
    db,
  }) => {
    const { one, two, owner, id } = await aClaimedTie(db)
    const seen = async () => {
      const collaboration = (await app.inject('/api/collaborations/seeds')).json()
      const ofOne = (await app.inject(`/api/actors/${one.slug}`)).json().ties[0]
      const ofTwo = (await app.inject(`/api/actors/${two.slug}`)).json().ties[0]
      type Named = { name: string; evidence: string }
      return [
        collaboration.participations.find(({ actor }: { actor: Named }) => actor.name === 'Two')
          .evidence,
        ofOne.partners.find(({ name }: Named) => name === 'Two').evidence,
        ofTwo.evidence,
      ]
    }
    expect(await seen()).toEqual(['claimed', 'claimed', 'claimed'])
    await app.inject(answer(two.slug, id, owner.headers, { answer: 'confirm' }))
    expect(await seen()).toEqual(['confirmed', 'confirmed', 'confirmed'])
    const dispute = { answer: 'dispute', note: 'We left in 2020.' }
    await app.inject(answer(two.slug, id, owner.headers, dispute))
    expect(await seen()).toEqual(['disputed', 'disputed', 'disputed'])
  })

  test('is corrected by the actor itself, and its author told', async ({ app, db }) => {
    const { two, author, owner, id, tieOf, collaboration } = await aClaimedTie(db)
    const corrected = { role: 'host', start: '2021-03', end: null, note: 'We only hosted.' }
    const answered = await app.inject(
      answer(two.slug, id, owner.headers, { answer: 'correct', ...corrected }),
    )
    expect(answered.json()).toMatchObject({ role: 'host', start: '2021-03', evidence: 'confirmed' })
    expect(await tieOf(two.id)).toMatchObject({ id, role: 'host', evidence: 'confirmed' })
    expect(await db.select().from(mails)).toMatchObject([
      {
        template: 'tie-answered',
        address: author.email,
        language: 'it',
        params: { answer: 'correct', note: 'We only hosted.' },
      },
    ])
    expect(await db.select().from(participationReplies)).toMatchObject([
      { participationId: id, answer: 'correct', accountId: owner.id },
    ])
    const history = await db.select().from(revisions).orderBy(revisions.version)
    expect(history).toMatchObject([
      { recordId: collaboration.id, act: 'import' },
      { act: 'update', authorRole: 'owner', changedFields: ['participants'] },
    ])
  })

  test('goes to the moderators when it is disputed, with a reason', async ({ app, db }) => {
    const { two, owner, id } = await aClaimedTie(db)
    const empty = await app.inject(answer(two.slug, id, owner.headers, { answer: 'dispute' }))
    expect(empty.json()).toMatchObject({ fields: { note: expect.any(String) } })
    const note = 'Nobody asked us.'
    await app.inject(answer(two.slug, id, owner.headers, { answer: 'dispute', note }))
    const { headers } = await aPerson(db, { role: 'moderator' })
    const { items } = (await app.inject({ url: '/api/reports', headers })).json()
    expect(items).toMatchObject([{ kind: 'wrong', message: `Two: ${note}` }])
    const history = await app.inject('/api/collaborations/seeds/history')
    expect(history.json().revisions[0]).toMatchObject({ act: 'dispute', changedFields: [] })
  })

  test('is answered by nobody but those of the actor', async ({ app, db }) => {
    const { one, two, author, id } = await aClaimedTie(db)
    const confirm = { answer: 'confirm' }
    const asOther = await app.inject(answer(two.slug, id, author.headers, confirm))
    expect(asOther.statusCode).toBe(403)
    const asOwn = await app.inject(answer(one.slug, id, author.headers, confirm))
    expect(asOwn.statusCode).toBe(404)
  })

  test('is listed for its owners beside those that a source states', async ({ app, db }) => {
    const { two, owner } = await aClaimedTie(db)
    await aCollaboration(db, { title: 'Imported', participants: [two.id] })
    await aCollaboration(db, { title: 'Hidden', status: 'pending', participants: [two.id] })
    const { items } = (
      await app.inject({ url: '/api/account/ties', headers: owner.headers })
    ).json()
    expect(items).toMatchObject([
      { collaboration: { title: 'Seeds' }, evidence: 'claimed' },
      { collaboration: { title: 'Imported' }, evidence: 'imported' },
    ])
    const url = `/api/actors/${two.slug}/ties/${String(items[1].id)}/answer`
    const confirmed = await app.inject({
      method: 'POST',
      url,
      headers: { ...owner.headers, 'if-match': `"v${String(items[1].version)}"` },
      payload: { answer: 'confirm' },
    })
    expect(confirmed.json()).toMatchObject({ evidence: 'confirmed' })
  })
})
