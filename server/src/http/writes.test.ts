import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import Fastify, { type InjectOptions } from 'fastify'
import { describe, expect, test as plain } from 'vitest'
import { type Database, idempotencyKeys, threads } from '@maillage/db'
import type { buildApp } from '../app.ts'
import { aCollaboration, anActor, aPractice } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import type { writingRoutes } from './hostile-requests.ts'
import { notFound } from './problem.ts'
import { requireWithin } from './rate-limits.ts'
import { createOnce } from './writes.ts'

interface Operation {
  operationId: string
  parameters?: { in: string; name: string }[]
}

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8')
const document = JSON.parse(read('../../openapi.json')) as Parameters<typeof writingRoutes>[0] & {
  paths: Record<string, Record<string, Operation>>
}

const writes = Object.values(document.paths).flatMap((methods) =>
  Object.entries(methods).flatMap(([method, operation]) => (method === 'get' ? [] : [operation])),
)

const taking = (header: string) =>
  writes
    .filter(({ parameters = [] }) => parameters.some(({ name }) => name.toLowerCase() === header))
    .map(({ operationId }) => operationId)
    .sort()

/** The table of decision 16. */
const table = [
  ...read('../../../docs/decisions/0016-which-writes-rest-on-a-version.md').matchAll(
    /^\| `(\w+)` +\| ([\w-]+) +\|/gm,
  ),
].map(([, operationId = '', which = '']) => ({ operationId, which }))

const listed = (which: string) =>
  table
    .filter((row) => row.which === which)
    .map(({ operationId }) => operationId)
    .sort()

describe('every operation that writes', () => {
  plain('is in the table of decision 16, once, as what it is', () => {
    expect(table.map(({ operationId }) => operationId).sort()).toEqual(
      writes.map(({ operationId }) => operationId).sort(),
    )
    expect(listed('If-Match')).toEqual(taking('if-match'))
    expect(listed('Idempotency-Key')).toEqual(taking('idempotency-key'))
  })
})

type Request = InjectOptions & { url: string; headers: Record<string, string> }

/** A write, and where the tag that it needs is read; some are only good for one of them. */
interface Update {
  write: Request
  /** The address of what is read before, and how it names its version. */
  seen: { url: string; headers: Record<string, string> }
}

type App = Awaited<ReturnType<typeof buildApp>>

/** Updates in an order in which each is possible, once a world. */
async function updates(app: App, db: Database): Promise<Record<string, Update>> {
  const partner = await anActor(db, { name: 'Partner' })
  const actor = await anActor(db, { name: 'Group', slug: 'group' })
  const practice = await aPractice(db, { practitioners: [actor.id] })
  const collaboration = await aCollaboration(db, {
    participants: [actor.id, partner.id],
    roles: ['coordinator', 'partner'],
  })
  const owner = await aPerson(db, { owns: [actor.id] })
  const [promoted, removed, heir] = [
    await aPerson(db, { edits: [actor.id] }),
    await aPerson(db, { edits: [actor.id] }),
    await aPerson(db, { edits: [actor.id] }),
  ]
  const { headers: office } = await aPerson(db, { role: 'administrator' })
  const sender = await aPerson(db)
  const thread = async (reference: string) => {
    await db.insert(threads).values({
      reference,
      actorId: actor.id,
      senderId: sender.id,
      language: 'en',
      subject: 'Hello',
      senderName: 'Ana',
    })
    return { url: `/api/messages/${reference}`, headers: owner.headers }
  }
  const closed = await thread('MA-2222-2222')
  const declined = await thread('MA-3333-3333')
  const people = { url: `/api/actors/${actor.slug}/people`, headers: owner.headers }
  const account = { url: '/api/account', headers: owner.headers }
  const made: Record<string, Update> = {
    changeAccount: {
      seen: account,
      write: { ...account, method: 'PUT', payload: { name: 'Ana', language: 'fr' } },
    },
    setPersonRole: {
      seen: people,
      write: {
        ...people,
        method: 'POST',
        url: `${people.url}/${String(promoted.id)}/role`,
        payload: { role: 'owner' },
      },
    },
    removePerson: {
      seen: people,
      write: { ...people, method: 'DELETE', url: `${people.url}/${String(removed.id)}` },
    },
    handOverActor: {
      seen: people,
      write: {
        ...people,
        method: 'POST',
        url: '/api/actors/group/hand-over',
        payload: { to: heir.id },
      },
    },
    confirmActor: {
      seen: { url: '/api/actors/group/document', headers: owner.headers },
      write: { method: 'POST', url: '/api/actors/group/confirm', headers: owner.headers },
    },
    closeThread: {
      seen: closed,
      write: { ...closed, method: 'POST', url: `${closed.url}/close` },
    },
    declineThread: {
      seen: declined,
      write: {
        ...declined,
        method: 'POST',
        url: `${declined.url}/decline`,
        payload: { reason: 'No time' },
      },
    },
    answerTie: {
      seen: { url: '/api/account/ties', headers: owner.headers },
      write: {
        method: 'POST',
        url: '/api/actors/group/ties/ID/answer',
        headers: owner.headers,
        payload: { answer: 'confirm' },
      },
    },
    setModerator: {
      seen: { url: '/api/moderators', headers: office },
      write: {
        method: 'PUT',
        url: '/api/moderators',
        headers: office,
        payload: { email: 'new@people.example', role: 'moderator', scopes: [] },
      },
    },
  }
  const begun = await app.inject({
    method: 'POST',
    url: '/api/drafts',
    headers: { origin: 'http://localhost:80' },
    payload: { name: 'Garden', language: 'en' },
  })
  const draft = {
    url: '/api/drafts/current',
    headers: {
      origin: 'http://localhost:80',
      cookie: begun.cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
    },
  }
  made['writeDraft'] = {
    seen: draft,
    write: { ...draft, method: 'PATCH', payload: { answers: { name: { name: 'Orchard' } } } },
  }
  const adoptions = `/api/practices/${practice.slug}/adoptions/group`
  const own = { url: `/api/practices/${practice.slug}/own-adoptions`, headers: office }
  made['recordAdoption'] = {
    seen: own,
    write: { ...own, method: 'PUT', url: adoptions, payload: { language: 'en', start: '2020' } },
  }
  made['withdrawAdoption'] = { seen: own, write: { ...own, method: 'DELETE', url: adoptions } }
  for (const [feature, one, { slug }] of [
    ['practices', 'Practice', practice],
    ['collaborations', 'Collaboration', collaboration],
    ['actors', 'Actor', actor],
  ] as const) {
    const record = `/api/${feature}/${slug}`
    const seen = { url: `${record}/document`, headers: office }
    made[`put${one}Document`] = {
      seen,
      write: { ...seen, method: 'PUT', payload: { document: {} } },
    }
    made[`restore${one}Version`] = {
      seen,
      write: {
        method: 'POST',
        url: `${record}/history/1/restore`,
        headers: office,
        payload: { why: 'As it was' },
      },
    }
    made[`erase${one}`] = { seen, write: { method: 'DELETE', url: record, headers: office } }
  }
  return made
}

