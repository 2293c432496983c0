import type { Worker } from 'node:worker_threads'
import { eq } from 'drizzle-orm'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { Piscina } from 'piscina'
import { afterEach, describe, expect, vi } from 'vitest'
import { actors, type Database } from '@maillage/db'
import { aCollaboration } from '../factories.ts'
import { test } from '../testing.ts'
import { aNetwork } from './testing.ts'

const original = Reflect.get<typeof Piscina.prototype, 'run'>(Piscina.prototype, 'run')

/** What happens around a thread’s next task of this name. */
function around(task: string, happens: (run: () => Promise<unknown>) => Promise<unknown>) {
  let isOver = false
  vi.spyOn(Piscina.prototype, 'run').mockImplementation(function (this: Piscina, given, options) {
    const run = async (): Promise<unknown> => original.call(this, given, options)
    if (isOver || options?.name !== task) return run()
    isOver = true
    return happens(run)
  })
}

/** What happens each time that figures have been reckoned: `isPinned` where they are told of whatever comes. */
function afterFigures(happens: (time: number, isPinned: boolean) => Promise<unknown>) {
  let times = 0
  return vi.spyOn(Piscina.prototype, 'run').mockImplementation(async function (
    this: Piscina,
    given,
    options,
  ) {
    const reckoned: unknown = await original.call(this, given, options)
    if (options?.name === 'figures') await happens(++times, !options.signal)
    return reckoned
  })
}

const graphOf = async (app: FastifyInstance, query = '') =>
  (await app.inject(`/api/network${query}`)).json<{ nodes: { slug: string[] } }>().nodes.slug

const rename = (db: Database, { id }: { id: number }, name: string) =>
  db.update(actors).set({ name }).where(eq(actors.id, id))

/** The first that the application starts is the one that holds the network. */
const threads: Worker[] = []
process.on('worker', (thread) => threads.push(thread))

afterEach(() => {
  vi.restoreAllMocks()
})

