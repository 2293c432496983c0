import { eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect } from 'vitest'
import {
  accounts,
  actorEditors,
  actorPrivateLocations,
  actors,
  conceptSuggestions,
  consents,
  type Database,
  draftKeys,
  drafts,
  images,
  mails,
  participations,
  practices,
  practiceSteps,
  practiceThemes,
  proposals,
} from '@maillage/db'
import { enforceRetention } from '../accounts/retention.queries.ts'
import { anActor, aTheme } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { checkAnswers, parts } from './submissions.rules.ts'

type App = { inject: (options: object) => Promise<Answer> }
interface Answer {
  statusCode: number
  headers: Record<string, unknown>
  cookies: { name: string; value: string }[]
  json: () => Record<string, Record<string, string>>
}

const origin = 'http://localhost:80'

/** A browser that writes a draft, with the cookie it was given. */
async function begin(app: unknown, { name = 'Casa Verde', headers = {} } = {}) {
  const { inject } = app as App
  const response = await inject({
    method: 'POST',
    url: '/api/drafts',
    headers: { origin, ...headers },
    payload: { name, language: 'ro' },
  })
  expect(response.statusCode).toBe(201)
  return {
    draft: response.json() as unknown as { version: number; reference: string },
    ...browser(app, response, headers),
  }
}

function browser(app: unknown, opened: Answer, headers: Record<string, string> = {}) {
  const { inject } = app as App
  const cookie = opened.cookies.find(({ name }) => name === '__Host-draft')
  const cookies = [headers['cookie'], `__Host-draft=${cookie?.value ?? ''}`].filter(Boolean)
  const own = { origin, cookie: cookies.join('; ') }
  return {
    own,
    read: () => inject({ url: '/api/drafts/current', headers: own }),
    write: (answers: object, version: number | '*' = '*', isDone = false) =>
      inject({
        method: 'PATCH',
        url: '/api/drafts/current',
        headers: { ...own, 'if-match': version === '*' ? '*' : `"v${String(version)}"` },
        payload: { answers, isDone },
      }),
  }
}

/** The secret in the link that was last mailed. */
async function mailedKey(db: Database): Promise<string> {
  const rows = await db.select().from(mails).orderBy(mails.id)
  const { url } = rows.at(-1)?.params as { url: string }
  return new URL(url).searchParams.get('key') ?? ''
}

const open = (app: unknown, token: string, headers = {}) =>
  (app as App).inject({
    method: 'POST',
    url: '/api/drafts/open',
    headers: { origin, ...headers },
    payload: { token },
  })

describe('POST /drafts', () => {
  test('begins with a name; the cookie opens it, and only its hash is stored', async ({
    app,
    db,
  }) => {
    const { read, own } = await begin(app)
    expect((await read()).json()).toMatchObject({
      version: 1,
      language: 'ro',
      answers: { name: { name: 'Casa Verde' } },
      hasEmail: false,
      actor: null,
    })
    const [key] = await db.select().from(draftKeys)
    expect(own.cookie).not.toContain(key?.tokenHash)
    const without = await app.inject('/api/drafts/current')
    expect(without.statusCode).toBe(404)
  })

  test('pressed twice begins one draft, and either answer opens it', async ({ app, db }) => {
    const headers = { 'idempotency-key': 'pressed-twice' }
    const first = await begin(app, { headers })
    const second = await begin(app, { headers })
    expect(second.draft.reference).toBe(first.draft.reference)
    expect(await db.select().from(drafts)).toHaveLength(1)
    expect((await first.read()).statusCode).toBe(200)
    expect((await second.read()).statusCode).toBe(200)
  })

  test('whoever writes for an actor adds to it; others may not', async ({ app, db }) => {
    const { id, slug } = await anActor(db, { name: 'Largo' })
    const begun = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/api/drafts', headers, payload: { actor: slug } })
    const owner = await aPerson(db, { owns: [id] })
    expect((await begun(owner.headers)).json()).toMatchObject({ actor: { slug, isPublic: true } })
    const other = await aPerson(db)
    expect((await begun(other.headers)).statusCode).toBe(403)
    expect((await begun({ origin })).statusCode).toBe(403)
  })
})

