import { sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { type Database } from '@maillage/db'
import { aCollaboration, anActor, manyActors } from '../factories.ts'
import { test } from '../testing.ts'
import { layOutNetwork } from './layout.jobs.ts'
import { aNetwork } from './testing.ts'

interface Drawn {
  version: number
  layout: { version: number; isCurrent: boolean }
  nodes: { slug: string[]; x: number[]; y: number[]; community: (number | null)[] }
}

type App = { inject: (url: string) => Promise<{ json: () => Drawn }> }
const draw = async (app: App, query = '') => (await app.inject(`/api/network${query}`)).json()

/** Three groups of ten, in which all are tied, in a row. */
async function groups(db: Database) {
  const rows = await manyActors(
    db,
    Array.from({ length: 30 }, () => ({})),
  )
  const ids = rows.map(({ id }) => id)
  for (const start of [0, 10, 20]) {
    await aCollaboration(db, { participants: ids.slice(start, start + 10) })
  }
  await aCollaboration(db, { participants: [ids[0] ?? 0, ids[10] ?? 0] })
  await aCollaboration(db, { participants: [ids[11] ?? 0, ids[20] ?? 0] })
}

describe('the drawing of the network', () => {
  test('is the same on every visit, and asks to be laid out while it is not', async ({
    app,
    db,
  }) => {
    await aNetwork(db)
    const before = await draw(app)
    expect(before.layout).toEqual({ version: 0, isCurrent: false })
    expect(before.nodes.community).toEqual([null, null, null])
    expect(await draw(app)).toEqual(before)
    const [row] = await db.execute<{ waiting: number }>(sql`
      select count(*)::int as waiting from pgboss.job where name = 'lay-out-network' and state = 'created'`)
    expect(row?.waiting).toBeGreaterThan(0)

    expect(await layOutNetwork({ db })).toBe(true)
    const after = await draw(app)
    expect(after.layout).toEqual({ version: after.version, isCurrent: true })
    expect(after.nodes.community).toEqual([0, 0, 0])
    expect(await draw(app)).toEqual(after)
    expect(await layOutNetwork({ db })).toBe(false)
  })

  test('has groups apart, each together', async ({ app, db }) => {
    await groups(db)
    await layOutNetwork({ db })
    const { nodes } = await draw(app)
    const far = (one: number, other: number) =>
      Math.hypot(
        (nodes.x[one] ?? 0) - (nodes.x[other] ?? 0),
        (nodes.y[one] ?? 0) - (nodes.y[other] ?? 0),
      )
    const pairs = nodes.x.flatMap((_, one) => nodes.x.map((__, other) => [one, other] as const))
    const mean = (list: number[]) => list.reduce((sum, each) => sum + each, 0) / list.length
    const isTogether = ([one, other]: readonly [number, number]) =>
      nodes.community[one] === nodes.community[other]
    const inside = mean(pairs.filter(isTogether).map(([one, other]) => far(one, other)))
    const across = mean(
      pairs.filter((pair) => !isTogether(pair)).map(([one, other]) => far(one, other)),
    )
    expect(new Set(nodes.community)).toEqual(new Set([0, 1, 2]))
    expect(across).toBeGreaterThan(2 * inside)
  })

  test('keeps the places of those who were there, and puts who is new amid its ties', async ({
    app,
    db,
  }) => {
    const { a } = await aNetwork(db)
    await layOutNetwork({ db })
    const before = await draw(app)
    const e = await anActor(db, { slug: 'e' })
    await aCollaboration(db, { participants: [a.id, e.id] })

    const between = await draw(app)
    expect(between.layout.isCurrent).toBe(false)
    expect(between.nodes.x.slice(0, 3)).toEqual(before.nodes.x)
    expect(between.nodes.y.slice(0, 3)).toEqual(before.nodes.y)
    const ofA = between.nodes.slug.indexOf('a')
    const ofE = between.nodes.slug.indexOf('e')
    const { x, y } = between.nodes
    expect(Math.hypot((x[ofA] ?? 0) - (x[ofE] ?? 0), (y[ofA] ?? 0) - (y[ofE] ?? 0))).toBeLessThan(
      13,
    )

    expect(await layOutNetwork({ db })).toBe(true)
    expect((await draw(app)).nodes.community).toEqual([0, 0, 0, 0])
  })

  test('of a part of the network has everybody where the whole has them', async ({ app, db }) => {
    await aNetwork(db)
    await layOutNetwork({ db })
    const whole = await draw(app)
    const part = await draw(app, '?from=2018')
    expect(part.nodes.slug).toEqual(['a', 'b'])
    expect(part.nodes.x).toEqual(whole.nodes.x.slice(0, 2))
  })
})
