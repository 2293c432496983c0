import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { accounts, type Database, draftKeys, drafts, mails } from '@maillage/db'
import { anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { removeExpiredDrafts } from './submissions.queries.ts'

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

describe('the end of a draft', () => {
  test('comes 90 days after it was last written on', async ({ app, db, clock }) => {
    const DAY = 86_400_000
    const { write, read } = await begin(app)
    clock.set(80 * DAY)
    await write({ kind: { kind: 'network' } })
    clock.set(89 * DAY)
    expect((await read()).statusCode).toBe(200)
    expect(await removeExpiredDrafts(db, clock.now())).toBe(0)
    clock.set(2 * DAY)
    expect((await read()).statusCode).toBe(404)
    expect(await removeExpiredDrafts(db, clock.now())).toBe(1)
    expect(await db.select().from(draftKeys)).toEqual([])
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
