import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { describe, expect } from 'vitest'
import { actors, participations, rateLimits } from '@maillage/db'
import { aCollaboration, anActor, manyActors } from '../factories.ts'
import { test } from '../testing.ts'
import { aNetwork } from './testing.ts'

describe('the table of a network', () => {
  test('has its actors, those of most ties first, page by page', async ({ app, db }) => {
    await aNetwork(db)
    const first = (await app.inject('/api/network/actors?limit=2')).json()
    expect(first).toMatchObject({ counts: { actors: 3, ties: 2, isolated: 1 } })
    expect(first.items).toMatchObject([
      { slug: 'b', degree: 2, weight: 3 },
      { slug: 'a', degree: 1, weight: 2, country: 'RO', theme: 'food' },
    ])
    const next = await app.inject(`/api/network/actors?limit=2&cursor=${String(first.next)}`)
    expect(next.json()).toMatchObject({ items: [{ slug: 'c' }], next: null })

    const other = await app.inject(`/api/network/actors?sort=name&cursor=${String(first.next)}`)
    expect(other.statusCode).toBe(400)
  })

  test.for([
    ['sort=name', ['a', 'b', 'c']],
    ['sort=name&order=desc', ['c', 'b', 'a']],
    ['sort=weight&order=asc', ['c', 'a', 'b']],
    ['sort=country', ['b', 'a', 'c']],
    ['sort=name&isolated=true', ['a', 'b', 'c', 'd']],
    ['sort=name&from=2018', ['a', 'b']],
  ] as const)('with %s is %s', async ([query, slugs], { app, db }) => {
    await aNetwork(db)
    const { items } = (await app.inject(`/api/network/actors?${query}`)).json()
    expect(items.map(({ slug }: { slug: string }) => slug)).toEqual(slugs)
  })
})

describe('the figures of a network', () => {
  test('are of the whole and of each actor', async ({ app, db }) => {
    await aNetwork(db)
    const { figures, items } = (await app.inject('/api/network/metrics')).json()
    expect(figures).toEqual({
      density: 2 / 3,
      components: { total: 1, sizes: [3] },
      communities: { total: 1, sizes: [3], modularity: 0 },
      articulations: 1,
      bridges: {
        total: 2,
        first: [
          {
            actors: [
              { slug: 'a', name: 'A' },
              { slug: 'b', name: 'B' },
            ],
            collaborations: 2,
            separates: 1,
          },
          {
            actors: [
              { slug: 'b', name: 'B' },
              { slug: 'c', name: 'C' },
            ],
            collaborations: 1,
            separates: 1,
          },
        ],
      },
      // a RO – b HU – c RO: never alike.
      assortativity: { country: -1, theme: null },
      betweenness: { isExact: true, sources: 3, error: 0 },
    })
    expect(items[0]).toMatchObject({
      slug: 'b',
      betweenness: 1,
      isArticulation: true,
      component: 0,
    })
    expect(items[1]).toMatchObject({ slug: 'a', betweenness: 0, betweennessError: 0 })
  })

  test('are those of what was chosen', async ({ app, db }) => {
    await aNetwork(db)
    const { counts, figures } = (
      await app.inject('/api/network/metrics?from=2018&isolated=true')
    ).json()
    expect(counts).toMatchObject({ actors: 4, ties: 1, isolated: 2, undated: 1 })
    expect(figures).toMatchObject({ density: 1 / 6, components: { total: 3, sizes: [2, 1, 1] } })
  })

  test('of nothing are nothing', async ({ app, db: _db }) => {
    const { figures, items } = (await app.inject('/api/network/metrics')).json()
    expect(items).toEqual([])
    expect(figures).toMatchObject({ density: null, components: { total: 0 }, articulations: 0 })
  })

  test('are reckoned for one address only so often, and given from what is kept', async ({
    app,
    db,
  }) => {
    await aNetwork(db)
    await db.insert(rateLimits).values({
      key: `network-figures:${createHash('sha256').update('127.0.0.1').digest('base64url')}`,
      points: 60,
      expire: new Date(Date.now() + 60_000),
    })
    expect((await app.inject('/api/network/metrics')).statusCode).toBe(429)
    expect((await app.inject('/api/network/metrics.csv')).statusCode).toBe(429)
    const other = { url: '/api/network/metrics', remoteAddress: '192.0.2.1' }
    expect((await app.inject(other)).statusCode).toBe(200)
    expect((await app.inject('/api/network/metrics?sort=name')).statusCode).toBe(200)
  })

  test('come as CSV too, names that a spreadsheet would run made harmless', async ({ app, db }) => {
    await aNetwork(db)
    await db.update(actors).set({ name: '=1+1, "x"' }).where(eq(actors.slug, 'b'))
    const response = await app.inject('/api/network/metrics.csv')
    expect(response.headers['content-type']).toBe('text/csv; charset=utf-8')
    const [head, first, ...rest] = response.body.split('\r\n')
    expect(head).toMatch(/^slug,name,kind,country,theme,degree,weight,betweenness,/)
    expect(first).toMatch(/^b,"'=1\+1, ""x""",cooperative,HU,,2,3,1,0,0\.\d+,0,0,true$/)
    expect(rest).toHaveLength(3)
  })

  test(
    'are reckoned aside: others are answered meanwhile',
    { timeout: 120_000 },
    async ({ app, db }) => {
      const rows = await manyActors(
        db,
        Array.from({ length: 3_000 }, () => ({})),
      )
      const ids = rows.map(({ id }) => id)
      // Groups of fifty, each sharing one with the next.
      for (let start = 0; start + 50 < ids.length; start += 49) {
        await aCollaboration(db, { participants: ids.slice(start, start + 50) })
      }
      await app.inject('/api/network/actors?limit=1')

      const progress: { hasFigures: boolean } = { hasFigures: false }
      const asked = Promise.all(
        [1, 2, 3].map(() => app.inject('/api/network/metrics?limit=1')),
      ).then((answers) => {
        progress.hasFigures = true
        return answers
      })
      let answered = 0
      while (!progress.hasFigures) {
        expect((await app.inject('/api/health/live')).statusCode).toBe(200)
        answered += 1
        await new Promise((resolve) => setTimeout(resolve, 5))
      }
      const answers = await asked
      expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
      expect(answered).toBeGreaterThan(10)
    },
  )
})

