import type { FastifyInstance } from 'fastify'
import { describe, expect } from 'vitest'
import { anActor, aPractice } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import type { WrittenText } from '../http/document.schema.ts'
import { type Documents } from './records.ts'

type Person = Awaited<ReturnType<typeof aPerson>>

async function change<Feature extends keyof Documents>(
  app: FastifyInstance,
  path: `${Feature}/${string}`,
  { headers }: Person,
  edit: (document: Documents[Feature]) => Partial<Documents[Feature]>,
) {
  const url = `/api/${path}/document`
  const answer = await app.inject({ url, headers })
  const { document } = answer.json<{ document: Documents[Feature] }>()
  const response = await app.inject({
    method: 'PUT',
    url,
    headers: { ...headers, 'if-match': String(answer.headers.etag) },
    payload: { document: { ...document, ...edit(document) } },
  })
  expect(response.statusCode).toBe(200)
  return (await app.inject({ url, headers })).json<{
    document: Documents[Feature]
    formerOriginals: unknown[]
  }>()
}

const summaryIs = (...summary: Omit<WrittenText, 'isStale'>[]) => ({
  texts: { summary: summary.map((each) => ({ ...each, isStale: false })), description: [] },
})

const french = { language: 'fr', text: 'Nous réparons des vélos.', origin: 'original' as const }
const english = { language: 'en', text: 'We repair bicycles.', origin: 'person' as const }

describe('a text in several languages', () => {
  test('is read in one’s own, else as it was written', async ({ app, db }) => {
    const { id, slug } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    const hungarian = { language: 'hu', text: 'Kerékpárt javítunk.', origin: 'machine' as const }
    await change(app, `actors/${slug}`, owner, () => summaryIs(english, french, hungarian))
    const summaryIn = async (lang: string) =>
      (await app.inject(`/api/actors/${slug}?lang=${lang}`)).json<{ summary: object }>().summary
    expect(await summaryIn('en')).toEqual({ ...english, isStale: false })
    expect(await summaryIn('hu')).toEqual({ ...hungarian, isStale: false })
    expect(await summaryIn('ro')).toEqual({ ...french, isStale: false })
  })

  test('is stale once its original changes, and says what that was', async ({ app, db }) => {
    const { id, slug } = await anActor(db)
    const owner = await aPerson(db, { owns: [id] })
    await change(app, `actors/${slug}`, owner, () => summaryIs(english, french))
    const rewritten = { ...french, text: 'Nous réparons et prêtons des vélos.' }
    const after = await change(app, `actors/${slug}`, owner, () => summaryIs(english, rewritten))
    expect(after.document.texts.summary).toMatchObject([
      { language: 'en', isStale: true },
      { language: 'fr', isStale: false },
    ])
    expect(after.formerOriginals).toEqual([
      { field: 'texts.summary', language: 'en', text: french.text },
    ])
    expect((await app.inject(`/api/actors/${slug}?lang=en`)).json()).toMatchObject({
      summary: { language: 'en', origin: 'person', isStale: true },
    })

    // Another change leaves it stale; saying that it is still right does not.
    const other = await change(app, `actors/${slug}`, owner, () => ({ legalForm: 'Association' }))
    expect(other.document.texts.summary[0]).toMatchObject({ isStale: true })
    const checked = await change(app, `actors/${slug}`, owner, () => summaryIs(english, rewritten))
    expect(checked.document.texts.summary[0]).toMatchObject({ isStale: false })
    expect(checked.formerOriginals).toEqual([
      { field: 'texts.summary', language: 'en', text: rewritten.text },
    ])
  })

  test('is stale too when the title of a practice changes', async ({ app, db }) => {
    const { slug } = await aPractice(db, { title: 'Seed library', language: 'en' })
    const moderator = await aPerson(db, { role: 'moderator' })
    const title = [
      { language: 'fr', text: 'Grainothèque', origin: 'person' as const, isStale: false },
    ]
    const path = `practices/${slug}` as const
    await change(app, path, moderator, ({ texts }) => ({ texts: { ...texts, title } }))
    expect((await app.inject(`/api/practices/${slug}?lang=fr`)).json()).toMatchObject({
      title: 'Grainothèque',
      language: 'fr',
    })
    // No translation stands before the original for readers of other languages.
    expect((await app.inject(`/api/practices/${slug}?lang=hu`)).json()).toMatchObject({
      title: 'Seed library',
    })
    const { document } = await change(app, path, moderator, () => ({ title: 'Seed swap' }))
    expect(document.texts.title).toEqual([{ ...title[0], isStale: true }])
  })

  test('is known by its words when steps change places', async ({ app, db }) => {
    const { slug } = await aPractice(db, { title: 'Seed library', language: 'en' })
    const moderator = await aPerson(db, { role: 'moderator' })
    const path = `practices/${slug}` as const
    const step = (title: string, translated: string) => ({
      title,
      text: null,
      translations: {
        title: [{ language: 'fr', text: translated, origin: 'person' as const, isStale: false }],
        text: [],
      },
    })
    const steps = [step('Collect', 'Récolter'), step('Dry', 'Sécher')]
    await change(app, path, moderator, () => ({ steps }))
    const { document } = await change(app, path, moderator, ({ steps }) => ({
      steps: [...steps]
        .reverse()
        .map((each) => (each.title === 'Dry' ? { ...each, title: 'Dry them' } : each)),
    }))
    expect(document.steps.map(({ translations }) => translations.title[0])).toMatchObject([
      { text: 'Sécher', isStale: true },
      { text: 'Récolter', isStale: false },
    ])
    expect((await app.inject(`/api/practices/${slug}?lang=fr`)).json()).toMatchObject({
      steps: [
        { title: { text: 'Sécher', language: 'fr', origin: 'person', isStale: true } },
        { title: { text: 'Récolter', language: 'fr', origin: 'person', isStale: false } },
      ],
    })
  })
})
