import type { Worker } from 'node:worker_threads'
import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { Piscina } from 'piscina'
import { afterEach, describe, expect, vi } from 'vitest'
import { actors } from '@maillage/db'
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

const graphOf = async (app: FastifyInstance, query = '') =>
  (await app.inject(`/api/network${query}`)).json<{ nodes: { slug: string[] } }>().nodes.slug

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
      vi.spyOn(Piscina.prototype, 'run').mockImplementation(async function (
        this: Piscina,
        given,
        options,
      ) {
        const reckoned: unknown = await original.call(this, given, options)
        if (options?.name !== 'figures') return reckoned
        changes += 1
        await db
          .update(actors)
          .set({ name: `A ${String(changes)}` })
          .where(eq(actors.id, a.id))
        expect(await graphOf(app)).toContain('a')
        return reckoned
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
      let changes = 0
      vi.spyOn(Piscina.prototype, 'run').mockImplementation(async function (
        this: Piscina,
        given,
        options,
      ) {
        const reckoned: unknown = await original.call(this, given, options)
        if (options?.name !== 'figures') return reckoned
        changes += 1
        await db
          .update(actors)
          .set(changes < 4 ? { name: `A ${String(changes)}` } : { status: 'erased' })
          .where(eq(actors.id, a.id))
        return reckoned
      })
      const { statusCode, body, headers } = await app.inject(`/api/network/${path}`)
      expect(statusCode, body).toBe(200)
      expect(changes).toBe(4)
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