describe('the ties of a network', () => {
  /** As the two ends of each; A–B twice from 2015 on, B–C once, at no known time. */
  const listed = async (app: FastifyInstance, query: string) => {
    const { items, next } = (await app.inject(`/api/network/ties?${query}`)).json<{
      items: { source: { slug: string }; target: { slug: string } }[]
      next: string | null
    }>()
    return { ties: items.map(({ source, target }) => `${source.slug}–${target.slug}`), next }
  }

  test.for([
    ['sort=weight', ['a–b', 'b–c', 'c–d']],
    ['sort=weight&order=asc', ['b–c', 'c–d', 'a–b']],
    ['sort=source', ['a–b', 'b–c', 'c–d']],
    ['sort=target&order=desc', ['c–d', 'b–c', 'a–b']],
    ['sort=from', ['c–d', 'a–b', 'b–c']],
    ['sort=from&order=asc', ['a–b', 'c–d', 'b–c']],
    ['sort=to&minEvidence=claimed', ['c–d']],
    ['sort=evidence', ['c–d', 'a–b', 'b–c']],
    ['sort=evidence&order=asc', ['a–b', 'b–c', 'c–d']],
  ] as const)('with %s are listed as %s', async ([query, ties], { app, db }) => {
    const { c, d } = await aNetwork(db)
    const { id } = await aCollaboration(db, { participants: [c.id, d.id], startsOn: '2018-01-01' })
    await db
      .update(participations)
      .set({ evidence: 'claimed' })
      .where(eq(participations.collaborationId, id))
    expect((await listed(app, query)).ties).toEqual(ties)
  })

  test('say what each is, and lead from page to page', async ({ app, db }) => {
    await aNetwork(db)
    const answer = (await app.inject('/api/network/ties?limit=1')).json()
    expect(answer).toMatchObject({
      counts: { actors: 3, ties: 2 },
      years: [2015, 2020],
      items: [
        {
          source: { slug: 'a', name: 'A' },
          target: { slug: 'b', name: 'B' },
          weight: 2,
          evidence: 'imported',
          from: 2015,
          to: null,
        },
      ],
    })
    const second = await listed(app, `limit=1&cursor=${String(answer.next)}`)
    expect(second).toEqual({ ties: ['b–c'], next: null })
    const other = await app.inject(`/api/network/ties?sort=to&cursor=${String(answer.next)}`)
    expect(other.statusCode).toBe(400)
  })
})

describe('the ties of an actor', () => {
  test('name who with, the collaborations, and what backs each end', async ({ app, db }) => {
    const { b } = await aNetwork(db)
    await db
      .update(participations)
      .set({ evidence: 'confirmed' })
      .where(eq(participations.actorId, b.id))
    const answer = (await app.inject('/api/network/actors/b/ties')).json()
    expect(answer).toMatchObject({
      actor: { slug: 'b' },
      total: 2,
      items: [
        {
          actor: { slug: 'a', country: 'RO' },
          weight: 2,
          evidence: 'imported',
          collaborations: [
            {
              slug: 'first',
              start: '2015-03-01',
              parts: [
                { actor: 'a', role: 'partner', evidence: 'imported' },
                { actor: 'b', role: 'partner', evidence: 'confirmed' },
              ],
            },
            { slug: 'second', kind: 'network' },
          ],
        },
        { actor: { slug: 'c' }, weight: 1 },
      ],
      next: null,
    })
  })

  test('can be that with one other, or of a network', async ({ app, db }) => {
    await aNetwork(db)
    const slugsOf = async (query: string) =>
      (await app.inject(`/api/network/actors/b/ties${query}`))
        .json()
        .items.map(({ actor }: { actor: { slug: string } }) => actor.slug)
    expect(await slugsOf('?other=c')).toEqual(['c'])
    expect(await slugsOf('?from=2018')).toEqual(['a'])
    expect(await slugsOf('?of=collaborations&kind=network')).toEqual(['a'])
    expect(await slugsOf('?country=RO')).toEqual([])
    expect(await slugsOf('?minEvidence=claimed')).toEqual([])
  })

  test('are those of a public actor only', async ({ app, db }) => {
    const { c } = await aNetwork(db)
    await db.update(actors).set({ status: 'pending' }).where(eq(actors.id, c.id))
    expect((await app.inject('/api/network/actors/c/ties')).statusCode).toBe(404)
    expect((await app.inject('/api/network/actors/b/ties')).json()).toMatchObject({ total: 1 })
  })
})

