import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import {
  actorIdentifiers,
  importedRecords,
  mails,
  moderatorScopes,
  participations,
} from '@maillage/db'
import { aCollaboration, anActor, aPractice, aTheme } from '../factories.ts'
import type { buildApp } from '../app.ts'
import { readActorDocument } from '../actors/actor-document.queries.ts'
import { aPerson, test } from '../testing.ts'
import { changeRecord } from './change-record.ts'

type App = Awaited<ReturnType<typeof buildApp>>
type Headers = Record<string, string>

async function merge(
  app: App,
  headers: Headers,
  kept: string,
  merged: string,
  choices: object = {},
) {
  const preview = await app.inject({
    url: `/api/merges/preview?kept=${kept}&merged=${merged}`,
    headers,
  })
  const { kept: ours, merged: theirs } = preview.json()
  return app.inject({
    method: 'POST',
    url: '/api/merges',
    headers,
    payload: { kept, merged, keptVersion: ours.version, mergedVersion: theirs.version, choices },
  })
}

const undo = (app: App, headers: Headers, merged: string) =>
  app.inject({ method: 'POST', url: '/api/merges/undo', headers, payload: { merged } })

describe('POST /merges', () => {
  test('leads from every address of the actor that is no more to that of the kept one', async ({
    app,
    db,
  }) => {
    const one = await anActor(db, { slug: 'kert' })
    const other = await anActor(db, { slug: 'kert-egyesulet' })
    const owner = await aPerson(db, { owns: [other.id] })
    const ofBoth = await aPerson(db, { edits: [one.id, other.id] })
    const { headers } = await aPerson(db, { role: 'moderator' })
    expect((await merge(app, headers, one.slug, other.slug)).statusCode).toBe(201)
    for (const [rest, there = rest] of [
      [''],
      ['/history?lang=fr'],
      // The versions of the kept one are others.
      ['/history/1', '/history'],
      ['/history/2?against=1&lang=fr', '/history?lang=fr'],
      ['/people'],
      ['/document'],
      ['/claim'],
    ] as const) {
      const url = `/api/actors/kert-egyesulet${rest}`
      for (const { headers } of [owner, ofBoth]) {
        for (const method of ['GET', 'HEAD'] as const) {
          const { statusCode, headers: told } = await app.inject({ method, url, headers })
          expect([statusCode, told.location]).toEqual([301, `/api/actors/kert${there}`])
        }
      }
    }
    const pause = { method: 'POST', url: '/api/actors/kert-egyesulet/contact-pause' } as const
    const written = await app.inject({ ...pause, headers: owner.headers, payload: {} })
    expect(written.statusCode).toBe(404)
  })

  test('makes one of two, field by field, with the ties of both; the old address leads there', async ({
    app,
    db,
  }) => {
    const food = await aTheme(db, 'food')
    const crafts = await aTheme(db, 'crafts')
    const one = await anActor(db, { name: 'Kert', slug: 'kert', themes: [food] })
    const other = await anActor(db, {
      name: 'Kert Egyesület',
      slug: 'kert-egyesulet',
      themes: [crafts],
      website: 'https://kert.example/',
      summary: { hu: 'Kertek.' },
    })
    const partner = await anActor(db)
    await aCollaboration(db, { participants: [one.id, partner.id] })
    await aCollaboration(db, { participants: [one.id, other.id] })
    await aCollaboration(db, { slug: 'theirs', participants: [other.id, partner.id] })
    await aPractice(db, { practitioners: [other.id] })
    await db
      .insert(actorIdentifiers)
      .values({ actorId: other.id, scheme: 'hu-court', value: '01-02-0001234' })
    const { headers } = await aPerson(db, { role: 'moderator' })
    const owners = [
      await aPerson(db, { owns: [one.id] }),
      await aPerson(db, { owns: [other.id] }),
      await aPerson(db, { owns: [one.id, other.id] }),
    ]

    const merged = await merge(app, headers, 'kert', 'kert-egyesulet', { name: 'merged' })
    expect(merged.statusCode).toBe(201)
    const told = await db.select().from(mails)
    expect(told.map(({ address }) => address).sort()).toEqual(
      owners.map(({ email }) => email).sort(),
    )
    expect(told[0]).toMatchObject({
      template: 'actor-merged',
      params: { actor: 'Kert Egyesület', merged: 'Kert Egyesület' },
    })

    const profile = (await app.inject('/api/actors/kert?lang=hu')).json()
    expect(profile).toMatchObject({
      name: 'Kert Egyesület',
      website: 'https://kert.example/',
      summary: { text: 'Kertek.' },
      identifiers: [{ scheme: 'hu-court', value: '01-02-0001234' }],
      practiceCount: 1,
      tieCount: 1,
    })
    expect(profile.themes.map(({ slug }: { slug: string }) => slug)).toEqual(['crafts', 'food'])
    const collaboration = (await app.inject('/api/collaborations/theirs')).json()
    expect(JSON.stringify(collaboration.participations)).toContain('"kert"')

    const old = await app.inject('/api/actors/kert-egyesulet')
    expect(old.statusCode).toBe(301)
    expect(old.headers.location).toContain('/actors/kert')
    const { items, total } = (await app.inject('/api/actors?q=kert')).json()
    expect([total, items[0].slug]).toEqual([1, 'kert'])
  })

  test('is refused on top of what someone changed since', async ({ app, db }) => {
    const [one, other] = [await anActor(db), await anActor(db)]
    const { headers } = await aPerson(db, { role: 'moderator' })
    const stale = await app.inject({
      method: 'POST',
      url: '/api/merges',
      headers,
      payload: {
        kept: one.slug,
        merged: other.slug,
        keptVersion: 7,
        mergedVersion: 1,
        choices: {},
      },
    })
    expect(stale.json()).toMatchObject({ status: 412, code: 'version_changed' })
  })

  test('lets a later import update the actor that was kept', async ({ app, db }) => {
    const [one, other] = [await anActor(db), await anActor(db)]
    await db.insert(importedRecords).values({
      sourceId: other.sourceId,
      feature: 'actors',
      externalKey: '7',
      recordId: other.id,
      hash: 'a',
      fields: {},
    })
    const { headers } = await aPerson(db, { role: 'moderator' })
    await merge(app, headers, one.slug, other.slug)
    expect(await db.select().from(importedRecords)).toMatchObject([{ recordId: one.id }])
    await undo(app, headers, other.slug)
    expect(await db.select().from(importedRecords)).toMatchObject([{ recordId: other.id }])
  })
})

