import { and, eq } from 'drizzle-orm'
import sharp from 'sharp'
import { describe, expect } from 'vitest'
import {
  accounts,
  type Database,
  draftKeys,
  drafts,
  imageFiles,
  images,
  proposals,
} from '@maillage/db'
import { hashToken, newReference, newToken } from '../accounts/secrets.rules.ts'
import type { buildApp } from '../app.ts'
import { anActor, aPractice } from '../factories.ts'
import type { Problem } from '../http/problem.ts'
import { aPerson, test } from '../testing.ts'
import { aJpeg, aPicture, aPng, emptyZip, pngOf } from './image-files.ts'
import { attachImages, listNamedImages, removeForgotten } from './images.queries.ts'

type App = Awaited<ReturnType<typeof buildApp>>

async function upload(
  app: App,
  headers: Record<string, string>,
  file?: Buffer,
  query = '',
): Promise<{ key: string; widths: number[]; width: number; height: number }> {
  const response = await app.inject({
    method: 'POST',
    url: `/api/images${query}`,
    headers: { 'content-type': 'image/png', ...headers },
    payload: file ?? (await aPicture(400, 300).png().toBuffer()),
  })
  expect(response.statusCode).toBe(201)
  return response.json()
}

async function aDraft(db: Database, values: Partial<typeof drafts.$inferInsert> = {}) {
  const token = newToken()
  const [draft] = await db
    .insert(drafts)
    .values({
      reference: newReference(),
      language: 'en',
      expiresAt: new Date(Date.now() + 86_400_000),
      ...values,
    })
    .returning()
  if (!draft) throw new Error('No draft was written')
  await db
    .insert(draftKeys)
    .values({ draftId: draft.id, tokenHash: hashToken(token), kind: 'browser' })
  return {
    ...draft,
    query: `?draft=${draft.reference}`,
    headers: { cookie: `__Host-draft=${token}`, origin: 'http://localhost:80' },
  }
}

const get = (app: App, key: string, headers: Record<string, string> = {}, width = 320) =>
  app.inject({ url: `/api/images/${key}/${String(width)}`, headers })

const named = (key: string, role: 'logo' | 'picture' = 'picture') => ({
  key,
  role,
  alt: { en: 'A shed full of bicycles' },
  credit: null,
})