describe('adding to an actor', () => {
  const send = (app: unknown, own: object, feature: string) =>
    (app as App).inject({
      method: 'POST',
      url: '/api/drafts/current/records',
      headers: own,
      payload: { feature },
    })

  async function addTo(app: unknown, slug: string, headers: Record<string, string>) {
    const begun = await (app as App).inject({
      method: 'POST',
      url: '/api/drafts',
      headers,
      payload: { actor: slug, language: 'en' },
    })
    return browser(app, begun, headers)
  }

  test('a practice of an editor waits; their drafts name the actor', async ({ app, db }) => {
    const { id, slug } = await anActor(db, { name: 'Largo' })
    const editor = await aPerson(db, { edits: [id] })
    const { own, write } = await addTo(app, slug, editor.headers)
    await write({
      'practice-title': { title: 'Repair café', aim: 'Less waste' },
      'practice-steps': { steps: [{ title: 'Invite' }] },
    })
    const list = await app.inject({ url: '/api/drafts', headers: editor.headers })
    expect(list.json()).toMatchObject({ items: [{ name: 'Largo', actor: slug, isSent: false }] })
    expect((await send(app, own, 'practices')).statusCode).toBe(201)
    expect(await db.select().from(practices)).toMatchObject([{ status: 'pending' }])
    expect(await db.select().from(proposals)).toMatchObject([
      { accountId: editor.id, status: 'pending' },
    ])
  })

  test('a collaboration of a trusted author is live, and its partners are asked at once', async ({
    app,
    db,
  }) => {
    const { id, slug } = await anActor(db, { name: 'Largo' })
    const other = await anActor(db, { name: 'Presto' })
    const partner = await aPerson(db, { owns: [other.id], language: 'hu' })
    const trusted = await aPerson(db, { role: 'moderator', edits: [id] })
    const { own, write } = await addTo(app, slug, trusted.headers)
    await write({
      'collaboration-title': { title: 'Seeds', kind: 'project' },
      'collaboration-partners': { participants: [{ slug: other.slug, role: 'partner' }] },
    })
    expect((await send(app, own, 'collaborations')).statusCode).toBe(201)
    const asked = await db.select().from(mails).where(eq(mails.template, 'tie-request'))
    expect(asked).toMatchObject([{ accountId: partner.id, language: 'hu' }])
  })
})