describe('how two actors are connected', () => {
  test('is told by the shortest chains, each step with its collaborations', async ({ app, db }) => {
    await aNetwork(db)
    const answer = (await app.inject('/api/network/paths?from=a&to=c')).json()
    expect(answer).toMatchObject({
      from: { slug: 'a' },
      to: { slug: 'c' },
      steps: 2,
      hasMore: false,
      chains: [
        {
          actors: [{ slug: 'a' }, { slug: 'b' }, { slug: 'c' }],
          steps: [
            { weight: 2, collaborations: [{ slug: 'first' }, { slug: 'second' }] },
            { weight: 1, evidence: 'imported', collaborations: [{ slug: 'third' }] },
          ],
        },
      ],
    })
  })

  test('is not told where they are not, or not within so many steps', async ({ app, db }) => {
    await aNetwork(db)
    for (const query of ['from=a&to=d', 'from=a&to=c&max=1', 'from=a&to=c&minEvidence=confirmed']) {
      const answer = (await app.inject(`/api/network/paths?${query}`)).json()
      expect(answer).toMatchObject({ steps: null, chains: [] })
    }
  })

  test.for([
    ['from=a&to=nobody', 404],
    ['from=a', 400],
    ['from=a&to=b&max=7', 400],
    ['from=a&to=b&max=0', 400],
    ['from=a&to=b&limit=1000', 400],
    ['from=%00&to=b', 400],
  ] as const)('%s is a %i', async ([query, status], { app, db }) => {
    await aNetwork(db)
    expect((await app.inject(`/api/network/paths?${query}`)).statusCode).toBe(status)
  })
})

describe('the network as a file', () => {
  test('is GraphML of exactly what was chosen', async ({ app, db }) => {
    await aNetwork(db)
    const response = await app.inject('/api/network/export.graphml?from=2018')
    expect(response.headers['content-type']).toBe('application/graphml+xml')
    expect(response.headers['content-disposition']).toBe('attachment; filename="network.graphml"')
    expect(response.body.match(/<node id="[^"]*"/g)).toEqual(['<node id="a"', '<node id="b"'])
    expect(response.body).toContain(
      '<edge source="a" target="b"><data key="edge-weight">1</data><data key="edge-evidence">imported</data>' +
        '<data key="edge-from">2020</data></edge>',
    )
  })

  test('is GEXF with names that are text and nothing else', async ({ app, db }) => {
    await anActor(db, { slug: 'x', name: '</node> & "<b>' }).then(async (x) => {
      const y = await anActor(db, { slug: 'y', name: 'Y' })
      await aCollaboration(db, { participants: [x.id, y.id] })
    })
    const { body } = await app.inject('/api/network/export.gexf')
    expect(body).toContain('<node id="x" label="&lt;/node&gt; &amp; &quot;&lt;b&gt;">')
    expect(body).toContain('<edge id="0" source="x" target="y" weight="1">')
  })

  test('is CSV, of its ties or of its actors', async ({ app, db }) => {
    await aNetwork(db)
    const edges = await app.inject('/api/network/export.csv')
    expect(edges.body).toBe(
      'source,target,weight,evidence,from,to\r\na,b,2,imported,2015,\r\nb,c,1,imported,,\r\n',
    )
    const nodes = await app.inject('/api/network/export.csv?table=nodes&from=2018')
    expect(nodes.body).toBe(
      'id,name,kind,country,theme,lng,lat,degree,weightedDegree\r\n' +
        'a,A,association,RO,food,21.2,45.7,1,1\r\nb,B,cooperative,HU,,,,1,1\r\n',
    )
  })

  test('is JSON of nodes and links', async ({ app, db }) => {
    await aNetwork(db)
    expect((await app.inject('/api/network/export.json')).json()).toMatchObject({
      directed: false,
      multigraph: false,
      nodes: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
      links: [
        { source: 'a', target: 'b', weight: 2 },
        { source: 'b', target: 'c', weight: 1 },
      ],
    })
  })

  test.for([
    'export.pdf',
    'export.csv?table=both',
    'export.gexf?colour=blue',
    'export.json?from=x',
  ])('%s is refused', async (file, { app }) => {
    const { statusCode } = await app.inject(`/api/network/${file}`)
    expect([400, 404]).toContain(statusCode)
  })
})
