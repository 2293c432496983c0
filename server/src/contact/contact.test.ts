import type { InjectOptions } from 'fastify'
import { describe, expect, test as plain } from 'vitest'
import { accounts, actorEditors, contactDrafts, mails, threads } from '@maillage/db'
import { anActor } from '../factories.ts'
import { toMime } from '../mail/compose-mail.ts'
import { writeMail, type MailTemplate, toMailLanguage } from '../mail/templates.ts'
import { aPerson, buildLogged, test } from '../testing.ts'
import { holdsAddress, isPausedAt, stateAfter } from './contact.rules.ts'

const hello = { senderName: 'Ana', subject: 'Seeds', text: 'Could we visit you in spring?' }

type Headers = Record<string, string>

const post = (url: string, headers: Headers, payload?: object): InjectOptions => ({
  method: 'POST',
  url: `/api${url}`,
  headers: { 'if-match': '*', ...headers },
  ...(payload && { payload }),
})

const writeTo = (slug: string, headers: Headers, payload: object = hello) =>
  post(`/actors/${slug}/messages`, headers, payload)

describe('writing to an actor', () => {
  test('reaches its people by a mail that says where to read, and nothing of what', async ({
    app,
    db,
  }) => {
    const actor = await anActor(db, { name: 'Kert' })
    const owner = await aPerson(db, { owns: [actor.id], language: 'hu' })
    const editor = await aPerson(db, { edits: [actor.id] })
    const sender = await aPerson(db)

    const sent = await app.inject(writeTo(actor.slug, sender.headers))

    expect(sent.statusCode).toBe(201)
    const { reference } = sent.json()
    const queued = await db.select().from(mails)
    expect(queued.map(({ address }) => address).sort()).toEqual([owner.email, editor.email].sort())
    expect(queued[0]?.params).toEqual({
      actor: 'Kert',
      reference,
      url: `http://127.0.0.1:3000/hu/messages/${String(reference)}`,
    })
    const thread = (
      await app.inject({ url: `/api/messages/${String(reference)}`, headers: owner.headers })
    ).json()
    expect(thread).toMatchObject({
      side: 'actor',
      senderName: 'Ana',
      subject: 'Seeds',
      state: 'waiting',
      messages: [{ side: 'sender', isMine: false, text: hello.text }],
      acts: ['answer', 'decline', 'report', 'close'],
    })
  })

  test('is not taken where nobody would read it', async ({ app, db }) => {
    const { slug } = await anActor(db)
    const { headers } = await aPerson(db)
    expect((await app.inject(writeTo(slug, headers))).statusCode).toBe(409)
  })

  test('needs a person who is signed in; what they wrote before is kept for them', async ({
    app,
    db,
    clock,
  }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    expect((await app.inject(writeTo(actor.slug, {}))).statusCode).toBe(401)

    const text = '  As <b>written</b>,\n\tnot otherwise 👋 '
    const kept = await app.inject(
      post('/contact-drafts', {}, { slug: actor.slug, ...hello, text: text.replace('\t', ' ') }),
    )
    expect(kept.statusCode).toBe(201)
    const { token } = kept.json()
    const url = `/api/contact-drafts/${String(token)}`
    expect((await app.inject(url)).json()).toEqual({
      slug: actor.slug,
      ...hello,
      text: text.replace('\t', ' '),
    })

    const { headers } = await aPerson(db)
    const message = { ...hello, text: text.replace('\t', ' '), draft: token }
    const sent = await app.inject(writeTo(actor.slug, headers, message))
    expect(sent.statusCode).toBe(201)
    expect((await app.inject(url)).statusCode).toBe(404)
    // What spoke against it when it was kept is told to whoever reads it.
    const thread = await app.inject({
      url: `/api/messages/${String(sent.json().reference)}`,
      headers: owner.headers,
    })
    expect(thread.json().messages).toMatchObject([{ signals: ['no_ticket', 'no_work'] }])

    const other = await app.inject(post('/contact-drafts', {}, { slug: actor.slug, ...hello }))
    clock.set(8 * 86_400_000)
    expect((await app.inject(`/api/contact-drafts/${String(other.json().token)}`)).statusCode).toBe(
      404,
    )
  })

  test('keeps nothing for a machine: a filled hidden field without a form is refused', async ({
    app,
    db,
  }) => {
    const { slug } = await anActor(db)
    const proof = { hidden: 'https://buy.example' }
    const refused = await app.inject(post('/contact-drafts', {}, { slug, ...hello, proof }))
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'looks_like_spam'])
    expect(await db.$count(contactDrafts)).toBe(0)
    // Without JavaScript and without a form, a message alone is kept; its mail confirms the writer.
    const kept = await app.inject(post('/contact-drafts', {}, { slug, ...hello }))
    expect(kept.statusCode).toBe(201)
  })

  test('is judged as without an account; what speaks for a machine is seen by whoever reads it', async ({
    app,
    db,
    clock,
  }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const sender = await aPerson(db)
    const machine = { ...hello, proof: { hidden: 'https://buy.example' } }
    const refused = await app.inject(writeTo(actor.slug, sender.headers, machine))
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'looks_like_spam'])
    expect(await db.$count(threads)).toBe(0)

    const { ticket } = (await app.inject('/api/form-ticket')).json()
    clock.set(30_000)
    const text = 'https://a.example '.repeat(4)
    const message = { ...hello, text, proof: { ticket } }
    const { reference } = (await app.inject(writeTo(actor.slug, sender.headers, message))).json()
    const url = `/messages/${String(reference)}`
    await app.inject(post(`${url}/answers`, owner.headers, { text }))
    await app.inject(post(`${url}/answers`, sender.headers, { text: 'Thanks' }))
    const again = post(`${url}/answers`, sender.headers, { text: 'Buy', proof: machine.proof })
    expect((await app.inject(again)).statusCode).toBe(422)

    const signals = async ({ headers }: { headers: Headers }) =>
      (await app.inject({ url: `/api${url}`, headers }))
        .json()
        .messages.map((said: { signals: string[] }) => said.signals)
    // Whoever was written to answers as they like.
    expect(await signals(owner)).toEqual([['no_work', 'many_links'], [], ['no_ticket', 'no_work']])
    expect(await signals(sender)).toEqual([[], [], []])
  })

  test('warns of an address in the text before it takes it', async ({ app, db }) => {
    const actor = await anActor(db)
    await aPerson(db, { owns: [actor.id] })
    const { headers } = await aPerson(db)
    const message = { ...hello, text: 'Write to ana@people.example' }
    const first = await app.inject(writeTo(actor.slug, headers, message))
    expect(first.json()).toMatchObject({
      status: 409,
      fields: { addressesMeant: expect.any(String) },
    })
    const meant = { ...message, addressesMeant: true }
    expect((await app.inject(writeTo(actor.slug, headers, meant))).statusCode).toBe(201)
  })

  test('is taken once when the same request comes twice', async ({ app, db }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const { headers } = await aPerson(db)
    const again = () =>
      app.inject(writeTo(actor.slug, { ...headers, 'idempotency-key': 'once-and-only' }))
    const [one, two] = [await again(), await again()]
    expect(two.json()).toEqual(one.json())
    const { items } = (await app.inject({ url: '/api/messages', headers: owner.headers })).json()
    expect(items).toHaveLength(1)
  })

  test('that comes again with its key is answered as before, and judged and counted once', async ({
    app,
    db,
    clock,
  }) => {
    const actor = await anActor(db)
    await aPerson(db, { owns: [actor.id] })
    const { headers } = await aPerson(db)
    const { ticket } = (await app.inject('/api/form-ticket')).json()
    clock.set(30_000)
    // Good for one message only; with so many links it would be refused a second time.
    const message = { ...hello, text: 'https://a.example '.repeat(4), proof: { ticket } }
    const keyed = { ...headers, 'idempotency-key': 'once-and-only' }
    const say = () => app.inject(writeTo(actor.slug, keyed, message))
    const first = await say()
    expect(first.statusCode).toBe(201)
    const more = []
    for (let count = 0; count < 10; count++) more.push(await say())
    expect(more.map(({ statusCode }) => statusCode)).toEqual(Array<number>(10).fill(201))
    expect(more.at(-1)?.json()).toEqual(first.json())
    // The actor takes no messages any more; what was answered stays answered.
    await db.delete(actorEditors)
    expect((await say()).json()).toEqual(first.json())

    const url = `/messages/${String(first.json().reference)}/answers`
    const { ticket: next } = (await app.inject('/api/form-ticket')).json()
    clock.set(60_000)
    const answer = { text: message.text, proof: { ticket: next } }
    // The same key for something else is refused before it uses the ticket up.
    expect((await app.inject(post(url, keyed, answer))).json().code).toBe('key_reused')
    const other = { ...headers, 'idempotency-key': 'another-one' }
    const all = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(() => app.inject(post(url, other, answer))),
    )
    expect(all.map(({ statusCode }) => statusCode)).toEqual(Array<number>(6).fill(201))
  })

  test('has a quota of ten a day for a person', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const statuses = []
    for (let count = 0; count < 11; count++) {
      const actor = await anActor(db)
      await aPerson(db, { owns: [actor.id] })
      statuses.push((await app.inject(writeTo(actor.slug, headers))).statusCode)
    }
    expect(statuses).toEqual([...Array<number>(10).fill(201), 429])
  })

  test('has a quota of forty a day for an actor', async ({ app, db }) => {
    const actor = await anActor(db)
    await aPerson(db, { owns: [actor.id] })
    const statuses = []
    for (let count = 0; count < 41; count++) {
      const { headers } = await aPerson(db)
      statuses.push((await app.inject(writeTo(actor.slug, headers))).statusCode)
    }
    expect(statuses.filter((status) => status === 201)).toHaveLength(40)
    expect(statuses.at(-1)).toBe(429)
  })
})

