import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { describe, expect } from 'vitest'
import {
  actors,
  type Database,
  mails,
  places,
  practiceActors,
  proposals,
  revisions,
} from '@maillage/db'
import { aCollaboration, anActor, aPractice, aTerritory, aTheme } from '../factories.ts'
import { square } from '../territories/testing.ts'
import { aPerson, test } from '../testing.ts'
import type { Documents } from './records.ts'

type Person = Awaited<ReturnType<typeof aPerson>>

const read = (app: FastifyInstance, path: string, person?: Pick<Person, 'headers'>) =>
  app.inject({ url: `/api/${path}`, headers: person?.headers ?? {} })

async function documentOf(app: FastifyInstance, slug: string, person: Person) {
  const response = await read(app, `actors/${slug}/document`, person)
  return {
    document: response.json<{ document: Documents['actors'] }>().document,
    etag: String(response.headers.etag),
  }
}

function put(
  app: FastifyInstance,
  slug: string,
  person: Person,
  body: object,
  etag: string | undefined,
) {
  return app.inject({
    method: 'PUT',
    url: `/api/actors/${slug}/document`,
    headers: { ...person.headers, ...(etag !== undefined && { 'if-match': etag }) },
    payload: body,
  })
}

/** Changes fields of an actor as whoever may write it. */
async function change(
  app: FastifyInstance,
  slug: string,
  person: Person,
  fields: Partial<Documents['actors']>,
) {
  const { document, etag } = await documentOf(app, slug, person)
  return put(app, slug, person, { document: { ...document, ...fields }, why: 'A test' }, etag)
}

async function aTown(db: Database) {
  await db.insert(places).values({
    id: 665087,
    name: 'Timișoara',
    countryCode: 'RO',
    location: { type: 'Point', coordinates: [21.22571, 45.75372] },
  })
}

