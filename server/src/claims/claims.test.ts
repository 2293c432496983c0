import type { InjectOptions } from 'fastify'
import { describe, expect, test as plain } from 'vitest'
import { accounts, actorEditors, claims, type Database, mails } from '@maillage/db'
import { anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { provesDomain, provingDomain } from './claims.rules.ts'

type Headers = Record<string, string>

const post = (url: string, headers: Headers, payload?: object): InjectOptions => ({
  method: 'POST',
  url: `/api${url}`,
  headers,
  ...(payload && { payload }),
})

const mailed = async (db: Database, template: string) =>
  (await db.select().from(mails).orderBy(mails.id)).filter((mail) => mail.template === template)

/** The secret at the end of the link of the last mail. */
async function linkedSecret(db: Database, template: string): Promise<string> {
  const { url } = ((await mailed(db, template)).at(-1)?.params ?? {}) as { url?: string }
  return url?.split('/').at(-1) ?? ''
}

const byDomain = { proof: 'domain', email: 'Office@Mail.Kert.example.org' }
const byModerator = { proof: 'moderator', message: 'I am on the board since 2019.' }

describe('a claim by mail at the organisation’s domain', () => {
  test('makes the claimant the owner once they press the mailed button', async ({ app, db }) => {
    const { slug } = await anActor(db, { website: 'https://www.kert.example.org/about' })
    const person = await aPerson(db, { language: 'hu' })
    const state = async () =>
      (await app.inject({ url: `/api/actors/${slug}/claim`, headers: person.headers })).json()
    expect(await state()).toMatchObject({ isClaimed: false, domain: 'example.org', pending: null })

    const sent = await app.inject(post(`/actors/${slug}/claims`, person.headers, byDomain))
    expect(sent.statusCode).toBe(201)
    expect(await mailed(db, 'claim-proof')).toMatchObject([
      { address: 'office@mail.kert.example.org', language: 'hu', accountId: null },
    ])
    expect((await state()).pending).toMatchObject({ proof: 'domain' })
    expect(await db.select().from(actorEditors)).toEqual([])

    const confirm = `/claims/${await linkedSecret(db, 'claim-proof')}/confirm`
    const other = await aPerson(db)
    expect((await app.inject(post(confirm, other.headers))).statusCode).toBe(403)
    expect((await app.inject(post(confirm, person.headers))).statusCode).toBe(204)
    expect((await app.inject(post(confirm, person.headers))).statusCode).toBe(410)

    expect(await state()).toMatchObject({ isClaimed: true, role: 'owner' })
    const people = await app.inject({ url: `/api/actors/${slug}/people`, headers: person.headers })
    expect(people.json()).toMatchObject({
      people: [{ role: 'owner', isMe: true }],
      events: [{ act: 'claimed', role: 'owner' }],
    })
    expect(await mailed(db, 'claim-accepted')).toMatchObject([{ address: person.email }])
    expect((await db.select().from(claims))[0]?.email).toBeNull()
  })

  test('is refused for a mailbox elsewhere, and where the website is a shared one', async ({
    app,
    db,
  }) => {
    const { slug } = await anActor(db, { website: 'https://kert.example.org' })
    const shared = await anActor(db, { website: 'https://facebook.com/kert' })
    const { headers } = await aPerson(db)
    const claim = async (of: string, email: string) =>
      (await app.inject(post(`/actors/${of}/claims`, headers, { proof: 'domain', email }))).json()
    expect(await claim(slug, 'someone@example.net')).toMatchObject({
      code: 'invalid_request',
      fields: { email: expect.any(String) },
    })
    expect(await claim(shared.slug, 'kert@facebook.com')).toMatchObject({ code: 'invalid_request' })
  })

  test('ends after a day, and mails a domain no more than five times a day', async ({
    app,
    db,
    clock,
  }) => {
    const { slug } = await anActor(db, { website: 'https://kert.example.org' })
    const statuses = []
    for (let count = 0; count < 6; count++) {
      const { headers } = await aPerson(db)
      statuses.push(
        (await app.inject(post(`/actors/${slug}/claims`, headers, byDomain))).statusCode,
      )
    }
    expect(statuses).toEqual([201, 201, 201, 201, 201, 429])

    const person = await aPerson(db)
    clock.set(2 * 86_400_000)
    await app.inject(post(`/actors/${slug}/claims`, person.headers, byDomain))
    const confirm = `/claims/${await linkedSecret(db, 'claim-proof')}/confirm`
    clock.set(2 * 86_400_000)
    expect((await app.inject(post(confirm, person.headers))).json()).toMatchObject({
      code: 'expired',
    })
  })

  test('does not get past owners who came first', async ({ app, db }) => {
    const actor = await anActor(db, { website: 'https://kert.example.org' })
    const person = await aPerson(db)
    await app.inject(post(`/actors/${actor.slug}/claims`, person.headers, byDomain))
    await aPerson(db, { owns: [actor.id] })
    const confirm = `/claims/${await linkedSecret(db, 'claim-proof')}/confirm`
    expect((await app.inject(post(confirm, person.headers))).statusCode).toBe(409)
  })
})

describe('a claim that people judge', () => {
  test('goes to the moderators where nobody owns the actor', async ({ app, db }) => {
    const { slug } = await anActor(db)
    const person = await aPerson(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    await app.inject(post(`/actors/${slug}/claims`, person.headers, byModerator))
    const list = { url: `/api/actors/${slug}/claims`, headers: moderator.headers }
    const { items } = (await app.inject(list)).json()
    expect(items).toMatchObject([{ message: byModerator.message, hasOwner: false }])
    const url = `/actors/${slug}/claims/${String(items[0].id)}/decision`
    const decide = { status: 'accepted' }
    expect((await app.inject(post(url, person.headers, decide))).statusCode).toBe(403)
    expect((await app.inject(post(url, moderator.headers, decide))).statusCode).toBe(204)
    expect((await app.inject(post(url, moderator.headers, decide))).statusCode).toBe(404)
    expect(await db.select().from(actorEditors)).toMatchObject([
      { accountId: person.id, role: 'owner' },
    ])
  })

  test('goes to the owners too, who may refuse with a reason', async ({ app, db }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const person = await aPerson(db, { language: 'fr' })
    await app.inject(post(`/actors/${actor.slug}/claims`, person.headers, byModerator))
    expect(await mailed(db, 'claim-received')).toMatchObject([{ address: owner.email }])
    const list = { url: `/api/actors/${actor.slug}/claims`, headers: owner.headers }
    const { items } = (await app.inject(list)).json()
    const url = `/actors/${actor.slug}/claims/${String(items[0].id)}/decision`
    const refused = { status: 'refused', reason: 'We do not know you.' }
    expect((await app.inject(post(url, owner.headers, refused))).statusCode).toBe(204)
    expect(await mailed(db, 'claim-refused')).toMatchObject([
      { address: person.email, language: 'fr', params: { reason: refused.reason } },
    ])
  })
})

describe('people of an actor', () => {
  test('invite colleagues by a mail, and see no address', async ({ app, db }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id], email: 'canary-owner@people.example' })
    const email = 'Canary-Colleague@people.example'
    const invite = post(`/actors/${actor.slug}/invitations`, owner.headers, {
      email,
      role: 'editor',
    })
    expect((await app.inject(invite)).statusCode).toBe(201)
    expect(await mailed(db, 'invitation')).toMatchObject([{ address: email.toLowerCase() }])
    const token = await linkedSecret(db, 'invitation')
    expect((await app.inject(`/api/invitations/${token}`)).json()).toMatchObject({
      role: 'editor',
      state: 'open',
    })
    const colleague = await aPerson(db, { email: email.toLowerCase() })
    const accept = post(`/invitations/${token}/accept`, colleague.headers)
    expect((await app.inject(accept)).statusCode).toBe(204)
    expect((await app.inject(accept)).statusCode).toBe(410)
    expect(await mailed(db, 'editor-joined')).toMatchObject([{ address: owner.email }])

    for (const { headers } of [owner, colleague]) {
      const people = await app.inject({ url: `/api/actors/${actor.slug}/people`, headers })
      expect(people.json().people).toHaveLength(2)
      expect(people.body).not.toContain('canary')
    }
  })

  test('withdraw an invitation, which then opens nothing', async ({ app, db }) => {
    const actor = await anActor(db)
    const { headers } = await aPerson(db, { owns: [actor.id] })
    const email = 'new@people.example'
    await app.inject(post(`/actors/${actor.slug}/invitations`, headers, { email, role: 'owner' }))
    const token = await linkedSecret(db, 'invitation')
    const people = await app.inject({ url: `/api/actors/${actor.slug}/people`, headers })
    const [{ id }] = people.json().invitations
    const url = `/api/actors/${actor.slug}/invitations/${String(id)}`
    expect((await app.inject({ method: 'DELETE', url, headers })).statusCode).toBe(204)
    const guest = await aPerson(db)
    expect((await app.inject(post(`/invitations/${token}/accept`, guest.headers))).statusCode).toBe(
      410,
    )
  })

  test('the last owner cannot leave without handing over or the moderators', async ({
    app,
    db,
  }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const editor = await aPerson(db, { edits: [actor.id] })
    const leave = (payload: object) =>
      app.inject(post(`/actors/${actor.slug}/leave`, owner.headers, payload))
    expect((await leave({})).statusCode).toBe(409)
    expect((await leave({ askModerators: true })).json()).toEqual({ hasLeft: false })

    const moderator = await aPerson(db, { role: 'moderator' })
    const reports = await app.inject({ url: '/api/reports', headers: moderator.headers })
    expect(reports.json().items).toMatchObject([{ kind: 'suggestion' }])

    const seen = { ...owner.headers, 'if-match': '*' }
    const handOver = post(`/actors/${actor.slug}/hand-over`, seen, { to: editor.id })
    expect((await app.inject(handOver)).statusCode).toBe(204)
    expect((await leave({})).json()).toEqual({ hasLeft: true })
    expect(await db.select().from(actorEditors)).toMatchObject([
      { accountId: editor.id, role: 'owner' },
    ])
    const people = await app.inject({
      url: `/api/actors/${actor.slug}/people`,
      headers: editor.headers,
    })
    expect(people.json().events.map(({ act }: { act: string }) => act)).toEqual([
      'left',
      'role_changed',
      'handed_over',
    ])
    expect(await mailed(db, 'editor-role')).toHaveLength(2)
    expect(await mailed(db, 'editor-left')).toMatchObject([{ address: editor.email }])
  })

  test('owners remove each other, but only a moderator the last', async ({ app, db }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const editor = await aPerson(db, { edits: [actor.id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    const remove = async ({ headers }: { headers: Headers }, id: number) =>
      (
        await app.inject({
          method: 'DELETE',
          url: `/api/actors/${actor.slug}/people/${String(id)}`,
          headers: { ...headers, 'if-match': '*' },
        })
      ).statusCode
    expect(await remove(editor, owner.id)).toBe(403)
    expect(await remove(owner, owner.id)).toBe(409)
    expect(await remove(owner, editor.id)).toBe(204)
    expect(await mailed(db, 'editor-removed')).toMatchObject([{ address: editor.email }])
    expect(await remove(moderator, owner.id)).toBe(204)
    expect(await db.select().from(actorEditors)).toEqual([])
    expect(await db.select().from(accounts)).toHaveLength(3)
  })
})

describe('domains that prove something', () => {
  plain.for([
    ['https://www.cries.ro/contact', 'cries.ro'],
    ['http://shop.coop.example.co.uk:8080/', 'example.co.uk'],
    ['https://kert.wordpress.com', null],
    ['https://www.facebook.com/cries', null],
    ['https://sites.google.com/view/cries', null],
    ['http://192.0.2.7/', null],
    ['not a website', null],
    [null, null],
  ] as const)('of %s: %s', ([website, domain]) => {
    expect(provingDomain(website)).toBe(domain)
  })

  plain('a mailbox must be at the same registrable domain', () => {
    expect(provesDomain('a@mail.cries.ro', 'https://cries.ro')).toBe(true)
    expect(provesDomain('a@notcries.ro', 'https://cries.ro')).toBe(false)
    expect(provesDomain('a@cries.ro.evil.com', 'https://cries.ro')).toBe(false)
    expect(provesDomain('a@b@cries.ro', 'https://cries.ro')).toBe(false)
  })
})