describe('GET /merges', () => {
  test('lists what can be undone, to whom it concerns', async ({ app, db }) => {
    const food = await aTheme(db, 'food')
    const [one, other, third] = [
      await anActor(db, { name: 'Kert' }),
      await anActor(db, { name: 'Kertek', themes: [food] }),
      await anActor(db, { name: 'Kertész' }),
    ]
    const { headers } = await aPerson(db, { role: 'moderator' })
    const ofFood = await aPerson(db, { role: 'moderator' })
    await db.insert(moderatorScopes).values({ accountId: ofFood.id, themeId: food })
    await merge(app, headers, one.slug, other.slug)
    await merge(app, headers, one.slug, third.slug)
    const listed = async (who: Headers) => {
      const { items } = (await app.inject({ url: '/api/merges', headers: who })).json()
      return items.map(({ kept, merged }: Record<string, { name: string }>) => [
        kept?.name,
        merged?.name,
      ])
    }
    expect(await listed(headers)).toEqual([
      ['Kert', 'Kertész'],
      ['Kert', 'Kertek'],
    ])
    expect(await listed(ofFood.headers)).toEqual([['Kert', 'Kertek']])
    expect((await undo(app, headers, third.slug)).statusCode).toBe(200)
    expect(await listed(headers)).toEqual([['Kert', 'Kertek']])
  })

  test('leaves out what a later merge took along, until that is undone', async ({ app, db }) => {
    const { headers } = await aPerson(db, { role: 'moderator' })
    for (const slug of ['first', 'second', 'third']) await anActor(db, { slug })
    await merge(app, headers, 'second', 'first')
    await merge(app, headers, 'third', 'second')
    const listed = async () => {
      const { items } = (await app.inject({ url: '/api/merges', headers })).json()
      return items.map(({ merged }: Record<string, { slug: string }>) => merged?.slug)
    }
    expect(await listed()).toEqual(['second'])
    await undo(app, headers, 'second')
    expect(await listed()).toEqual(['first'])
  })
})