describe('PATCH /drafts/current', () => {
  test('keeps what is not yet right, and says what is wrong with it', async ({ app }) => {
    const { write, read } = await begin(app)
    const links = { website: 'not an address', links: [{ kind: 'website', url: 'x y', title: '' }] }
    const about = {
      language: 'ro',
      summary: 'Grădină',
      translations: [{ language: 'ro', summary: 'Garden' }],
    }
    expect((await write({ links, about, languages: { foundedYear: '19' } })).statusCode).toBe(200)
    const draft = (await read()).json()
    expect(draft).toMatchObject({
      answers: { links, about, languages: { foundedYear: '19' } },
      findings: {
        links: { website: 'not_an_address', 'links.0.url': 'not_an_address' },
        about: { 'translations.0.language': 'said_twice' },
        languages: { foundedYear: 'not_a_year' },
        mail: { email: 'missing' },
        themes: { themes: 'missing' },
      },
    })
    expect(draft['findings']).not.toHaveProperty('name')
  })

  test('a row in which nothing was written is not missed, one begun is', async ({ app }) => {
    const { write } = await begin(app)
    const offers = [
      { kind: 'skill', text: ' ' },
      { kind: '', text: 'Rooms' },
    ]
    const answer = await write({ exchange: { offers } })
    expect(answer.json()['findings']).toMatchObject({ exchange: { 'offers.1.kind': 'missing' } })
    expect(answer.json()['findings']?.['exchange']).not.toHaveProperty('offers.0.kind')
  })

  test('two windows on different pages both write; on one page the second is told', async ({
    app,
  }) => {
    const { write, read } = await begin(app)
    expect((await write({ kind: { kind: 'network' } }, 1)).statusCode).toBe(200)
    expect((await write({ about: { summary: 'One' } }, 1)).statusCode).toBe(200)
    const stale = await write({ about: { summary: 'Two' } }, 1)
    expect(stale.statusCode).toBe(412)
    expect(stale.json()['code']).toBe('version_changed')
    expect((await read()).json()['answers']).toMatchObject({ about: { summary: 'One' } })
    const { version } = (await read()).json() as unknown as { version: number }
    expect((await write({ about: { summary: 'Two' } }, version)).statusCode).toBe(200)
  })

  test('the same again changes no version', async ({ app }) => {
    const { write } = await begin(app)
    const once = await write({ kind: { kind: 'network' } })
    const again = await write({ kind: { kind: 'network' } })
    expect(again.json()['version']).toBe(once.json()['version'])
    expect(again.headers['etag']).toBe(once.headers['etag'])
  })

  test('needs If-Match, known fields, and text that a database can hold', async ({ app }) => {
    const { write, own } = await begin(app)
    const bare = await app.inject({
      method: 'PATCH',
      url: '/api/drafts/current',
      headers: own,
      payload: { answers: {} },
    })
    expect(bare.statusCode).toBe(428)
    for (const answers of [
      { about: { summary: 'a\u0000b' } },
      { about: { summary: '\ud800' } },
      { about: { status: 'published' } },
      { unknown: {} },
      { about: { summary: 'x'.repeat(20_001) } },
    ]) {
      expect((await write(answers)).statusCode).toBe(400)
    }
  })
})

describe('the mailed link', () => {
  test('is sent when the page is done, not while typing, once for each address', async ({
    app,
    db,
  }) => {
    const { write, read } = await begin(app)
    await write({ mail: { email: 'ana@casa.exampl' } })
    expect(await db.select().from(mails)).toEqual([])
    await write({ mail: { email: ' Ana@casa.example ' } }, '*', true)
    await write({ mail: { email: 'ana@casa.example' } }, '*', true)
    const sent = await db.select().from(mails)
    expect(sent).toMatchObject([
      { address: 'ana@casa.example', template: 'draft-saved', language: 'ro' },
    ])
    expect((await read()).json()).toMatchObject({ hasEmail: true, isEmailConfirmed: false })
  })

  test('opens the draft on another device, proves the address and makes the account', async ({
    app,
    db,
  }) => {
    const { write } = await begin(app)
    await write({ mail: { email: 'ana@casa.example' }, about: { summary: 'Grădină' } }, '*', true)
    const key = await mailedKey(db)
    expect(await db.select().from(accounts)).toEqual([])
    const opened = await open(app, key)
    expect(opened.json()).toMatchObject({
      answers: { about: { summary: 'Grădină' } },
      isEmailConfirmed: true,
    })
    const other = browser(app, opened)
    expect((await other.read()).statusCode).toBe(200)
    expect(await db.select().from(accounts)).toMatchObject([{ email: 'ana@casa.example' }])
    // A link works for as long as the draft lives, on every device.
    expect((await open(app, key)).statusCode).toBe(200)
  })

  test('to an earlier address opens the draft but proves nothing of the new one', async ({
    app,
    db,
  }) => {
    const { write } = await begin(app)
    await write({ mail: { email: 'wrong@casa.example' } }, '*', true)
    const old = await mailedKey(db)
    await write({ mail: { email: 'right@casa.example' } }, '*', true)
    expect((await open(app, old)).json()).toMatchObject({ isEmailConfirmed: false })
    expect((await open(app, await mailedKey(db))).json()).toMatchObject({ isEmailConfirmed: true })
  })

  test('is not the cookie, and cannot be guessed', async ({ app, db }) => {
    const { write, own } = await begin(app)
    await write({ mail: { email: 'ana@casa.example' } }, '*', true)
    const cookie = own.cookie.split('=')[1] ?? ''
    expect((await open(app, cookie)).statusCode).toBe(410)
    expect((await open(app, 'A'.repeat(43))).statusCode).toBe(410)
    const asCookie = { cookie: `__Host-draft=${await mailedKey(db)}` }
    const read = await app.inject({ url: '/api/drafts/current', headers: asCookie })
    expect(read.statusCode).toBe(404)
  })

  test('can be asked for again, but not without end', async ({ app, db }) => {
    const { write, own } = await begin(app)
    await write({ mail: { email: 'ana@casa.example' } }, '*', true)
    const again = () =>
      app.inject({ method: 'POST', url: '/api/drafts/current/link', headers: own })
    for (let n = 0; n < 5; n++) expect((await again()).statusCode).toBe(202)
    expect((await again()).statusCode).toBe(429)
    expect(await db.select().from(mails)).toHaveLength(6)
  })
})