describe('POST /images', () => {
  test('a person who is signed in uploads a picture', async ({ app, db }) => {
    const person = await aPerson(db)
    const image = await upload(app, person.headers, await aPng())
    expect(image).toEqual({
      key: expect.stringMatching(/^[\w-]{22}$/) as string,
      width: 1280,
      height: 960,
      widths: [320, 640, 1280],
    })
    const response = await get(app, image.key, person.headers, 640)
    expect(response.statusCode).toBe(200)
    expect(response.rawPayload.toString('latin1', 8, 12)).toBe('WEBP')
    const widthFor = async (width: number) => {
      const { rawPayload } = await get(app, image.key, person.headers, width)
      return (await sharp(rawPayload).metadata()).width
    }
    expect(await widthFor(1)).toBe(320)
    expect(await widthFor(320)).toBe(320)
    expect(await widthFor(321)).toBe(640)
    expect(await widthFor(5000)).toBe(1280)
  })

  test('someone without an account uploads to the draft that this browser began', async ({
    app,
    db,
  }) => {
    const draft = await aDraft(db)
    const { key } = await upload(app, draft.headers, undefined, draft.query)
    expect((await get(app, key, draft.headers)).statusCode).toBe(200)
  })

  test('nobody uploads to nothing, or to the draft of others', async ({ app, db }) => {
    const payload = await aPng()
    const send = async (query: string, headers: Record<string, string> = {}) => {
      const type = { 'content-type': 'image/png' }
      const url = `/api/images${query}`
      const response = await app.inject({
        method: 'POST',
        url,
        headers: { ...type, ...headers },
        payload,
      })
      return [response.statusCode, response.json<Problem>().code]
    }
    const draft = await aDraft(db)
    const other = await aDraft(db)
    const ended = await aDraft(db, { expiresAt: new Date(Date.now() - 1000) })
    expect(await send('')).toEqual([401, 'not_signed_in'])
    expect(await send('', draft.headers)).toEqual([401, 'not_signed_in'])
    expect(await send(draft.query)).toEqual([404, 'not_found'])
    expect(await send(draft.query, other.headers)).toEqual([404, 'not_found'])
    expect(await send(ended.query, ended.headers)).toEqual([404, 'not_found'])
    expect(await send('?draft=MA-0000-0000', draft.headers)).toEqual([404, 'not_found'])
    expect(await db.$count(images)).toBe(0)
  })

  test('what is no image is refused with its reason, and nothing is kept', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const send = async (type: string, payload: Buffer | string) => {
      const response = await app.inject({
        method: 'POST',
        url: '/api/images',
        headers: { ...headers, 'content-type': type },
        payload,
      })
      const { code, fields } = response.json<{ code: string; fields?: Record<string, string> }>()
      return [response.statusCode, code, Object.keys(fields ?? {})]
    }
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
    const unsupported = [415, 'unsupported_media_type']
    expect(await send('image/svg+xml', svg)).toEqual([...unsupported, []])
    expect(await send('application/json', '{}')).toEqual([...unsupported, []])
    expect(await send('text/plain', 'hello')).toEqual([...unsupported, []])
    expect(await send('multipart/form-data; boundary=x', '--x--')).toEqual([...unsupported, []])
    expect(await send('image/png', svg)).toEqual([...unsupported, ['file']])
    expect(await send('image/png', Buffer.alloc(0))).toEqual([...unsupported, ['file']])
    expect(await send('image/png', await aJpeg())).toEqual([422, 'image_mislabelled', ['file']])
    expect(await send('image/png', Buffer.concat([await aPng(), emptyZip]))).toEqual([
      422,
      'image_unreadable',
      ['file'],
    ])
    expect(await send('image/png', pngOf(20_000, 20_000))).toEqual([
      413,
      'image_too_large',
      ['file'],
    ])
    expect(await send('image/png', Buffer.alloc(12 * 1024 * 1024 + 1))).toEqual([
      413,
      'too_large',
      [],
    ])
    expect(await db.$count(images)).toBe(0)
    expect(await db.$count(imageFiles)).toBe(0)
  })

  test('uploads from one address have an end, whether they are images or not', async ({
    app,
    db,
  }) => {
    const draft = await aDraft(db)
    const send = async (remoteAddress: string) => {
      const { statusCode, headers } = await app.inject({
        method: 'POST',
        url: `/api/images${draft.query}`,
        remoteAddress,
        headers: { ...draft.headers, 'content-type': 'image/png' },
        payload: Buffer.from('no image'),
      })
      return [statusCode, headers['content-type']?.split(';')[0]]
    }
    for (let time = 0; time < 60; time++) expect((await send('192.0.2.1'))[0]).toBe(415)
    expect(await send('192.0.2.1')).toEqual([429, 'application/problem+json'])
    expect((await send('198.51.100.1'))[0]).toBe(415)
  })

  test('a draft does not take images without end', async ({ app, db }) => {
    const draft = await aDraft(db)
    await db.insert(images).values(
      Array.from({ length: 40 }, (_, index) => ({
        key: `filled-${String(index)}`,
        draftId: draft.id,
        role: 'picture' as const,
        alt: {},
        width: 1,
        height: 1,
      })),
    )
    const response = await app.inject({
      method: 'POST',
      url: `/api/images${draft.query}`,
      headers: { ...draft.headers, 'content-type': 'image/png' },
      payload: await aPng(),
    })
    expect([response.statusCode, response.json<Problem>().code]).toEqual([409, 'conflict'])
  })
})