describe('PUT /actors/{slug}/document', () => {
  test('writes on top of what its author has seen, and nothing else', async ({ app, db }) => {
    const { id, slug } = await anActor(db, { name: 'Atelier' })
    const owner = await aPerson(db, { owns: [id] })
    const { document, etag } = await documentOf(app, slug, owner)
    const body = { document: { ...document, legalForm: 'Association' }, why: 'It was missing' }
    expect((await put(app, slug, owner, body, undefined)).statusCode).toBe(428)

    const first = await put(app, slug, owner, body, etag)
    expect(first.statusCode).toBe(200)
    expect(first.json()).toEqual({ version: 2, changedFields: ['legalForm'] })

    const stale = await put(app, slug, owner, body, etag)
    expect(stale.statusCode).toBe(412)
    expect(stale.json()).toMatchObject({ code: 'version_changed' })
    expect(stale.headers.etag).toBe('"v2"')
    expect((await put(app, slug, owner, body, '"v2"')).statusCode).toBe(200)
    expect(await documentOf(app, slug, owner)).toMatchObject({ etag: '"v2"' })
  })

  test('refuses what no document has', async ({ app, db }) => {
    const { id, slug } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    const { document, etag } = await documentOf(app, slug, owner)
    const foreign = ['id', 'slug', 'status', 'version', 'sourceId', 'mergedIntoId', 'createdAt']
    for (const field of foreign) {
      const response = await put(app, slug, owner, { document: { ...document, [field]: 1 } }, etag)
      expect(response.statusCode, field).toBe(400)
      expect(response.json()).toMatchObject({ fields: { [field]: 'is not known here' } })
    }
    expect((await put(app, slug, owner, { document, status: 'x' }, etag)).statusCode).toBe(400)
    const [row] = await db.select().from(actors).where(eq(actors.id, id))
    expect(row).toMatchObject({ slug, status: 'published', version: 1 })
  })

  test.for<[string, Partial<Record<keyof Documents['actors'], unknown>>]>([
    ['website', { website: 'javascript:alert(1)' }],
    ['website', { website: 'https://user:word@bank.example/' }],
    ['name', { name: '   ' }],
    ['name', { name: 'a\u0000b' }],
    ['name', { name: 'a\ud800b' }],
    ['name', { name: 'x'.repeat(301) }],
    ['languages', { languages: ['xx'] }],
    ['themes', { themes: ['unheard-of'] }],
    [
      'texts.summary',
      { texts: { summary: [{ language: 'fr', text: 'x', origin: 'machine' }], description: [] } },
    ],
    ['foundedYear', { foundedYear: 12 }],
    ['links', { links: [{ kind: 'web', url: 'ftp://x.example/', title: null, language: null }] }],
  ])('refuses a wrong %s', async ([field, fields], { app, db }) => {
    const { id, slug } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    const { document, etag } = await documentOf(app, slug, owner)
    const response = await put(app, slug, owner, { document: { ...document, ...fields } }, etag)
    expect(response.statusCode).toBe(400)
    expect(Object.keys(response.json<{ fields: object }>().fields)).toContain(field)
  })

  test('lets a risky change of an owner wait, and publishes one of a trusted owner', async ({
    app,
    db,
  }) => {
    const { id, slug } = await anActor(db, { name: 'Old name' })
    const owner = await aPerson(db, { owns: [id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    const waiting = await change(app, slug, owner, { name: 'New name' })
    expect(waiting.statusCode).toBe(202)
    expect(waiting.json()).toMatchObject({ changedFields: ['name'], risks: ['name'] })
    expect((await read(app, `actors/${slug}`)).json()).toMatchObject({ name: 'Old name' })
    expect((await read(app, `actors/${slug}/document`, owner)).json()).toMatchObject({
      waiting: [{ changedFields: ['name'] }],
    })

    await db.update(proposals).set({ status: 'withdrawn' })
    await db.insert(proposals).values(
      ['a', 'b', 'c'].map((reference) => ({
        reference,
        feature: 'actors' as const,
        recordId: id,
        kind: 'update' as const,
        baseVersion: 1,
        document: {},
        accountId: owner.id,
        status: 'accepted' as const,
        decidedAt: new Date(),
        decidedById: moderator.id,
      })),
    )
    expect((await change(app, slug, owner, { name: 'New name' })).statusCode).toBe(200)
    expect((await read(app, `actors/${slug}`)).json()).toMatchObject({ name: 'New name' })
    expect(await db.select().from(proposals).where(eq(proposals.wentLive, true))).toMatchObject([
      { status: 'accepted', changedFields: ['name'], risks: ['name'] },
    ])
  })

  test('is for those who may write the actor', async ({ app, db }) => {
    const { id, slug } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    const stranger = await aPerson(db)
    const { document, etag } = await documentOf(app, slug, owner)
    expect((await put(app, slug, stranger, { document }, etag)).statusCode).toBe(403)
    expect((await read(app, `actors/${slug}/document`)).statusCode).toBe(401)
  })
})

describe('a practice and a collaboration', () => {
  test('are changed by those who write for the actors behind them', async ({ app, db }) => {
    const { id } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    const practice = await aPractice(db, { title: 'Seed library' })
    const collaboration = await aCollaboration(db, { participants: [id], roles: ['coordinator'] })
    const paths = [`practices/${practice.slug}`, `collaborations/${collaboration.slug}`]
    expect((await read(app, `${paths[0] ?? ''}/document`, owner)).statusCode).toBe(403)
    const moderator = await aPerson(db, { role: 'moderator' })
    for (const path of paths) {
      const response = await read(app, `${path}/document`, moderator)
      const { document } = response.json<{ document: object }>()
      const written = await app.inject({
        method: 'PUT',
        url: `/api/${path}/document`,
        headers: { ...moderator.headers, 'if-match': String(response.headers.etag) },
        payload: { document: { ...document, title: 'Another title' } },
      })
      expect(written.json()).toEqual({ version: 2, changedFields: ['title'] })
      expect((await read(app, path)).json()).toMatchObject({ title: 'Another title' })
    }
  })
})

test('a practice that nobody originates is written by those who practise it', async ({
  app,
  db,
}) => {
  const [first, other] = [await anActor(db), await anActor(db)]
  const { id: practiceId, slug } = await aPractice(db, { practitioners: [first.id] })
  const owner = await aPerson(db, { owns: [first.id] })
  expect((await read(app, `practices/${slug}/document`, owner)).statusCode).toBe(200)
  await db.insert(practiceActors).values({ practiceId, actorId: other.id, role: 'originates' })
  expect((await read(app, `practices/${slug}/document`, owner)).statusCode).toBe(403)
})

describe('what a document names', () => {
  test('is called by its name, in its history only as far as it is public', async ({ app, db }) => {
    const largo = await anActor(db, { slug: 'largo', name: 'Largo' })
    const adagio = await anActor(db, { slug: 'adagio', name: 'Adagio', status: 'pending' })
    await aPractice(db, { slug: 'origin', title: 'Origin' })
    const { slug } = await aPractice(db, { title: 'Festival', practitioners: [largo.id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    const first = await read(app, `practices/${slug}/document`, moderator)
    expect(first.json()).toMatchObject({ names: { actors: { largo: 'Largo' }, practices: {} } })
    const { document } = first.json<{ document: Documents['practices'] }>()
    const actors = [...document.actors, { slug: adagio.slug, role: 'practises' }]
    const written = await app.inject({
      method: 'PUT',
      url: `/api/practices/${slug}/document`,
      headers: { ...moderator.headers, 'if-match': String(first.headers.etag) },
      payload: { document: { ...document, actors, adaptedFrom: 'origin' } },
    })
    expect(written.statusCode).toBe(200)

    const inside = await read(app, `practices/${slug}/history/2`, moderator)
    expect(inside.json()).toMatchObject({
      names: { actors: { largo: 'Largo', adagio: 'Adagio' }, practices: { origin: 'Origin' } },
    })
    const outside = await read(app, `practices/${slug}/history/2`)
    expect(outside.json<{ names: unknown }>().names).toEqual({
      actors: { largo: 'Largo' },
      practices: { origin: 'Origin' },
    })
  })
})

describe('an actor that shows only its municipality', () => {
  const address = {
    point: [21.2345678, 45.7654321] as [number, number],
    precision: 'address' as const,
    street: 'Strada Ascunsă 7',
    postalCode: '300777',
    town: 'Timișoara',
    region: null,
    country: 'RO',
    placeId: 665087,
  }

  test('tells its exact place to nobody, in no version', async ({ app, db }) => {
    await aTown(db)
    const { id, slug } = await anActor(db, { name: 'Hidden hands', country: 'RO' } as never)
    const owner = await aPerson(db, { owns: [id] })
    const location = { ...address, showExact: true }
    // First it was shown, then it was hidden: the history must not tell either.
    expect((await change(app, slug, owner, { location })).statusCode).toBe(200)
    expect((await read(app, `actors/${slug}`)).body).toContain('Strada Ascunsă 7')
    const hidden = { ...location, showExact: false }
    expect((await change(app, slug, owner, { location: hidden })).statusCode).toBe(200)
    const moved = { ...hidden, point: [21.2399999, 45.7654321] as [number, number] }
    expect((await change(app, slug, owner, { location: moved })).statusCode).toBe(200)

    const paths = [
      `actors/${slug}`,
      'actors?q=hidden',
      'actors?near=21.2,45.7',
      'actors/clusters?zoom=17&bbox=21,45,22,46',
      `actors/${slug}/history`,
      ...[1, 2, 3, 4].map((version) => `actors/${slug}/history/${String(version)}`),
      `actors/${slug}/history/4?against=1`,
      'places?q=300777',
    ]
    for (const path of paths) {
      const { body, statusCode } = await read(app, path)
      expect(statusCode, path).toBeLessThan(500)
      for (const secret of ['21.234', '21.2399', '45.7654', 'Ascuns', 'ascuns', '300777']) {
        if (path.includes(secret)) continue
        expect(body, `${secret} in ${path}`).not.toContain(secret)
      }
    }
    const rows = await db.execute(
      'select vector::text, ST_AsText(location) as at, x, y from search_documents',
    )
    expect(JSON.stringify(rows)).not.toMatch(/ascuns|300777|21\.23|45\.765/i)
    expect((await read(app, `actors/${slug}`)).json()).toMatchObject({
      location: { coordinates: [21.22571, 45.75372] },
      precision: 'town',
      address: { street: null, postalCode: null, town: 'Timișoara' },
    })
    const { document } = await documentOf(app, slug, owner)
    expect(document.location).toEqual(moved)
    expect((await read(app, `actors/${slug}/history/4`, owner)).body).toContain('21.2399999')
  })

  test('and who looks after it is in no export, map, network or figure', async ({ app, db }) => {
    await aTown(db)
    const theme = await aTheme(db, 'food')
    const border = square(21, 45)
    await aTerritory(db, { code: 'RO', name: 'Romania', countryCode: 'RO', border })
    const { id, slug } = await anActor(db, { name: 'Hidden hands', themes: [theme] })
    const partner = await anActor(db, { name: 'Open hands', at: [21.3, 45.8], countryCode: 'RO' })
    await aCollaboration(db, { title: 'Hands', slug: 'hands', participants: [id, partner.id] })
    await aPractice(db, { title: 'Handwork', slug: 'handwork', practitioners: [id, partner.id] })
    const owner = await aPerson(db, { owns: [id], email: 'canary-owner@people.example' })
    const location = { ...address, showExact: false }
    expect((await change(app, slug, owner, { location })).statusCode).toBe(200)

    const around = 'bbox=21,45,22,46'
    const paths = [
      ...['actors', 'practices', 'collaborations'].flatMap((feature) => [
        `${feature}?facets=country`,
        ...[0, 4, 8, 12, 15, 17].map(
          (zoom) => `${feature}/clusters?zoom=${String(zoom)}&${around}`,
        ),
      ]),
      'practices/handwork',
      'practices/handwork/feasibility?near=21.2,45.7',
      'collaborations/hands',
      'actors/similar?name=Hidden%20hands&at=21.2345678,45.7654321',
      ...['network', 'network/actors', 'network/metrics', 'network/metrics.csv'],
      `network/actors/${slug}/ties`,
      `network/paths?from=${slug}&to=${partner.slug}`,
      ...['graphml', 'gexf', 'json', 'csv', 'csv?table=nodes'].map(
        (format) => `network/export.${format}`,
      ),
      ...['', '/figures', '/map', '/ties', '/reached', '/twins'].map((of) => `territories/RO${of}`),
      ...['', '.geojson', '.csv'].map((format) => `territories/RO/white-spots${format}?theme=food`),
      'territories/choropleth',
    ]
    const said: string[] = []
    for (const path of paths) {
      const { body, statusCode } = await read(app, path)
      expect([path, statusCode]).toEqual([path, 200])
      for (const secret of ['21.234', '45.765', 'scuns', '300777', 'canary', 'people.example']) {
        expect(body, `${secret} in ${path}`).not.toContain(secret)
      }
      said.push(body)
    }
    // It is there, with the point of its town, in most of them.
    expect(said.filter((body) => body.includes('Hidden hands')).length).toBeGreaterThan(8)
    expect(said.filter((body) => body.includes('21.22571')).length).toBeGreaterThan(4)
  })
})

describe('GET /actors/{slug}/history', () => {
  test('says who changed what, when and why; names only to those who write it', async ({
    app,
    db,
    clock,
  }) => {
    const { id, slug } = await anActor(db, { name: 'Atelier' })
    const owner = await aPerson(db, { owns: [id] })
    await db.execute(`update accounts set name = 'Ilona Canary' where id = ${String(owner.id)}`)
    clock.set(new Date('2026-12-01T10:00:00Z'))
    await change(app, slug, owner, { legalForm: 'Association' })
    const outside = await read(app, `actors/${slug}/history`)
    expect(outside.json()).toMatchObject({
      version: 2,
      revisions: [
        {
          version: 2,
          act: 'update',
          changedFields: ['legalForm'],
          author: { role: 'owner', name: null },
          why: 'A test',
          at: '2026-12-01T10:00:00.000Z',
        },
        { version: 1, act: 'import', author: { role: 'import' } },
      ],
    })
    expect(outside.body).not.toContain('Canary')
    expect((await read(app, `actors/${slug}/history`, owner)).body).toContain('Ilona Canary')
    expect((await read(app, `actors/${slug}/history/2`)).json()).toMatchObject({
      against: 1,
      changes: [{ field: 'legalForm', before: null, after: 'Association' }],
    })
  })

  test('knows a record that nobody has changed', async ({ app, db }) => {
    const { slug } = await anActor(db)
    expect((await read(app, `actors/${slug}/history`)).json()).toMatchObject({
      revisions: [{ version: 1, act: 'import' }],
    })
    expect((await read(app, `actors/${slug}/history/1`)).json()).toMatchObject({ changes: [] })
    expect((await read(app, `actors/${slug}/history/2`)).statusCode).toBe(404)
  })
})

describe('POST /actors/{slug}/history/{version}/restore', () => {
  test('brings a version back as a new one, without what is gone since', async ({ app, db }) => {
    const theme = await aTheme(db, 'food')
    await aTheme(db, 'housing')
    const { id, slug } = await anActor(db, { name: 'Atelier', themes: [theme] })
    const owner = await aPerson(db, { owns: [id] })
    await change(app, slug, owner, { legalForm: 'Ltd', themes: ['housing'] })
    await db.execute(`delete from concepts where slug = 'food'`)
    const restore = (version: number, etag?: string) =>
      app.inject({
        method: 'POST',
        url: `/api/actors/${slug}/history/${String(version)}/restore`,
        headers: { ...owner.headers, ...(etag !== undefined && { 'if-match': etag }) },
        payload: { why: 'That was a mistake' },
      })
    expect((await restore(1)).statusCode).toBe(428)
    expect((await restore(1, '"v1"')).statusCode).toBe(412)
    expect((await restore(7, '"v2"')).statusCode).toBe(404)
    expect((await restore(1, '"v2"')).statusCode).toBe(200)
    const { document } = await documentOf(app, slug, owner)
    expect(document).toMatchObject({ legalForm: null, themes: [] })
    const history = await db.select().from(revisions).where(eq(revisions.version, 3))
    expect(history).toMatchObject([{ act: 'restore', why: 'That was a mistake' }])
  })
})

describe('DELETE /actors/{slug}', () => {
  test('is asked for by an owner and done by a moderator', async ({ app, db }) => {
    const { id, slug } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    const erase = (person: Person) =>
      app.inject({
        method: 'DELETE',
        url: `/api/actors/${slug}`,
        headers: { ...person.headers, 'if-match': '"v1"' },
      })
    const editor = await aPerson(db, { edits: [id] })
    const may = async (person: Person) =>
      (await read(app, `actors/${slug}/document`, person)).json().mayErase
    expect([await may(editor), await may(owner), await may(moderator)]).toEqual([false, true, true])
    expect((await erase(editor)).statusCode).toBe(403)
    expect((await erase(owner)).statusCode).toBe(202)
    expect((await read(app, `actors/${slug}`)).statusCode).toBe(200)
    expect((await erase(moderator)).statusCode).toBe(204)
    expect((await read(app, `actors/${slug}`)).statusCode).toBe(410)
    // Those who looked after it hear of it, the editor too.
    const told = await db.select().from(mails)
    expect(told).toMatchObject([{ template: 'actor-erased' }, { template: 'actor-erased' }])
    expect(told.map(({ address }) => address)).toContain(owner.email)
    expect((await read(app, `actors/${slug}/history`)).statusCode).toBe(410)
    expect((await read(app, `actors/${slug}/document`, owner)).statusCode).toBe(410)
  })

  test.for(['practices', 'collaborations'] as const)(
    'erases %s with all that was written of them',
    async (feature, { app, db }) => {
      const make = { practices: aPractice, collaborations: aCollaboration }[feature]
      const { slug } = await make(db, { title: 'Quokka', summary: { en: 'Quokka' } })
      const moderator = await aPerson(db, { role: 'moderator' })
      const response = await app.inject({
        method: 'DELETE',
        url: `/api/${feature}/${slug}`,
        headers: { ...moderator.headers, 'if-match': '"v1"' },
      })
      expect(response.statusCode).toBe(204)
      expect((await read(app, `${feature}/${slug}`)).statusCode).toBe(410)
      expect((await read(app, `${feature}?q=quokka`)).json()).toMatchObject({ total: 0 })
    },
  )
})