describe('a conversation', () => {
  test('goes back and forth, and each side is told of the other’s words', async ({ app, db }) => {
    const actor = await anActor(db, { name: 'Kert' })
    const owner = await aPerson(db, { owns: [actor.id] })
    const sender = await aPerson(db, { language: 'fr' })
    const { reference } = (await app.inject(writeTo(actor.slug, sender.headers))).json()
    const url = `/messages/${String(reference)}`
    await db.delete(mails)

    expect(
      (await app.inject(post(`${url}/answers`, owner.headers, { text: 'Gladly.' }))).statusCode,
    ).toBe(201)
    expect(await db.select().from(mails)).toMatchObject([
      { template: 'message-answer', address: sender.email, language: 'fr' },
    ])
    await app.inject(post(`${url}/answers`, sender.headers, { text: 'In May?' }))

    const thread = (await app.inject({ url: `/api${url}`, headers: sender.headers })).json()
    expect(thread).toMatchObject({ side: 'sender', state: 'waiting', acts: expect.any(Array) })
    expect(
      thread.messages.map(({ side, text }: { side: string; text: string }) => [side, text]),
    ).toEqual([
      ['sender', hello.text],
      ['actor', 'Gladly.'],
      ['sender', 'In May?'],
    ])
    const last = (await db.select().from(mails).orderBy(mails.id)).at(-1)
    expect(last).toMatchObject({ template: 'message-more', address: owner.email })
  })

  test('ends when the actor declines, and the sender reads why', async ({ app, db }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const sender = await aPerson(db)
    const { reference } = (await app.inject(writeTo(actor.slug, sender.headers))).json()
    const url = `/messages/${String(reference)}`
    const reason = { reason: 'We have no time this year.' }
    expect((await app.inject(post(`${url}/decline`, sender.headers, reason))).statusCode).toBe(409)
    expect((await app.inject(post(`${url}/decline`, owner.headers, reason))).statusCode).toBe(204)
    expect((await app.inject({ url: `/api${url}`, headers: sender.headers })).json()).toMatchObject(
      { state: 'declined', ...reason },
    )
    const more = await app.inject(post(`${url}/answers`, sender.headers, { text: 'But …' }))
    expect(more.statusCode).toBe(409)
  })

  test('is nobody else’s, and moderators read it only once it was reported', async ({
    app,
    db,
  }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const sender = await aPerson(db)
    const other = await aPerson(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    const { reference } = (await app.inject(writeTo(actor.slug, sender.headers))).json()
    const url = `/messages/${String(reference)}`
    const read = async ({ headers }: { headers: Headers }) =>
      (await app.inject({ url: `/api${url}`, headers })).statusCode
    expect([await read(other), await read(moderator)]).toEqual([404, 404])

    await app.inject(post(`${url}/report`, owner.headers, { reason: 'Rude.' }))

    expect([await read(other), await read(moderator)]).toEqual([404, 200])
    const { items } = (await app.inject({ url: '/api/reports', headers: moderator.headers })).json()
    expect(items).toMatchObject([{ kind: 'abuse', message: `${String(reference)}: Rude.` }])
    expect((await app.inject(writeTo(actor.slug, sender.headers))).statusCode).toBe(409)
  })
})

describe('a pause', () => {
  test('is told on the profile, keeps messages away and ends on its day', async ({
    app,
    db,
    clock,
  }) => {
    const actor = await anActor(db)
    const owner = await aPerson(db, { owns: [actor.id] })
    const sender = await aPerson(db)
    const contact = async () => (await app.inject(`/api/actors/${actor.slug}`)).json().contact
    expect(await contact()).toEqual({ state: 'open', until: null })

    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
    const url = `/actors/${actor.slug}/contact-pause`
    expect((await app.inject(post(url, sender.headers, { until }))).statusCode).toBe(403)
    expect((await app.inject(post(url, owner.headers, { until }))).statusCode).toBe(204)
    expect(await contact()).toEqual({ state: 'paused', until })
    expect((await app.inject(writeTo(actor.slug, sender.headers))).statusCode).toBe(409)

    clock.set(4 * 86_400_000)
    expect(await contact()).toEqual({ state: 'open', until: null })
    expect((await app.inject(writeTo(actor.slug, sender.headers))).statusCode).toBe(201)

    await app.inject(post(url, owner.headers, {}))
    expect(await contact()).toEqual({ state: 'paused', until: null })
    await app.inject({ method: 'DELETE', url: `/api${url}`, headers: owner.headers })
    expect(await contact()).toMatchObject({ state: 'open' })
  })

  test('cannot begin with a day that is over', async ({ app, db }) => {
    const actor = await anActor(db)
    const { headers } = await aPerson(db, { owns: [actor.id] })
    const url = `/actors/${actor.slug}/contact-pause`
    expect((await app.inject(post(url, headers, { until: '2020-01-01' }))).statusCode).toBe(400)
  })
})

describe('addresses of both sides', () => {
  test('occur in no answer, no mail to the other side and no log', async ({ db, jobs }) => {
    const { app, logged } = await buildLogged({ db, jobs })
    const actor = await anActor(db, { slug: 'kert' })
    const owner = await aPerson(db, { owns: [actor.id], email: 'canary-owner@people.example' })
    const sender = await aPerson(db, { email: 'canary-sender@people.example' })

    const answers: string[] = []
    const say = async (options: InjectOptions) => {
      const { body, headers } = await app.inject(options)
      answers.push(body, JSON.stringify(headers))
      return body
    }
    const { reference } = JSON.parse(await say(writeTo('kert', sender.headers))) as {
      reference: string
    }
    const url = `/messages/${reference}`
    await say(post(`${url}/answers`, owner.headers, { text: 'Gladly.' }))
    await say(post(`${url}/answers`, sender.headers, { text: 'Thanks.' }))
    for (const { headers } of [owner, sender]) {
      await say({ url: `/api${url}`, headers })
      await say({ url: '/api/messages', headers })
    }
    await say(post(`${url}/decline`, owner.headers, { reason: 'No.' }))
    await say(post(`${url}/report`, owner.headers, { reason: 'Rude.' }))
    await say(post('/actors/kert/contact-pause', owner.headers, {}))
    await say(writeTo('kert', sender.headers))
    const { headers } = await aPerson(db, { role: 'moderator' })
    for (const path of [
      '/reports',
      url,
      '/actors',
      '/actors/kert',
      '/actors/kert/history',
      '/actors/kert/people',
      '/review?show=reports',
      '/claims',
      '/mails',
      '/openapi.json',
    ]) {
      await say({ url: `/api${path}`, headers })
    }
    await app.close()

    expect(answers.join('\n')).not.toContain('canary')
    expect(logged()).toContain('/api/messages')
    expect(logged()).not.toContain('canary')
    for (const mail of await db.select().from(mails)) {
      const { address, language, messageId, createdAt } = mail
      const template = mail.template as MailTemplate
      const params = mail.params as Record<string, string>
      const written = JSON.stringify([
        params,
        writeMail(template, toMailLanguage(language), params),
      ])
      expect([address, written.includes('canary')]).toEqual([address, false])
      // As it goes over the wire: nobody but its receiver, and nowhere to answer by mail.
      const from = 'Maillage <maillage@instance.example>'
      const raw = await toMime(
        { template, language, params },
        { from, to: address, messageId, createdAt },
      )
      const [head = '', body = ''] = raw.toString().split(/\r\n\r\n(.*)/s)
      const others = head.replace(/^To: .*$/im, '')
      expect(others).toMatch(/^From: Maillage <maillage@instance\.example>$/im)
      expect(others).not.toMatch(/^(reply-to|cc|bcc|sender|return-path):/im)
      expect(others + body).not.toContain('canary')
    }
    expect(await db.select().from(accounts)).toHaveLength(3)
  })
})

describe('the rules of a conversation', () => {
  plain('nothing follows a report', () => {
    for (const side of ['sender', 'actor'] as const) {
      for (const act of ['answer', 'decline', 'report', 'close'] as const) {
        expect(stateAfter('reported', act, side)).toBeUndefined()
      }
    }
  })

  plain('only the actor declines, and only what is open', () => {
    expect(stateAfter('waiting', 'decline', 'actor')).toBe('declined')
    expect(stateAfter('waiting', 'decline', 'sender')).toBeUndefined()
    expect(stateAfter('closed', 'decline', 'actor')).toBeUndefined()
  })

  plain.for([
    ['ana@people.example', true],
    ['write to ANA.B@éco.example, please', true],
    ['+40 (256) 123-456', true],
    ['00 33 1 23 45 67 89', true],
    ['from 2020-2024, with 12 000 people', false],
    ['Erasmus+ 2020-1-FR01-KA204-080661', false],
    ['@handle and a @ sign', false],
  ] as const)('“%s” gives an address away: %s', ([text, expected]) => {
    expect(holdsAddress(text)).toBe(expected)
  })

  plain('a pause without an end holds', () => {
    const now = new Date('2026-05-01')
    expect(isPausedAt({ until: null }, now)).toBe(true)
    expect(isPausedAt({ until: new Date('2026-05-02') }, now)).toBe(true)
    expect(isPausedAt({ until: now }, now)).toBe(false)
    expect(isPausedAt(undefined, now)).toBe(false)
  })
})