describe('the drafts of an account', () => {
  test('are listed and opened, those of the address too once it signs in', async ({ app, db }) => {
    const { write, draft } = await begin(app)
    await write({ mail: { email: 'ana@casa.example' } }, '*', true)
    const ana = await aPerson(db, { email: 'ana@casa.example' })
    const list = await app.inject({ url: '/api/drafts', headers: ana.headers })
    expect(list.json()).toMatchObject({
      items: [{ reference: draft.reference, name: 'Casa Verde', isSent: false }],
    })
    const opened = await app.inject({
      method: 'POST',
      url: `/api/drafts/${draft.reference}/open`,
      headers: ana.headers,
    })
    expect(opened.json()).toMatchObject({ isEmailConfirmed: true })

    const stranger = await aPerson(db)
    const theirs = await app.inject({ url: '/api/drafts', headers: stranger.headers })
    expect(theirs.json()).toEqual({ items: [] })
    const taken = await app.inject({
      method: 'POST',
      url: `/api/drafts/${draft.reference}/open`,
      headers: stranger.headers,
    })
    expect(taken.statusCode).toBe(404)
  })
})

describe('whoever signs in', () => {
  test.for(['link', 'code'] as const)(
    'by %s has the drafts of their address, and owns what was sent',
    async (way, { app, db }) => {
      const { write, own } = await begin(app)
      await write(complete, '*', true)
      const sent = await (app as unknown as App).inject({
        method: 'POST',
        url: '/api/drafts/current/records',
        headers: own,
        payload: { feature: 'actors', consent: '2026-11' },
      })
      expect(sent.statusCode).toBe(201)

      const asked = await app.inject({
        method: 'POST',
        url: '/api/sign-ins',
        headers: { origin },
        payload: { email: 'ana@casa.example', language: 'ro' },
      })
      const [mail] = await db.select().from(mails).where(eq(mails.template, 'sign-in'))
      const { url, code } = mail?.params as { url: string; code: string }
      const cookie = asked.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
      const signedIn = await app.inject({
        method: 'POST',
        headers: { origin, cookie },
        ...(way === 'link'
          ? { url: `/api/sign-ins/${url.split('/').at(-1) ?? ''}/session` }
          : { url: '/api/sign-ins/code', payload: { code } }),
      })
      expect(signedIn.statusCode).toBe(200)
      const [account] = await db.select().from(accounts)
      expect(await db.select().from(drafts)).toMatchObject([{ accountId: account?.id }])
      expect(await db.select().from(actorEditors)).toMatchObject([
        { accountId: account?.id, role: 'owner' },
      ])
    },
  )
})

