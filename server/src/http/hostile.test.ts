import { readFileSync } from 'node:fs'
import { sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, inject } from 'vitest'
import {
  actors,
  type Database,
  draftKeys,
  drafts,
  images,
  reports,
  sources,
  threads,
} from '@maillage/db'
import { hashToken, newReference, newToken } from '../accounts/secrets.rules.ts'
import { aCollaboration, anActor, aPractice, aSkill, aTheme } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import { hostileRequests, writingRoutes } from './hostile-requests.ts'

const document = JSON.parse(
  readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'),
) as Parameters<typeof writingRoutes>[0]
const routes = writingRoutes(document)

/** The embedded database answers one after the other, so it gets a tenth. */
const REQUESTS = inject('databaseUrl') ? 10_000 : 1_000
const PER_WORLD = 100
/** For another run than the usual, and to repeat one. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122)

/** A small instance with one of everything, and who asks. */
async function aWorld(db: Database) {
  await Promise.all([aTheme(db, 'repair').catch(() => 0), aSkill(db, 'welding').catch(() => 0)])
  const actor = await anActor(db, { name: 'Group', description: { en: 'What we do' } })
  const other = await anActor(db, { name: 'Others' })
  const pending = await anActor(db, { name: 'Not yet', status: 'pending' })
  const practice = await aPractice(db, { practitioners: [actor.id] })
  const collaboration = await aCollaboration(db, { participants: [actor.id, other.id] })
  const owner = await aPerson(db, { owns: [actor.id, pending.id] })
  const moderator = await aPerson(db, { role: 'moderator' })
  const administrator = await aPerson(db, { role: 'administrator' })
  const token = newToken()
  const [draft] = await db
    .insert(drafts)
    .values({
      reference: newReference(),
      language: 'en',
      accountId: owner.id,
      expiresAt: new Date(Date.now() + 1e9),
    })
    .returning()
  if (!draft) throw new Error('No draft was written')
  await db
    .insert(draftKeys)
    .values({ tokenHash: hashToken(token), draftId: draft.id, kind: 'browser' })
  const [report] = await db
    .insert(reports)
    .values({
      reference: newReference(),
      feature: 'actors',
      recordId: actor.id,
      kind: 'wrong',
      message: 'It moved',
      language: 'en',
    })
    .returning()
  const [thread] = await db
    .insert(threads)
    .values({
      reference: newReference(),
      actorId: actor.id,
      senderId: moderator.id,
      language: 'en',
      subject: 'Hello',
      senderName: 'Ana',
    })
    .returning()
  const key = newToken().slice(0, 22)
  await db.insert(images).values({
    key,
    uploadedById: owner.id,
    role: 'picture',
    alt: {},
    width: 1,
    height: 1,
  })
  const slugs = [actor.slug, other.slug, pending.slug]
  const references = [draft, report, thread].flatMap((row) => (row ? [row.reference] : []))
  const origin = 'http://localhost:80'
  return {
    people: [
      { origin },
      owner.headers,
      owner.headers,
      moderator.headers,
      administrator.headers,
      { origin, cookie: `__Host-draft=${token}` },
    ],
    real: (path: string, name: string): readonly string[] => {
      if (name === 'slug') {
        if (path.startsWith('/practices')) return [practice.slug]
        if (path.startsWith('/collaborations')) return [collaboration.slug]
        return slugs
      }
      if (name === 'reference') return references
      if (name === 'key') return [key]
      if (name === 'token') return [token, newToken()]
      if (name === 'version') return ['1', '2']
      if (name === 'id') return ['1', '2', String(owner.id), '2147483647', '99999999999']
      if (name === 'feature') return ['actors', 'practices', 'collaborations']
      return []
    },
  }
}

/** Tells how many rows there are, apart from those that count requests. */
async function rowCounter(db: Database): Promise<() => Promise<string>> {
  const tables = await db.execute<{ name: string }>(sql`
    select tablename as name from pg_tables
    where schemaname = 'public'
      and tablename not in ('spatial_ref_sys', 'rate_limits', 'idempotency_keys', 'instance_secrets')
    order by tablename`)
  const counts = sql.join(
    tables.map(({ name }) => sql`(select count(*) from ${sql.identifier(name)})`),
    sql`, `,
  )
  return async () => {
    const [row] = await db.execute<{ counts: string }>(
      sql`select array_to_string(array[${counts}], ' ') as counts`,
    )
    return row?.counts ?? ''
  }
}