describe('an update', () => {
  test(
    'is refused without a version and on top of a stale one, and taken on the one that is',
    { timeout: 180_000 },
    async ({ app, db }) => {
      const made = await updates(app, db)
      expect(Object.keys(made).sort()).toEqual(listed('If-Match'))
      const answers: Record<string, unknown> = {}
      for (const [operationId, { seen, write }] of Object.entries(made)) {
        const before = await app.inject(seen)
        const body = before.json<{
          document?: { name?: string; title?: string }
          items?: { id: number; version: number }[]
        }>()
        const [tie] = operationId === 'answerTie' ? (body.items ?? []) : []
        const tag = tie ? `"v${String(tie.version)}"` : String(before.headers['etag'])
        const url = write.url.replace('ID', String(tie?.id))
        const payload =
          body.document && operationId.startsWith('put')
            ? { document: { ...body.document, [body.document.name ? 'name' : 'title']: 'Another' } }
            : write.payload
        const send = async (match?: string) => {
          const { statusCode } = await app.inject({
            ...write,
            url,
            ...(payload !== undefined && { payload }),
            headers: { ...write.headers, ...(match !== undefined && { 'if-match': match }) },
          })
          return statusCode < 300 ? 'taken' : statusCode
        }
        answers[operationId] = [
          await send(),
          await send('"v999999"'),
          await send(tag),
          await send(tag),
        ]
      }
      const once = [428, 412, 'taken', 412]
      const gone = [428, 412, 'taken', 410]
      for (const [operationId, got] of Object.entries(answers)) {
        expect(got, operationId).toEqual(operationId.startsWith('erase') ? gone : once)
      }
    },
  )
})

describe('a creation with a key', () => {
  const one = { name: 'test-creations', times: 1, seconds: 60 }

  /** An application in which one creation a minute is judged good; `thing` says what becomes of it. */
  function anApp(db: Database, thing: () => string) {
    const app = Fastify()
    app.post('/things', (request, reply) =>
      createOnce(db, request, reply, {
        scope: 'test',
        judge: async (tx) => {
          await requireWithin(tx, [[one, 'all']])
          await setTimeout(300)
        },
        create: async () => ({ status: 201, body: { thing: thing() } }),
      }),
    )
    return () =>
      app.inject({ method: 'POST', url: '/things', headers: { 'idempotency-key': 'one-thing' } })
  }

  test('that comes twice at once gets one answer, though it would not be judged good twice', async ({
    db,
  }) => {
    let made = 0
    const create = anApp(db, () => String(++made))
    const answers = await Promise.all([create(), create(), create()])
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201])
    expect(answers.map((answer) => answer.json<unknown>())).toEqual(
      Array<unknown>(3).fill({ thing: '1' }),
    )
  })

  test('that is refused keeps no key, and what was used up for it stays used', async ({ db }) => {
    const create = anApp(db, () => {
      throw notFound('The thing')
    })
    expect((await create()).statusCode).toBe(404)
    expect((await create()).statusCode).toBe(429)
    expect(await db.$count(idempotencyKeys)).toBe(0)
  })
})
