import { describe, expect } from 'vitest'
import { eq, sql } from 'drizzle-orm'
import { type Database, participations } from '@maillage/db'
import { aCollaboration, anActor, manyActors } from '../factories.ts'
import { test } from '../testing.ts'

/** Ties of several years and kinds of evidence, among them what nearly is one. */
async function ties(db: Database) {
  const [a, b, c, d] = await Promise.all(
    ['a', 'b', 'c', 'd'].map((slug) => anActor(db, { slug, name: slug, at: [21, 45] })),
  )
  const ids = (...of: (typeof a)[]) => of.map((each) => each?.id ?? 0)
  await anActor(db, { slug: 'alone' })
  await aCollaboration(db, {
    slug: 'old',
    participants: ids(a, b),
    startsOn: '2010-01-01',
    endsOn: '2012-12-31',
  })
  await aCollaboration(db, { slug: 'lasting', participants: ids(b, c), startsOn: '2015-01-01' })
  await aCollaboration(db, { slug: 'undated', participants: ids(c, d) })
  await aCollaboration(db, { slug: 'of-one', participants: ids(d), startsOn: '2015-01-01' })
  const claimed = await aCollaboration(db, {
    slug: 'claimed',
    participants: ids(a, d),
    startsOn: '2020-01-01',
  })
  await db
    .update(participations)
    .set({ evidence: 'claimed' })
    .where(eq(participations.collaborationId, claimed.id))
  const disputed = await aCollaboration(db, {
    slug: 'disputed',
    participants: ids(b, d),
    startsOn: '2021-01-01',
  })
  await db.execute(sql`
    update participations set evidence = 'disputed'
    where collaboration_id = ${disputed.id} and actor_id = ${d?.id}`)
}