describe('the end of a draft', () => {
  test('comes no sooner because something was sent', async ({ app, db, clock }) => {
    const DAY = 86_400_000
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    await app.inject({
      method: 'POST',
      url: '/api/drafts/current/records',
      headers: own,
      payload: { feature: 'actors', consent: '2026-11' },
    })
    clock.set(80 * DAY)
    await write({ 'practice-title': { title: 'Repair café' } })
    clock.set(89 * DAY)
    await enforceRetention(db, clock.now())
    expect(await db.select().from(drafts)).toHaveLength(1)
    clock.set(2 * DAY)
    await enforceRetention(db, clock.now())
    expect(await db.select().from(drafts)).toEqual([])
  })

  test('comes 90 days after it was last written on', async ({ app, clock }) => {
    const DAY = 86_400_000
    const { write, read } = await begin(app)
    clock.set(80 * DAY)
    await write({ kind: { kind: 'network' } })
    clock.set(89 * DAY)
    expect((await read()).statusCode).toBe(200)
    clock.set(2 * DAY)
    expect((await read()).statusCode).toBe(404)
  })

  test('can be asked for at any time', async ({ app, db }) => {
    const { own, read } = await begin(app)
    const removed = await app.inject({ method: 'DELETE', url: '/api/drafts/current', headers: own })
    expect(removed.statusCode).toBe(204)
    expect((await read()).statusCode).toBe(404)
    expect(await db.select().from(drafts)).toEqual([])
  })
})

test('a draft’s address is told to nobody without its cookie', async ({ app, db }) => {
  const { write } = await begin(app)
  await write({ mail: { email: 'canary@casa.example' } }, '*', true)
  const stranger = await aPerson(db)
  for (const url of ['/api/drafts', '/api/drafts/current']) {
    const answer = await app.inject({ url, headers: stranger.headers })
    expect(answer.body).not.toContain('canary')
  }
  const [row] = await db.select().from(drafts).where(eq(drafts.email, 'canary@casa.example'))
  expect(row?.emailConfirmedAt).toBeNull()
})

const complete = {
  name: { name: 'Casa Verde' },
  mail: { email: 'ana@casa.example' },
  kind: { kind: 'association' },
  where: {
    label: 'Timișoara, Romania',
    country: 'RO',
    town: 'Timișoara',
    street: 'Strada Lungă 5',
    lng: '21.23456',
    lat: '45.75432',
    precision: 'address',
    placeId: '999',
    coarse: 'yes',
  },
  themes: { themes: [], suggested: 'Composting, Beekeeping' },
  about: {
    language: 'ro',
    summary: 'Grădină comună',
    translations: [{ language: 'en', summary: 'A common garden' }],
  },
  links: { website: 'www.casa.example', links: [] },
  exchange: { offers: [{ kind: 'space', text: 'A hall', endsOn: '2030-01-31' }], needs: [] },
}