describe('POST /merges/undo', () => {
  test('gives each its own again, and keeps what was changed since', async ({ app, db }) => {
    const food = await aTheme(db, 'food')
    const one = await anActor(db, { name: 'Kert', slug: 'kert' })
    const other = await anActor(db, {
      name: 'Másik',
      slug: 'masik',
      themes: [food],
      website: 'https://masik.example/',
    })
    const partner = await anActor(db)
    const both = await aCollaboration(db, { participants: [one.id, other.id, partner.id] })
    const theirs = await aCollaboration(db, { participants: [other.id, partner.id] })
    const { headers } = await aPerson(db, { role: 'moderator' })
    await merge(app, headers, 'kert', 'masik')

    const document = await readActorDocument(db, one.id)
    await db.transaction((tx) =>
      changeRecord(tx, {
        feature: 'actors',
        id: one.id,
        document: { ...document, shortName: 'K' },
        act: 'update',
        viewer: null,
        authorRole: 'owner',
        why: null,
        now: new Date(),
      }),
    )

    expect((await undo(app, headers, 'masik')).json()).toEqual({ slug: 'masik' })
    expect((await app.inject('/api/actors/kert')).json()).toMatchObject({
      name: 'Kert',
      shortName: 'K',
      website: null,
      themes: [],
    })
    expect((await app.inject('/api/actors/masik')).json()).toMatchObject({
      name: 'Másik',
      website: 'https://masik.example/',
      themes: [{ slug: 'food' }],
    })
    const rows = await db
      .select({ collaborationId: participations.collaborationId })
      .from(participations)
      .where(eq(participations.actorId, other.id))
    expect(new Set(rows.map((row) => row.collaborationId))).toEqual(new Set([both.id, theirs.id]))
    expect((await undo(app, headers, 'masik')).statusCode).toBe(409)
  })

  test('undoes the later of two merges first, so that each has its ties again', async ({
    app,
    db,
  }) => {
    const first = await anActor(db, { slug: 'first' })
    for (const slug of ['second', 'third']) await anActor(db, { slug })
    await aCollaboration(db, { participants: [first.id, (await anActor(db)).id] })
    const { headers } = await aPerson(db, { role: 'moderator' })
    await merge(app, headers, 'second', 'first')
    await merge(app, headers, 'third', 'second')
    const refused = await undo(app, headers, 'first')
    expect(refused.json()).toMatchObject({ status: 409, code: 'conflict' })
    expect((await app.inject('/api/actors/third')).json()).toMatchObject({ tieCount: 1 })
    await undo(app, headers, 'second')
    expect((await undo(app, headers, 'first')).statusCode).toBe(200)
    expect((await app.inject('/api/actors/first')).json()).toMatchObject({ tieCount: 1 })
  })
})

describe('POST /not-duplicates', () => {
  test('remembers that two are two, in whatever order they are named', async ({ app, db }) => {
    const [one, other] = [
      await anActor(db, { name: 'Kert', countryCode: 'HU', town: 'Pécs' }),
      await anActor(db, { name: 'Kert', countryCode: 'HU', town: 'Pécs' }),
    ]
    const similarTo = async (slug: string) =>
      (
        await app.inject(`/api/actors/similar?name=Kert&country=HU&town=P%C3%A9cs&not=${slug}`)
      ).json().items
    expect(await similarTo(one.slug)).toMatchObject([{ slug: other.slug }])
    const { headers } = await aPerson(db, { role: 'moderator' })
    for (const pair of [
      { one: one.slug, other: other.slug },
      { one: other.slug, other: one.slug },
    ]) {
      const kept = await app.inject({
        method: 'POST',
        url: '/api/not-duplicates',
        headers,
        payload: pair,
      })
      expect(kept.statusCode).toBe(204)
    }
    expect(await similarTo(one.slug)).toEqual([])
    expect(await similarTo(other.slug)).toEqual([])
  })
})