describe('GET /images/{key}/{width}', () => {
  test('an image of a public record is for everyone, for good, and can do nothing', async ({
    app,
    db,
  }) => {
    const person = await aPerson(db)
    const { key } = await upload(app, person.headers)
    const actor = await anActor(db)
    await db.transaction((tx) => attachImages(tx, 'actors', actor.id, [named(key)]))
    const response = await get(app, key)
    expect(response.statusCode).toBe(200)
    expect(response.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
    })
    expect((await get(app, 'AAAAAAAAAAAAAAAAAAAAAA')).statusCode).toBe(404)
    expect((await get(app, 'x')).statusCode).toBe(400)
  })

  test('an image that is not public is for those who may see it', async ({ app, db }) => {
    const actor = await anActor(db, { status: 'pending' })
    const uploader = await aPerson(db)
    const { key } = await upload(app, uploader.headers)
    const seen = async (headers: Record<string, string> = {}) => {
      const { statusCode, headers: answered } = await get(app, key, headers)
      if (statusCode === 200) expect(answered['cache-control']).toBe('private, no-store')
      return statusCode === 200
    }
    const stranger = await aPerson(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    const editor = await aPerson(db, { edits: [actor.id] })

    expect(await seen()).toBe(false)
    expect(await seen(stranger.headers)).toBe(false)
    expect(await seen(editor.headers)).toBe(false)
    expect(await seen(uploader.headers)).toBe(true)
    expect(await seen(moderator.headers)).toBe(true)

    await db.transaction((tx) => attachImages(tx, 'actors', actor.id, [named(key)]))
    expect(await seen()).toBe(false)
    expect(await seen(stranger.headers)).toBe(false)
    expect(await seen(uploader.headers)).toBe(true)
    expect(await seen(editor.headers)).toBe(true)
    expect(await seen(moderator.headers)).toBe(true)
  })

  test('an image of a draft is for the browser that writes it', async ({ app, db }) => {
    const draft = await aDraft(db)
    const { key } = await upload(app, draft.headers, undefined, draft.query)
    expect((await get(app, key)).statusCode).toBe(404)
    const other = await aDraft(db)
    expect((await get(app, key, other.headers)).statusCode).toBe(404)
    expect((await get(app, key, (await aPerson(db)).headers)).statusCode).toBe(404)
    expect((await get(app, key, draft.headers)).statusCode).toBe(200)
  })
})

describe('DELETE /images/{key}', () => {
  test('whoever uploaded an image removes it, while no record shows it', async ({ app, db }) => {
    const person = await aPerson(db)
    const { key } = await upload(app, person.headers)
    const remove = async (headers: Record<string, string>, query = '') => {
      const url = `/api/images/${key}${query}`
      return (await app.inject({ method: 'DELETE', url, headers })).statusCode
    }
    const draft = await aDraft(db)
    expect(await remove({})).toBe(401)
    expect(await remove((await aPerson(db)).headers)).toBe(404)
    expect(await remove(draft.headers, draft.query)).toBe(404)

    const actor = await anActor(db)
    await db.transaction((tx) => attachImages(tx, 'actors', actor.id, [named(key)]))
    expect(await remove(person.headers)).toBe(404)
    await db.transaction((tx) => attachImages(tx, 'actors', actor.id, []))
    expect(await remove(person.headers)).toBe(204)
    expect(await db.$count(imageFiles)).toBe(0)
  })
})

