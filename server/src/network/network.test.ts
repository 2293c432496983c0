import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { actors, collaborations, participations } from '@maillage/db'
import { aCollaboration, anActor, manyActors } from '../factories.ts'
import { test } from '../testing.ts'
import { aNetwork } from './testing.ts'

interface Graph {
  version: number
  counts: Record<string, number>
  years: number[] | null
  nodes: { slug: string[]; degree: number[]; weight: number[]; country: (number | null)[] }
  edges: {
    source: number[]
    target: number[]
    weight: number[]
    evidence: number[]
    from: unknown[]
  }
  evidences: string[]
}

/** Ties as “a–b 2 imported”. */
function tiesOf({ nodes, edges, evidences }: Graph): string[] {
  return edges.source.map((source, tie) => {
    const ends = [nodes.slug[source], nodes.slug[edges.target[tie] ?? -1]]
    return `${ends.join('–')} ${String(edges.weight[tie])} ${String(evidences[edges.evidence[tie] ?? -1])}`
  })
}

describe('the network', () => {
  const ask = async (
    app: { inject: (url: string) => Promise<{ statusCode: number; json: () => Graph }> },
    query = '',
  ) => {
    const response = await app.inject(`/api/network${query}`)
    expect(response.statusCode).toBe(200)
    return response.json()
  }

  test('ties any two actors who take part in the same collaboration', async ({ app, db }) => {
    await aNetwork(db)
    const graph = await ask(app)
    expect(tiesOf(graph)).toEqual(['a–b 2 imported', 'b–c 1 imported'])
    expect(graph.nodes).toMatchObject({
      slug: ['a', 'b', 'c'],
      degree: [1, 2, 1],
      weight: [2, 3, 1],
    })
    expect(graph.counts).toEqual({ actors: 3, ties: 2, isolated: 1, undated: 0, large: 0 })
    expect(graph.years).toEqual([2015, 2020])
    expect(graph.edges.from).toEqual([2015, null])
  })

  test('tells of which years anything is known', async ({ app, db }) => {
    await aNetwork(db)
    const { version } = await ask(app)
    expect((await app.inject('/api/network/years')).json()).toEqual({
      version,
      years: [2015, 2020],
    })
  })

  test('is asked for its years without any filter', async ({ app, db: _db }) => {
    expect((await app.inject('/api/network/years?from=2018')).statusCode).toBe(400)
  })

  test('is empty where there is nothing', async ({ app, db: _db }) => {
    expect((await app.inject('/api/network/years')).json()).toMatchObject({ years: null })
    expect(await ask(app)).toMatchObject({ counts: { actors: 0, ties: 0 }, years: null })
  })

  test('has actors without ties only if they are asked for', async ({ app, db }) => {
    await aNetwork(db)
    expect((await ask(app, '?isolated=true')).nodes.slug).toEqual(['a', 'b', 'c', 'd'])
  })

  test('shows nothing of what is not published, and changes as soon as it is', async ({
    app,
    db,
  }) => {
    const { c, second } = await aNetwork(db)
    await db.update(actors).set({ status: 'pending' }).where(eq(actors.id, c.id))
    await db
      .update(collaborations)
      .set({ status: 'erased' })
      .where(eq(collaborations.id, second.id))
    expect(tiesOf(await ask(app))).toEqual(['a–b 1 imported'])
    await db.update(actors).set({ status: 'published' }).where(eq(actors.id, c.id))
    expect(tiesOf(await ask(app))).toEqual(['a–b 1 imported', 'b–c 1 imported'])
  })

  test.for([
    ['?theme=food', []],
    ['?country=RO&country=HU', ['a–b 2 imported', 'b–c 1 imported']],
    ['?country=RO', []],
    ['?kind=cooperative&kind=association', ['a–b 2 imported', 'b–c 1 imported']],
    ['?q=A&isolated=true', []],
    ['?of=collaborations&kind=network', ['a–b 1 imported']],
    ['?of=collaborations&q=third', []],
    ['?from=2018', ['a–b 1 imported']],
    ['?from=2016&to=2016', ['a–b 1 imported']],
    ['?to=2014', []],
    ['?from=2015', ['a–b 2 imported']],
    ['?minEvidence=imported', ['a–b 2 imported', 'b–c 1 imported']],
    ['?minEvidence=claimed', []],
  ] as const)('with %s has these ties: %s', async ([query, ties], { app, db }) => {
    await aNetwork(db)
    expect(tiesOf(await ask(app, query))).toEqual(ties)
  })

  test('counts what it leaves out because it has no date', async ({ app, db }) => {
    const { a, b, c, d } = await aNetwork(db)
    // A and B have a tie with a date as well; B and C have two without.
    await aCollaboration(db, { participants: [a.id, b.id, c.id] })
    await aCollaboration(db, { participants: [c.id, d.id] })
    // A–C, B–C and C–D.
    expect((await ask(app, '?from=2000')).counts).toMatchObject({ ties: 1, undated: 3 })
  })

  test('is the same one for all years beyond those that are known', async ({ app, db }) => {
    await aNetwork(db)
    const etagOf = async (query: string) => (await app.inject(`/api/network?${query}`)).headers.etag
    const etag = await etagOf('from=2015')
    for (const query of ['from=1000', 'to=2020', 'to=9999', 'from=1000&to=3000']) {
      expect(await etagOf(query)).toBe(etag)
    }
    expect(await etagOf('from=2016')).not.toBe(etag)
    expect(await etagOf('')).not.toBe(etag)
    // What has no end lasts beyond all that is known.
    expect(tiesOf(await ask(app, '?from=2030'))).toEqual(['a–b 1 imported'])
    expect(tiesOf(await ask(app, '?from=2030&to=2040'))).toEqual(['a–b 1 imported'])
    expect(tiesOf(await ask(app, '?from=1000&to=1001'))).toEqual([])
  })

  test('with nothing but undated ties has none in any year', async ({ app, db }) => {
    const [one, other] = [await anActor(db), await anActor(db)]
    await aCollaboration(db, { participants: [one.id, other.id] })
    expect((await ask(app, '?to=2000')).counts).toMatchObject({ ties: 0, undated: 1 })
  })

  test('is as sure of a tie as the weaker of its ends, and never confirms a disputed one', async ({
    app,
    db,
  }) => {
    const { b, first } = await aNetwork(db)
    const ofFirst = eq(participations.collaborationId, first.id)
    await db.update(participations).set({ evidence: 'confirmed' }).where(ofFirst)
    expect(tiesOf(await ask(app, '?minEvidence=confirmed'))).toEqual(['a–b 1 confirmed'])
    expect(tiesOf(await ask(app))).toContain('a–b 2 confirmed')

    await db
      .update(participations)
      .set({ evidence: 'disputed' })
      .where(eq(participations.actorId, b.id))
    expect(tiesOf(await ask(app, '?minEvidence=confirmed'))).toEqual([])
    expect(tiesOf(await ask(app, '?minEvidence=imported'))).toEqual([])
    expect(tiesOf(await ask(app))).toEqual(['a–b 2 disputed', 'b–c 1 disputed'])
  })

  test('knows no tie of two whose parts in a collaboration never overlapped', async ({
    app,
    db,
  }) => {
    const one = await anActor(db, { slug: 'one' })
    const other = await anActor(db, { slug: 'other' })
    const { id: collaborationId } = await aCollaboration(db)
    const part = { collaborationId, role: 'partner', evidence: 'claimed' } as const
    await db.insert(participations).values([
      { ...part, actorId: one.id, startsOn: '2010-01-01', endsOn: '2012-12-31' },
      { ...part, actorId: other.id, startsOn: '2014-01-01' },
    ])
    expect(tiesOf(await ask(app))).toEqual([])
  })

  test('ties the many of a large collaboration to those who lead it, not each to each', async ({
    app,
    db,
  }) => {
    const many = await manyActors(
      db,
      Array.from({ length: 201 }, () => ({})),
    )
    const [lead, ...others] = many.map(({ id }) => id)
    const participants = [lead ?? 0, ...others]
    await aCollaboration(db, { participants, roles: ['coordinator'] })
    expect((await ask(app)).counts).toMatchObject({ actors: 201, ties: 200, large: 1 })
  })

  test.for([
    '?from=2020&to=2010',
    '?from=20x',
    '?from=99999',
    '?minEvidence=rumoured',
    '?of=practices',
    '?programme=Erasmus',
    '?of=collaborations&skill=welding',
    '?of=collaborations&kind=cooperative',
    '?kind=project',
    '?bbox=1,2',
    '?colour=blue',
    '?isolated=perhaps',
  ])('refuses %s', async (query, { app }) => {
    const response = await app.inject(`/api/network${query}`)
    expect(response.statusCode).toBe(400)
    expect(response.json()).toMatchObject({ code: 'invalid_request' })
  })

  test('is asked again by its ETag', async ({ app, db }) => {
    await aNetwork(db)
    const { headers } = await app.inject('/api/network')
    const again = { url: '/api/network', headers: { 'if-none-match': String(headers.etag) } }
    expect((await app.inject(again)).statusCode).toBe(304)
    await anActor(db)
    expect((await app.inject(again)).statusCode).toBe(200)
  })
})