describe('POST /drafts/current/records', () => {
  const send = (app: unknown, own: object, key: string, payload: object) =>
    (app as App).inject({
      method: 'POST',
      url: '/api/drafts/current/records',
      headers: { ...own, 'idempotency-key': key },
      payload,
    })
  const actor = { feature: 'actors', consent: '2026-11' }

  test('refuses what is not complete, and what nobody agreed to', async ({ app }) => {
    const { write, own } = await begin(app)
    const refused = await send(app, own, 'first-try', actor)
    expect(refused.statusCode).toBe(400)
    expect(Object.keys(refused.json()['fields'] ?? {})).toEqual(
      expect.arrayContaining(['mail', 'kind', 'where', 'themes', 'about']),
    )
    await write(complete, '*', true)
    expect((await send(app, own, 'second-try', { feature: 'actors' })).statusCode).toBe(400)
    expect((await send(app, own, 'third-try', { feature: 'practices' })).statusCode).toBe(409)
  })

  test('asks at most eight answers of an actor, the consent among them', () => {
    const none: string[] = []
    const findings = checkAnswers(
      {},
      {
        actorKinds: none,
        scopes: none,
        exchangeKinds: none,
        collaborationKinds: none,
        participationRoles: none,
      },
    )
    const asked = parts.actors.flatMap((step) => Object.values(findings[step] ?? {}))
    expect(new Set(asked)).toEqual(new Set(['missing']))
    expect(asked.length + 1).toBeLessThanOrEqual(8)
  })

  test('makes a record whose source is that somebody wrote it here', async ({ app, db }) => {
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    const { slug } = (await send(app, own, 'written-here', actor)).json() as unknown as {
      slug: string
    }
    await db.update(actors).set({ status: 'published' })
    const { source } = (await app.inject(`/api/actors/${slug}`)).json()
    expect(source).toMatchObject({ name: 'Submission', kind: 'submission' })
  })

  test('pressed twice makes one pending record, which nobody sees, with one mail', async ({
    app,
    db,
  }) => {
    const { write, own, read } = await begin(app)
    await write(complete, '*', true)
    const [first, second] = [
      await send(app, own, 'pressed-twice', actor),
      await send(app, own, 'pressed-twice', actor),
    ]
    expect(first.statusCode).toBe(201)
    expect(second.json()).toEqual(first.json())
    const rows = await db.select().from(actors)
    expect(rows).toMatchObject([{ name: 'Casa Verde', status: 'pending' }])
    const { slug } = first.json() as unknown as { slug: string }
    expect((await app.inject(`/api/actors/${slug}`)).statusCode).toBe(404)
    expect(await db.select().from(proposals)).toMatchObject([
      { kind: 'create', accountId: null, risks: ['new_author', 'new_record'] },
    ])
    const sent = await db.select().from(mails).where(eq(mails.template, 'submission-received'))
    expect(sent).toHaveLength(1)
    expect((await read()).json()).toMatchObject({
      actor: { slug, isPublic: false },
      sent: [{ feature: 'actors', slug }],
    })
    expect((await write({ kind: { kind: 'network' } })).statusCode).toBe(409)
  })

  test('keeps the exact place of those who show only their municipality apart', async ({
    app,
    db,
  }) => {
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    await send(app, own, 'only-the-town', actor)
    const [row] = await db.select().from(actors)
    expect(row).toMatchObject({ town: 'Timișoara', street: null, postalCode: null })
    expect(JSON.stringify(row)).not.toContain('21.23456')
    const [hidden] = await db.select().from(actorPrivateLocations)
    expect(hidden).toMatchObject({ street: 'Strada Lungă 5' })
  })

  test('words that the vocabulary lacks wait for a moderator', async ({ app, db }) => {
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    await send(app, own, 'with-own-words', actor)
    const words = await db.select().from(conceptSuggestions)
    expect(words.map(({ label }) => label).toSorted()).toEqual(['Beekeeping', 'Composting'])
  })

  test('whoever opens the mailed link owns it, and has agreed', async ({ app, db }) => {
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    await send(app, own, 'then-confirm', actor)
    expect(await db.select().from(actorEditors)).toEqual([])
    const authorsOfWords = () =>
      db.selectDistinct({ id: conceptSuggestions.accountId }).from(conceptSuggestions)
    expect(await authorsOfWords()).toEqual([{ id: null }])
    await open(app, await mailedKey(db))
    const [account] = await db.select().from(accounts)
    expect(await db.select().from(actorEditors)).toMatchObject([
      { accountId: account?.id, role: 'owner' },
    ])
    expect(await authorsOfWords()).toEqual([{ id: account?.id }])
    expect(await db.select().from(consents)).toMatchObject([
      { kind: 'publication', textVersion: '2026-11', language: 'ro' },
    ])
    expect(await db.select().from(proposals)).toMatchObject([{ accountId: account?.id }])
  })

  test('whoever never opened the mailed link is told too what was decided', async ({ app, db }) => {
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    const { reference } = (await send(app, own, 'never-opened', actor)).json()
    const moderator = await aPerson(db, { role: 'moderator' })
    await app.inject({
      method: 'POST',
      url: '/api/review/decisions',
      headers: moderator.headers,
      payload: { references: [reference], decision: 'accept' },
    })
    const [draft] = await db.select().from(drafts)
    expect((await db.select().from(mails).orderBy(mails.id)).at(-1)).toMatchObject({
      template: 'proposal-accepted',
      address: draft?.email,
      language: 'ro',
    })
  })

  test('tells moderators of one that is here already', async ({ app, db }) => {
    await anActor(db, { name: 'Casa Verde', website: 'https://www.casa.example/' })
    const { write, own } = await begin(app)
    await write(complete, '*', true)
    await send(app, own, 'a-duplicate', actor)
    const [proposal] = await db.select().from(proposals)
    expect(proposal?.risks).toContain('likely_duplicate')
  })

  test('a practice and a collaboration follow, and each leaves the pages empty for the next', async ({
    app,
    db,
  }) => {
    const other = await anActor(db, { name: 'Largo' })
    await aTheme(db, 'repair', { en: ['Repair'] })
    const { write, own, read, draft } = await begin(app)
    await write(complete, '*', true)
    await send(app, own, 'the-actor', actor)
    const bytes = await sharp({
      create: { width: 64, height: 48, channels: 3, background: '#333' },
    })
      .jpeg()
      .toBuffer()
    const image = await app.inject({
      method: 'POST',
      url: `/api/images?draft=${draft.reference}`,
      headers: { ...own, 'content-type': 'image/jpeg' },
      payload: bytes,
    })
    const { key } = image.json<{ key: string }>()
    const wordless = { images: [{ key, role: 'picture', alt: '' }] }
    expect((await write({ 'practice-pictures': wordless })).json()['findings']).toMatchObject({
      'practice-pictures': { 'images.0.alt': 'missing' },
    })
    await write({
      'practice-title': { title: 'Repair café', aim: 'Less waste' },
      'practice-themes': { themes: ['repair'] },
      'practice-pictures': { images: [{ key, role: 'picture', alt: 'Mending a kettle' }] },
      'practice-people': { roles: 'Host\n\nRepairers', resources: 'Tables' },
      'practice-steps': {
        steps: [{ title: 'Invite' }, { title: '' }, { title: 'Repair', text: 'Together' }],
      },
    })
    const practice = await send(app, own, 'the-practice', { feature: 'practices' })
    expect([practice.statusCode, practice.json()['fields']]).toEqual([201, undefined])
    expect((await read()).json()['answers']).not.toHaveProperty('practice-title')
    expect(await db.select().from(practices)).toMatchObject([
      { title: 'Repair café', status: 'pending', licence: 'CC-BY-SA-4.0' },
    ])
    const steps = await db.select().from(practiceSteps).orderBy(practiceSteps.position)
    expect(steps.map(({ title }) => title)).toEqual(['Invite', 'Repair'])
    expect(await db.select().from(practiceThemes)).toHaveLength(1)
    const [shared] = await db.select().from(practices)
    expect(await db.select().from(images)).toMatchObject([
      { practiceId: shared?.id, draftId: null, alt: { ro: 'Mending a kettle' } },
    ])

    await write({
      'collaboration-title': { title: 'Seeds', kind: 'project' },
      'collaboration-years': { start: '2021', end: '2020-05' },
      'collaboration-partners': {
        participants: [
          { slug: other.slug, name: 'Largo', role: 'coordinator' },
          { name: 'Newcomers', website: 'new.example' },
        ],
      },
    })
    const backwards = await send(app, own, 'backwards', { feature: 'collaborations' })
    expect(backwards.statusCode).toBe(400)
    await write({ 'collaboration-years': { start: '2021', end: '2022-05' } })
    const tie = await send(app, own, 'the-collaboration', { feature: 'collaborations' })
    expect([tie.statusCode, tie.json()['fields']]).toEqual([201, undefined])
    const evidence = await db.select().from(participations)
    expect(evidence).toHaveLength(2)
    const rows = await db.select().from(proposals).orderBy(proposals.id)
    expect(rows.at(-1)?.why).toContain('Newcomers, https://new.example/')
  })
})
