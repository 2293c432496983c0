import { describe, expect } from 'vitest'
import {
  actorEditors,
  claims,
  type Database,
  mails,
  moderatorScopes,
  type Risk,
} from '@maillage/db'
import { readActorDocument } from '../actors/actor-document.queries.ts'
import { aCollaboration, aPractice, aTheme, anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { createRecord } from './change-record.ts'
import { propose } from './proposals.queries.ts'

const now = new Date('2026-11-22T12:00:00Z')

/** A change that waits: another name for an actor. */
async function aProposal(db: Database, actorId: number, name: string, accountId: number | null) {
  const document = await readActorDocument(db, actorId)
  return db.transaction((tx) =>
    propose(tx, {
      feature: 'actors',
      recordId: actorId,
      kind: 'update',
      document: { ...document, name },
      baseVersion: 1,
      risks: ['name'],
      why: 'We have a new name.',
      accountId,
      now,
    }),
  )
}

describe('GET /review', () => {
  test('lists what waits, the oldest first, to moderators of the network', async ({ app, db }) => {
    const food = await aTheme(db, 'food')
    const ours = await anActor(db, { name: 'Kert', themes: [food] })
    const author = await aPerson(db)
    const { reference } = await aProposal(db, ours.id, 'Közös Kert', author.id)
    const { headers } = await aPerson(db, { role: 'moderator' })
    const queue = (await app.inject({ url: '/api/review', headers })).json()
    expect(queue).toMatchObject({
      items: [
        {
          reference,
          record: { slug: ours.slug, name: 'Kert' },
          risks: ['name'],
          changedFields: ['name'],
        },
      ],
    })
    expect(JSON.stringify(queue)).not.toContain(author.email)
  })

  test('counts what it lists: for moderators of a network, what concerns the network', async ({
    app,
    db,
  }) => {
    const food = await aTheme(db, 'food')
    const [ours, theirs] = [await anActor(db, { themes: [food] }), await anActor(db)]
    const author = await aPerson(db)
    for (const { id, slug } of [ours, theirs]) {
      await aProposal(db, id, `New ${slug}`, author.id)
      const about = { feature: 'actors', slug, kind: 'wrong', message: 'It moved.' }
      await app.inject({ method: 'POST', url: '/api/reports', payload: about })
      await db.insert(claims).values({ actorId: id, accountId: author.id, proof: 'moderator' })
    }
    const practice = await aPractice(db, { practitioners: [ours.id] })
    const collaboration = await aCollaboration(db, { participants: [ours.id, theirs.id] })
    await aPractice(db, { practitioners: [theirs.id] })
    for (const [feature, { slug }] of [
      ['practices', practice],
      ['collaborations', collaboration],
    ] as const) {
      const about = { feature, slug, kind: 'wrong', message: 'It moved.' }
      await app.inject({ method: 'POST', url: '/api/reports', payload: about })
    }
    const ofFood = await aPerson(db, { role: 'moderator' })
    await db.insert(moderatorScopes).values({ accountId: ofFood.id, themeId: food })
    const ofAll = await aPerson(db, { role: 'moderator' })

    const told = async ({ headers }: typeof ofAll) => {
      const get = async (path: string) =>
        (await app.inject({ url: `/api/${path}`, headers })).json()
      const length = async (path: string) => (await get(path)).items.length as number
      const { waiting, reports, claims } = await get('review/counts')
      expect([waiting, reports, claims]).toEqual([
        await length('review'),
        await length('review?show=reports'),
        await length('claims'),
      ])
      expect(await length('reports')).toBe(reports)
      return [waiting, reports, claims]
    }
    expect(await told(ofFood)).toEqual([1, 3, 1])
    expect(await told(ofAll)).toEqual([2, 4, 2])
  })
})

describe('GET /review/proposals/{reference}', () => {
  test('shows a change beside what is public, with likely duplicates and history', async ({
    app,
    db,
  }) => {
    const actor = await anActor(db, { name: 'Kert', countryCode: 'HU', town: 'Pécs' })
    const twin = await anActor(db, { name: 'Közös Kert', countryCode: 'HU', town: 'Pécs' })
    const { reference } = await aProposal(db, actor.id, 'Közös Kert', null)
    const { headers } = await aPerson(db, { role: 'moderator' })
    const url = `/api/review/proposals/${reference}`
    expect((await app.inject({ url, headers })).json()).toMatchObject({
      kind: 'update',
      changes: [{ field: 'name', before: 'Kert', after: 'Közös Kert' }],
      duplicates: [{ slug: twin.slug, level: 'likely' }],
      record: { slug: actor.slug, status: 'published' },
      baseVersion: 1,
      currentVersion: 1,
    })
  })
})

describe('POST /review/decisions', () => {
  test('decides on several at once and tells each author in their language', async ({
    app,
    db,
  }) => {
    const author = await aPerson(db, { language: 'hu' })
    const [one, other] = [await anActor(db, { name: 'Egy' }), await anActor(db, { name: 'Két' })]
    const references = [
      (await aProposal(db, one.id, 'Egyes', author.id)).reference,
      (await aProposal(db, other.id, 'Kettes', author.id)).reference,
    ]
    const { headers } = await aPerson(db, { role: 'moderator' })
    const decide = (decision: string, template?: string) =>
      app.inject({
        method: 'POST',
        url: '/api/review/decisions',
        headers,
        payload: { references, decision, ...(template && { template }) },
      })
    expect((await decide('accept')).json()).toEqual({
      results: references.map((reference) => ({ reference, outcome: 'accepted', detail: null })),
    })
    expect((await app.inject(`/api/actors/${one.slug}`)).json().name).toBe('Egyes')
    expect(await db.select().from(mails)).toMatchObject([
      { template: 'proposal-accepted', language: 'hu', accountId: author.id },
      { template: 'proposal-accepted', language: 'hu', accountId: author.id },
    ])
    const again = (await decide('reject', 'duplicate')).json()
    expect(again.results).toMatchObject([{ outcome: 'failed' }, { outcome: 'failed' }])
  })

  test('publishes a new actor, or leaves it unseen and says why', async ({ app, db }) => {
    const author = await aPerson(db, { language: 'fr' })
    const { headers } = await aPerson(db, { role: 'moderator' })
    const base = await readActorDocument(db, (await anActor(db)).id)
    const submit = (name: string) =>
      db.transaction(async (tx) => {
        const document = { ...base, name }
        const record = await createRecord(tx, {
          feature: 'actors',
          document,
          viewer: null,
          authorRole: 'person',
          now,
        })
        const { reference } = await propose(tx, {
          feature: 'actors',
          recordId: record.id,
          kind: 'create',
          document,
          baseVersion: 1,
          risks: ['new_record'],
          accountId: author.id,
          now,
        })
        return { ...record, reference }
      })
    const [good, bad] = [await submit('Jardin'), await submit('Publicité')]
    const decide = (reference: string, decision: string, template: string | null) =>
      app.inject({
        method: 'POST',
        url: '/api/review/decisions',
        headers,
        payload: { references: [reference], decision, template, reason: null },
      })
    expect((await app.inject(`/api/actors/${good.slug}`)).statusCode).toBe(404)
    await decide(good.reference, 'accept', null)
    await decide(bad.reference, 'reject', 'advertising')
    expect((await app.inject(`/api/actors/${good.slug}`)).statusCode).toBe(200)
    expect((await app.inject(`/api/actors/${bad.slug}`)).statusCode).toBe(404)
    const [, declined] = await db.select().from(mails).orderBy(mails.id)
    expect(declined).toMatchObject({
      template: 'proposal-rejected',
      language: 'fr',
      params: {
        reason: expect.stringContaining('publicité') as string,
        url: expect.stringMatching(/\/fr\/actors\/publicite\/edit$/) as string,
      },
    })
  })

  test('a new actor waits anew with each change of its author, also after it was refused', async ({
    app,
    db,
  }) => {
    const author = await aPerson(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    const document = { ...(await readActorDocument(db, (await anActor(db)).id)), name: 'Jardin' }
    const shared = { feature: 'actors', document, accountId: author.id, now } as const
    const risks: Risk[] = ['new_record', 'new_author', 'likely_duplicate']
    const [record, first] = await db.transaction(async (tx) => {
      const made = await createRecord(tx, { ...shared, viewer: null, authorRole: 'person' })
      const about = { recordId: made.id, kind: 'create', baseVersion: 1 } as const
      const said = { risks, why: '+ Kert' }
      return [made, (await propose(tx, { ...shared, ...about, ...said })).reference]
    })
    await db
      .insert(actorEditors)
      .values({ actorId: record.id, accountId: author.id, role: 'owner' })
    const own = { url: `/api/actors/${record.slug}/document`, headers: author.headers }
    const put = async (name: string, { headers } = author) =>
      app.inject({
        ...own,
        method: 'PUT',
        headers: { ...headers, 'if-match': String((await app.inject(own)).headers['etag']) },
        payload: { document: { ...document, name }, why: `Now ${name}` },
      })
    const change = async (name: string) => {
      const answer = await put(name)
      expect(answer.statusCode).toBe(202)
      // Whoever decides on it is warned as before.
      expect(answer.json<{ risks: string[] }>().risks).toEqual(risks)
      // The next change rests on this one.
      expect(answer.headers['etag']).toBe((await app.inject(own)).headers['etag'])
      return answer.json<{ reference: string }>().reference
    }
    const decide = async (reference: string, decision: string) => {
      const answer = await app.inject({
        method: 'POST',
        url: '/api/review/decisions',
        headers: moderator.headers,
        payload: { references: [reference], decision, reason: decision === 'reject' ? 'No' : null },
      })
      return answer.json<{ results: { outcome: string }[] }>().results[0]?.outcome
    }
    const isRejected = async () => {
      const mine = await app.inject({ url: '/api/account/actors', headers: author.headers })
      return [(await app.inject(own)).json().isRejected, mine.json().items[0].isRejected]
    }

    const second = await change('Advertising')
    // Nobody publishes what they have not read.
    expect(await decide(first, 'accept')).toBe('failed')
    const url = `/api/review/proposals/${second}`
    const { changes, why } = (await app.inject({ url, headers: moderator.headers })).json()
    // What was said when it was sent, who is not on file say, stays beside the reason.
    expect(why).toBe('+ Kert\nNow Advertising')
    expect(changes).toContainEqual({ field: 'name', before: null, after: 'Advertising' })
    expect(await isRejected()).toEqual([false, false])
    expect(await decide(second, 'reject')).toBe('rejected')
    expect(await isRejected()).toEqual([true, true])

    // Only a change sends it again, and a moderator's leaves it its author's.
    for (const person of [author, moderator]) {
      expect((await put('Advertising', person)).statusCode).toBe(200)
    }
    expect(await isRejected()).toEqual([true, true])
    const third = (await put('Jardin', moderator)).json<{ reference: string }>().reference
    expect(await decide(third, 'reject')).toBe('rejected')
    const told = await db.select().from(mails)
    expect(told.map(({ accountId }) => accountId)).toEqual([author.id, author.id])

    expect(await decide(await change('Jardin commun'), 'accept')).toBe('accepted')
    expect((await app.inject(`/api/actors/${record.slug}`)).json().name).toBe('Jardin commun')
    expect(await isRejected()).toEqual([false, false])
  })
})