describe('the images of a record', () => {
  test('are those that its document names, in its order', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const one = await upload(app, headers)
    const two = await upload(app, headers)
    const actor = await anActor(db)
    const attach = (...list: ReturnType<typeof named>[]) =>
      db.transaction((tx) => attachImages(tx, 'actors', actor.id, list))
    await attach(named(one.key), named(two.key, 'logo'))
    expect(await listNamedImages(db, 'actors', actor.id)).toEqual([
      named(one.key),
      named(two.key, 'logo'),
    ])
    await attach(named(two.key), named(one.key))
    expect((await listNamedImages(db, 'actors', actor.id)).map(({ key }) => key)).toEqual([
      two.key,
      one.key,
    ])
    await attach(named(one.key))
    expect(await listNamedImages(db, 'actors', actor.id)).toEqual([named(one.key)])
    // As when an older version is restored.
    await attach(named(two.key))
    expect(await listNamedImages(db, 'actors', actor.id)).toEqual([named(two.key)])
  })

  test('cannot be those of another record', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const { key } = await upload(app, headers)
    const [ours, theirs] = [await anActor(db), await anActor(db)]
    const practice = await aPractice(db)
    await db.transaction((tx) => attachImages(tx, 'actors', ours.id, [named(key)]))
    const refused = { fields: { 'images.0.key': 'is not there any more' } }
    for (const [feature, id] of [
      ['actors', theirs.id],
      ['practices', practice.id],
    ] as const) {
      await expect(
        db.transaction((tx) => attachImages(tx, feature, id, [named(key)])),
      ).rejects.toMatchObject(refused)
    }
    expect(await listNamedImages(db, 'actors', ours.id)).toEqual([named(key)])
    // An old version that is restored may name images that are gone.
    await db.transaction((tx) =>
      attachImages(tx, 'actors', theirs.id, [named(key)], { leaveOutMissing: true }),
    )
    expect(await listNamedImages(db, 'actors', theirs.id)).toEqual([])
  })

  test('are in its answer, described in the language of the reader', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const logo = await upload(app, headers)
    const picture = await upload(app, headers)
    const shown = await upload(app, headers)
    const actor = await anActor(db)
    const practice = await aPractice(db, { language: 'fr' })
    const alt = { en: 'Bicycles', fr: 'Des vélos' }
    await db.transaction(async (tx) => {
      await attachImages(tx, 'actors', actor.id, [
        { ...named(logo.key, 'logo'), alt },
        { ...named(picture.key), alt, credit: 'Ana' },
      ])
      await attachImages(tx, 'practices', practice.id, [{ ...named(shown.key), alt }])
    })
    const read = async (url: string) => (await app.inject({ url })).json<Record<string, unknown>>()
    const size = { width: 400, height: 300, widths: [320, 400] }
    const inFrench = { text: 'Des vélos', language: 'fr' }
    expect(await read(`/api/actors/${actor.slug}?lang=fr`)).toMatchObject({
      logo: { key: logo.key, role: 'logo', alt: inFrench, credit: null, ...size },
      pictures: [{ key: picture.key, role: 'picture', alt: inFrench, credit: 'Ana', ...size }],
    })
    const { items } = (await read('/api/actors')) as { items: { logo: { key: string } }[] }
    expect(items[0]?.logo.key).toBe(logo.key)
    expect(await read(`/api/practices/${practice.slug}?lang=hu`)).toMatchObject({
      pictures: [{ key: shown.key, alt: inFrench }],
    })
    expect(await read(`/api/practices/${practice.slug}`)).toMatchObject({
      pictures: [{ alt: { text: 'Bicycles', language: 'en' } }],
    })
  })

  test('outlive the draft and the account they came from', async ({ app, db }) => {
    const person = await aPerson(db)
    const draft = await aDraft(db)
    const headers = {
      ...draft.headers,
      cookie: `${draft.headers.cookie}; ${person.headers.cookie}`,
    }
    const { key } = await upload(app, headers, undefined, draft.query)
    const actor = await anActor(db)
    await db.transaction((tx) => attachImages(tx, 'actors', actor.id, [named(key)]))
    await db.delete(drafts)
    await db.delete(accounts)
    expect((await get(app, key)).statusCode).toBe(200)
  })
})

describe('images that nothing shows', () => {
  test('are removed after a month, unless a change that waits names them', async ({ app, db }) => {
    const { headers } = await aPerson(db)
    const draft = await aDraft(db)
    const keys = {
      forgotten: (await upload(app, headers)).key,
      used: (await upload(app, headers)).key,
      waiting: (await upload(app, headers)).key,
      drafted: (await upload(app, draft.headers, undefined, draft.query)).key,
    }
    const actor = await anActor(db)
    await db.transaction((tx) => attachImages(tx, 'actors', actor.id, [named(keys.used)]))
    await db.insert(proposals).values({
      reference: newReference(),
      feature: 'actors',
      recordId: actor.id,
      kind: 'update',
      baseVersion: 1,
      document: { images: [named(keys.waiting)] },
    })
    const later = (days: number) => new Date(Date.now() + days * 86_400_000)
    expect(await removeForgotten(db, later(29))).toBe(0)
    expect(await removeForgotten(db, later(31))).toBe(1)
    const isThere = (key: string) => db.$count(images, eq(images.key, key))
    expect(await isThere(keys.forgotten)).toBe(0)
    expect(await isThere(keys.used)).toBe(1)
    expect(await isThere(keys.waiting)).toBe(1)
    expect(await isThere(keys.drafted)).toBe(1)

    await db
      .update(proposals)
      .set({ status: 'rejected' })
      .where(and(eq(proposals.kind, 'update')))
    expect(await removeForgotten(db, later(31))).toBe(1)
  })
})