describe('while the data change', () => {
  test.for(['metrics', 'metrics.csv'])(
    'figures of /network/%s are those of the actors they stand beside',
    async (path, { app, db }) => {
      const { a } = await aNetwork(db)
      around('figures', async (run) => {
        const reckoned: unknown = await run()
        // Who stood before all others is gone, and others know the network as it is now.
        await db.update(actors).set({ status: 'erased' }).where(eq(actors.id, a.id))
        expect(await graphOf(app)).toEqual(['b', 'c'])
        return reckoned
      })
      const { statusCode, body } = await app.inject(`/api/network/${path}`)
      expect(statusCode).toBe(200)
      // B was between A and C; now nobody is between others.
      expect(body).not.toContain('"slug":"a"')
      if (path === 'metrics') {
        expect(JSON.parse(body)).toMatchObject({
          counts: { actors: 2, ties: 1 },
          items: [
            { slug: 'b', betweenness: 0, isArticulation: false },
            { slug: 'c', betweenness: 0, isArticulation: false },
          ],
        })
      } else {
        expect(body.split('\r\n').slice(1, 3)).toEqual([
          expect.stringMatching(/^b,B,cooperative,HU,,1,1,0,0,0\.5,0,0,false$/),
          expect.stringMatching(/^c,C,association,RO,,1,1,0,0,0\.5,0,0,false$/),
        ])
      }
    },
  )

  test.for(['metrics', 'metrics.csv'])(
    'figures of /network/%s are told of an earlier version where they never are of the last one',
    async (path, { app, db }) => {
      const { a } = await aNetwork(db)
      let changes = 0
      afterFigures(async (time) => {
        changes = time
        await rename(db, a, `A ${String(time)}`)
        expect(await graphOf(app)).toContain('a')
      })
      const { statusCode, body } = await app.inject(`/api/network/${path}`)
      expect(statusCode, body).toBe(200)
      expect(changes).toBe(4)
      expect(body).toContain('A 3')
      if (path === 'metrics') {
        const { version } = (await app.inject('/api/network')).json()
        expect(JSON.parse(body)).toMatchObject({ isCurrent: false, counts: { actors: 3 } })
        expect(JSON.parse(body).version).toBeLessThan(version)
      }
    },
  )

  test.for(['metrics', 'metrics.csv'])(
    'figures of an earlier version at /network/%s name nobody who is gone since',
    async (path, { app, db }) => {
      const { a } = await aNetwork(db)
      afterFigures(async (time, isPinned) => {
        if (!isPinned) return rename(db, a, `A ${String(time)}`)
        return db.update(actors).set({ status: 'erased' }).where(eq(actors.id, a.id))
      })
      const { statusCode, body, headers } = await app.inject(`/api/network/${path}`)
      expect(statusCode, body).toBe(200)
      expect(body).not.toContain('A 3')
      if (path === 'metrics') {
        expect(JSON.parse(body)).toMatchObject({
          isCurrent: false,
          figures: { bridges: { total: 2, first: [{ actors: [{ slug: 'b' }, { slug: 'c' }] }] } },
          items: [{ slug: 'b' }, { slug: 'c' }],
        })
      } else {
        const { version } = (await app.inject('/api/network')).json()
        const [, file] = /-(\d+)\.csv"$/.exec(String(headers['content-disposition'])) ?? []
        expect(Number(file)).toBeGreaterThan(0)
        expect(Number(file)).toBeLessThan(version)
        expect(body.split('\r\n').slice(1)).toEqual([
          expect.stringMatching(/^b,/),
          expect.stringMatching(/^c,/),
          '',
        ])
      }
    },
  )

  test.for(['metrics', 'metrics.csv'])(
    'who asks for /network/%s the last time does not wait for what is given up',
    async (path, { app, db }) => {
      const { a } = await aNetwork(db)
      const ask = async () => (await app.inject(`/api/network/${path}`)).statusCode
      const change = async (to: string) => {
        await rename(db, a, to)
        expect(await graphOf(app)).toContain('a')
      }
      let other: Promise<number> | undefined
      let isReckoning = () => {}
      const reckoning = new Promise<void>((resolve) => (isReckoning = resolve))
      let times = 0
      vi.spyOn(Piscina.prototype, 'run').mockImplementation(async function (
        this: Piscina,
        given,
        options,
      ) {
        const run = async (): Promise<unknown> => original.call(this, given, options)
        if (options?.name !== 'figures') return run()
        const time = ++times
        if (time < 4) {
          const reckoned = await run()
          await change(`A ${String(time)}`)
          if (time < 3) return reckoned
          other = ask()
          await reckoning
          return reckoned
        }
        if (time > 4) return run()
        // The other’s first: time for the last of the first to begin, then nobody wants it.
        isReckoning()
        await new Promise((resolve) => setTimeout(resolve, 300))
        await change('A 4')
        return run()
      })
      expect([await ask(), await other]).toEqual([200, 200])
    },
  )

  test('two who ask the last time are told of the data that each asked of', async ({ app, db }) => {
    const { a } = await aNetwork(db)
    let other: LightMyRequestResponse | undefined
    afterFigures(async (time, isPinned) => {
      await rename(db, a, `A ${String(time)}`)
      expect(await graphOf(app)).toContain('a')
      if (isPinned && time === 4) other = await app.inject('/api/network/metrics?from=2018')
    })
    const first = await app.inject('/api/network/metrics')
    expect([first.statusCode, other?.statusCode]).toEqual([200, 200])
    expect([first.body, other?.body]).toEqual([
      expect.stringContaining('"A 3"'),
      expect.stringContaining('"A 7"'),
    ])
  })

  test('nothing is kept for who was answered, or could not be', async ({ app, db }) => {
    const { a } = await aNetwork(db)
    const tasks = afterFigures(async (time, isPinned) => {
      await rename(db, a, `A ${String(time)}`)
      expect(await graphOf(app)).toContain('a')
      if (isPinned) throw new Error('It could not be reckoned')
    })
    const pinned = () =>
      tasks.mock.calls
        .filter(([, options]) => options?.name === 'load')
        .map(([given]) => (given as { pinned: unknown[] }).pinned.length)
    expect((await app.inject('/api/network/metrics')).statusCode).toBe(500)
    await rename(db, a, 'A')
    await graphOf(app)
    expect(pinned()).toEqual([0, 0, 0, 0, 1, 0])
  })

  test('nobody is given what was being read before the last change', async ({ app, db }) => {
    const { d, c } = await aNetwork(db)
    let isLoading = () => {}
    let mayLoad = () => {}
    const loading = new Promise<void>((resolve) => (isLoading = resolve))
    const held = new Promise<void>((resolve) => (mayLoad = resolve))
    around('load', async (run) => {
      isLoading()
      await held
      return run()
    })
    const before = graphOf(app)
    await loading
    await aCollaboration(db, { participants: [c.id, d.id] })
    const after = app.inject('/api/network/actors')
    // Time to find that somebody has the network loaded already.
    await new Promise((resolve) => setTimeout(resolve, 200))
    mayLoad()
    expect((await after).json()).toMatchObject({ counts: { actors: 4, ties: 3 } })
    expect(await before).toContain('a')
  })
})

test('a network whose thread has died is there again for who asks next', async ({ app, db }) => {
  await aNetwork(db)
  expect(await graphOf(app)).toEqual(['a', 'b', 'c'])
  await threads[0]?.terminate()
  // Another question: the answer to the first is kept.
  expect(await graphOf(app, '?from=2018')).toEqual(['a', 'b'])
})