describe('requests that nobody sends in good faith', () => {
  test(
    `${REQUESTS.toLocaleString('en')} of them, over all routes that write, give no 5xx and leave nothing half-written`,
    { timeout: 300_000 },
    async ({ app, db }) => {
      const failures = new Map<string, string>()
      const answered: Record<number, number> = {}
      let sent = 0
      const countRows = await rowCounter(db)
      for (let round = 0; sent < REQUESTS; round++) {
        const { people, real } = await aWorld(db)
        const requests = fc.sample(
          fc.constantFrom(...routes).chain((route) =>
            hostileRequests(route, { document, real, people: people.length }).map((request) => ({
              route,
              ...request,
            })),
          ),
          { numRuns: Math.min(PER_WORLD, REQUESTS - sent), seed: SEED + round },
        )
        let before = await countRows()
        for (const { route, params, query, payload, who, ...headers } of requests) {
          const url = `/api${route.path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '')}${query}`
          sent++
          const { contentType, ifMatch, idempotencyKey } = headers
          const response = await app
            .inject({
              method: route.method,
              url,
              // A network of its own, so that limits do not answer for the routes.
              remoteAddress: `10.${String(sent >> 16)}.${String((sent >> 8) & 255)}.${String(sent & 255)}`,
              headers: {
                ...people[who],
                ...(contentType !== undefined && { 'content-type': contentType }),
                ...(ifMatch !== undefined && { 'if-match': ifMatch }),
                ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
              },
              ...(payload !== undefined && { payload }),
            })
            .catch((error: unknown) => ({ statusCode: 999, body: String(error) }))
          const { statusCode } = response
          answered[statusCode] = (answered[statusCode] ?? 0) + 1
          const told = `${String(payload).slice(0, 400)} → ${response.body.slice(0, 300)}`
          if (statusCode >= 500) {
            failures.set(`${route.operationId} ${String(statusCode)}`, `${url} ${told}`)
          }
          const after = await countRows()
          if (statusCode >= 400 && after !== before) {
            failures.set(`${route.operationId} leaves rows`, `${url} ${told}`)
          }
          before = after
          if (sent % 50 === 0) await db.execute(sql`delete from rate_limits`)
        }
        await db.execute(sql`delete from sessions`)
      }
      console.info(`${String(sent)} hostile requests, seed ${String(SEED)}:`, answered)
      expect(Object.fromEntries(failures)).toEqual({})
      expect(sent).toBe(REQUESTS)
      // Some get through to the handlers, otherwise this says little.
      expect(answered[200] ?? 0).toBeGreaterThan(0)
      expect(answered[201] ?? 0).toBeGreaterThan(0)
    },
  )

  test('find every route that writes', () => {
    expect(routes.length).toBeGreaterThan(20)
    for (const { operationId } of routes) expect(operationId).toBeTruthy()
  })
})

describe('what cannot be stored', () => {
  test('is refused wherever it stands', async ({ app, db }) => {
    const { headers } = await aPerson(db, { role: 'moderator' })
    const actor = await anActor(db)
    const report = { feature: 'actors', slug: actor.slug, kind: 'wrong', language: 'en' }
    const send = async (message: string, url = '/api/reports') => {
      const response = await app.inject({
        method: 'POST',
        url,
        headers: { ...headers, 'content-type': 'application/json' },
        payload: `{"message":"${message}",${JSON.stringify(report).slice(1)}`,
      })
      return response.statusCode
    }
    expect(await send('It moved to another street')).toBe(201)
    expect(await send('It moved\\u0000')).toBe(400)
    expect(await send('It moved\\ud800')).toBe(400)
    expect(await send('It moved \\ud83d\\ude00 to another street')).toBe(201)
    const read = async (url: string) => (await app.inject({ url, headers })).statusCode
    expect(await read('/api/actors/%00')).toBe(400)
    expect(await read('/api/actors?q=%00')).toBe(400)
    expect(await read('/api/actors?kind=association&q=%FF')).toBe(400)
    expect(await read('/api/actors?q=caf%C3%A9+%25')).toBe(200)
    expect(await db.$count(reports)).toBe(2)
    expect(await db.$count(actors)).toBe(1)
    expect(await db.$count(sources)).toBe(1)
  })
})