describe('lists by years and evidence', () => {
  test.for([
    ['from=2014', ['claimed', 'disputed', 'lasting']],
    ['to=2014', ['old']],
    ['from=2012&to=2014', ['old']],
    ['from=2013&to=2014', []],
    ['minEvidence=disputed', ['claimed', 'disputed', 'lasting', 'old', 'undated']],
    ['minEvidence=imported', ['claimed', 'lasting', 'old', 'undated']],
    ['minEvidence=claimed', ['claimed']],
    ['minEvidence=confirmed', []],
    ['minEvidence=imported&from=2020', ['claimed', 'lasting']],
  ] as const)('have the collaborations of %s: %s', async ([query, slugs], { app, db }) => {
    await ties(db)
    const { items } = (await app.inject(`/api/collaborations?${query}`)).json()
    expect(items.map(({ slug }: { slug: string }) => slug).sort()).toEqual(slugs)
  })

  test.for([
    'from=2014',
    'to=2014',
    'from=2013&to=2014',
    'minEvidence=imported',
    'minEvidence=claimed&from=2020',
  ])('have the actors that the network has with %s, as has the map', async (query, { app, db }) => {
    await ties(db)
    const network = (await app.inject(`/api/network?${query}`)).json()
    const list = (await app.inject(`/api/actors?${query}`)).json()
    const slugs = list.items.map(({ slug }: { slug: string }) => slug).sort()
    expect(slugs).toEqual(network.nodes.slug.toSorted())
    const map = (
      await app.inject(`/api/actors/clusters?zoom=5&bbox=-180,-85,180,85&${query}`)
    ).json()
    expect(map.total).toBe(slugs.length)
  })

  test.for([
    'minEvidence=confirmed',
    'minEvidence=imported',
    'from=2019&to=2019',
    'from=2019&to=2019&minEvidence=imported',
    'from=2021&to=2021&minEvidence=confirmed',
  ])('know of each role its own evidence and dates with %s', async (query, { app, db }) => {
    const [a, b] = [await anActor(db, { slug: 'a' }), await anActor(db, { slug: 'b' })]
    const { id: collaborationId } = await aCollaboration(db, { slug: 'ours' })
    await db.insert(participations).values([
      {
        collaborationId,
        actorId: a.id,
        role: 'coordinator',
        evidence: 'disputed',
        startsOn: '2019-01-01',
        endsOn: '2019-12-31',
      },
      {
        collaborationId,
        actorId: a.id,
        role: 'member',
        evidence: 'confirmed',
        startsOn: '2021-01-01',
      },
      { collaborationId, actorId: b.id, role: 'member', evidence: 'confirmed' },
    ])
    const isTie = query !== 'from=2019&to=2019&minEvidence=imported'
    const slugs = (await app.inject(`/api/actors?${query}`)).json().items
    expect(slugs.map(({ slug }: { slug: string }) => slug).sort()).toEqual(isTie ? ['a', 'b'] : [])
    const { nodes, edges, evidences } = (await app.inject(`/api/network?${query}`)).json()
    expect(nodes.slug).toEqual(isTie ? ['a', 'b'] : [])
    if (!isTie) return
    // Of one collaboration, in however many roles.
    expect(edges.weight).toEqual([1])
    expect(evidences[edges.evidence[0]]).toBe(
      query === 'from=2019&to=2019' ? 'disputed' : 'confirmed',
    )
    const ties = (await app.inject(`/api/network/actors/b/ties?${query}`)).json()
    expect(ties).toMatchObject({ total: 1, items: [{ weight: 1 }] })
  })

  test('tie nobody to all of a large collaboration for a role that is disputed', async ({
    app,
    db,
  }) => {
    const many = (
      await manyActors(
        db,
        Array.from({ length: 201 }, () => ({})),
      )
    ).map(({ id }) => id)
    const { id: collaborationId } = await aCollaboration(db, { participants: many })
    await db.update(participations).set({ evidence: 'confirmed' })
    await db.insert(participations).values({
      collaborationId,
      actorId: many[0] ?? 0,
      role: 'coordinator',
      evidence: 'disputed',
    })
    for (const [query, ties] of [
      ['minEvidence=disputed', 200],
      ['minEvidence=confirmed', 0],
    ] as const) {
      const { counts } = (await app.inject(`/api/network?${query}`)).json()
      expect(counts).toMatchObject({ ties, large: 1 })
      const { total } = (await app.inject(`/api/actors?${query}`)).json()
      expect(total).toBe(ties && ties + 1)
    }
  })

  test('that speak of how far ties reach have the actors that the network has', async ({
    app,
    db,
  }) => {
    const [a, d] = [
      await anActor(db, { slug: 'a', at: [21, 45] }),
      await anActor(db, { slug: 'd', at: [21, 45] }),
    ]
    const x = await anActor(db, { slug: 'x', at: [2, 48] })
    await aCollaboration(db, { participants: [a.id, d.id, x.id] })
    const claimed = await aCollaboration(db, { participants: [a.id, d.id] })
    await db
      .update(participations)
      .set({ evidence: 'claimed' })
      .where(eq(participations.collaborationId, claimed.id))
    const query = 'area=20,44;22,44;22,46;20,46&reach=across'
    for (const [evidence, slugs] of [
      ['imported', ['a', 'd']],
      ['claimed', []],
    ] as const) {
      const asked = `${query}&minEvidence=${evidence}`
      const { items } = (await app.inject(`/api/actors?${asked}`)).json()
      expect(items.map(({ slug }: { slug: string }) => slug).sort()).toEqual(slugs)
      expect((await app.inject(`/api/network?${asked}`)).json().nodes.slug).toEqual(slugs)
    }
  })

  test('know of a large collaboration only what the network does', async ({ app, db }) => {
    const many = (
      await manyActors(
        db,
        Array.from({ length: 201 }, () => ({})),
      )
    ).map(({ id }) => id)
    await aCollaboration(db, { participants: many })
    expect((await app.inject('/api/actors?minEvidence=disputed')).json()).toMatchObject({
      total: 0,
    })
    expect((await app.inject('/api/network')).json()).toMatchObject({
      counts: { actors: 0, large: 1 },
    })
  })

  test.for(['from=2020&to=2019', 'from=1', 'minEvidence=rumour'])(
    'refuse %s',
    async (query, { app }) => {
      for (const list of ['actors', 'collaborations']) {
        expect((await app.inject(`/api/${list}?${query}`)).statusCode).toBe(400)
      }
    },
  )
})
