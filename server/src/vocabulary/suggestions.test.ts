import { describe, expect } from 'vitest'
import {
  actorSuggestions,
  conceptSuggestions,
  type Database,
  mails,
  practiceSuggestions,
} from '@maillage/db'
import type { buildApp } from '../app.ts'
import { aPractice, aSkill, anActor } from '../factories.ts'
import { type MailTemplate, writeMail } from '../mail/templates.ts'
import { aPerson, test } from '../testing.ts'

async function aSuggestion(db: Database, label: string, accountId: number | null = null) {
  const actor = await anActor(db, { name: 'Kert' })
  const [suggestion] = await db
    .insert(conceptSuggestions)
    .values({ scheme: 'skill', label, language: 'hu', accountId })
    .returning()
  const suggestionId = suggestion?.id ?? 0
  await db.insert(actorSuggestions).values({ actorId: actor.id, suggestionId })
  return { actor, suggestionId }
}

type App = Awaited<ReturnType<typeof buildApp>>
type Person = Awaited<ReturnType<typeof aPerson>>

async function decide(app: App, id: number, { headers }: Person, payload: object) {
  const url = `/api/vocabulary/suggestions/${String(id)}/decision`
  expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(204)
}

async function write(app: App, slug: string, { headers }: Person, changes: object) {
  const url = `/api/actors/${slug}/document`
  const before = await app.inject({ url, headers })
  const answer = await app.inject({
    method: 'PUT',
    url,
    headers: { ...headers, 'if-match': String(before.headers['etag']) },
    payload: { document: { ...before.json().document, ...changes } },
  })
  expect(answer.statusCode).toBe(200)
}

describe('suggestions of themes and skills', () => {
  test('become a synonym by which everyone with the concept is found', async ({ app, db }) => {
    await aSkill(db, 'gardening', { en: ['Gardening'] })
    const { actor, suggestionId } = await aSuggestion(db, 'kertészkedés')
    const { headers } = await aPerson(db, { role: 'moderator' })
    const listed = await app.inject({ url: '/api/vocabulary/suggestions', headers })
    expect(listed.json().items).toMatchObject([{ label: 'kertészkedés', uses: 1 }])

    const decided = await app.inject({
      method: 'POST',
      url: `/api/vocabulary/suggestions/${String(suggestionId)}/decision`,
      headers,
      payload: { decision: 'fold', concept: 'gardening' },
    })
    expect(decided.statusCode).toBe(204)
    const profile = (await app.inject(`/api/actors/${actor.slug}`)).json()
    expect(profile.skills).toEqual([{ slug: 'gardening', label: 'Gardening' }])
    const { items } = (await app.inject('/api/actors?q=kerteszkedes')).json()
    expect(items).toMatchObject([{ slug: actor.slug }])
  })

  test('become a concept of their own, once', async ({ app, db }) => {
    const { actor, suggestionId } = await aSuggestion(db, 'méhészet')
    const { headers } = await aPerson(db, { role: 'moderator' })
    const accept = () =>
      app.inject({
        method: 'POST',
        url: `/api/vocabulary/suggestions/${String(suggestionId)}/decision`,
        headers,
        payload: { decision: 'accept', slug: 'beekeeping', labels: { en: 'Beekeeping' } },
      })
    expect((await accept()).statusCode).toBe(204)
    expect((await accept()).statusCode).toBe(404)
    const profile = (await app.inject(`/api/actors/${actor.slug}?lang=hu`)).json()
    expect(profile.skills).toEqual([{ slug: 'beekeeping', label: 'méhészet' }])
  })

  test('can be refused, and fold into nothing that is not there', async ({ app, db }) => {
    const { suggestionId } = await aSuggestion(db, 'x')
    const { headers } = await aPerson(db, { role: 'moderator' })
    const decide = (payload: object) =>
      app.inject({
        method: 'POST',
        url: `/api/vocabulary/suggestions/${String(suggestionId)}/decision`,
        headers,
        payload,
      })
    expect((await decide({ decision: 'fold', concept: 'nothing' })).json().fields).toHaveProperty(
      'concept',
    )
    expect((await decide({ decision: 'refuse' })).statusCode).toBe(204)
    expect(
      (await app.inject({ url: '/api/vocabulary/suggestions', headers })).json().items,
    ).toEqual([])
  })

  test('are decided on with a mail to whoever wrote them first, in their language', async ({
    app,
    db,
  }) => {
    await aSkill(db, 'gardening', { en: ['Gardening'], fr: ['Jardinage'] })
    const kert = await anActor(db, { slug: 'kert' })
    const other = await anActor(db, { slug: 'other' })
    const author = await aPerson(db, { owns: [kert.id], language: 'fr' })
    const second = await aPerson(db, { owns: [other.id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    const words = ['jardiner', 'ruches', 'x'].map((label) => ({ label, language: 'fr' }))
    await write(app, 'kert', author, { suggestedSkills: words })
    await write(app, 'other', second, { suggestedSkills: words })
    await write(app, 'kert', moderator, { name: 'Kert again' })

    const payloads: Record<string, object> = {
      jardiner: { decision: 'fold', concept: 'gardening' },
      ruches: { decision: 'accept', slug: 'beekeeping', labels: { en: 'Beekeeping' } },
      x: { decision: 'refuse' },
    }
    for (const { id, label } of await db
      .select()
      .from(conceptSuggestions)
      .orderBy(conceptSuggestions.label)) {
      await decide(app, id, moderator, payloads[label] ?? {})
    }
    const told = await db.select().from(mails).orderBy(mails.id)
    expect(told.map(({ accountId, language }) => [accountId, language])).toEqual(
      Array<unknown>(3).fill([author.id, 'fr']),
    )
    expect(
      told.map((mail) => {
        const params = mail.params as Record<string, string>
        const { subject } = writeMail(mail.template as MailTemplate, 'fr', params)
        return [subject, params['url']?.replace(/^.*?(?=\/fr\/)/, '')]
      }),
    ).toEqual([
      ['« jardiner » mène désormais à « Jardinage »', '/fr/actors?skill=gardening'],
      ['« ruches » est désormais dans la liste', '/fr/actors?skill=beekeeping'],
      ['« x » n’a pas été ajouté à la liste', undefined],
    ])
  })

  test('are of the first known author: not of whoever saves the entry of an unknown one', async ({
    app,
    db,
  }) => {
    const { actor, suggestionId } = await aSuggestion(db, 'jardiner')
    const other = await anActor(db, { slug: 'other' })
    const author = await aPerson(db, { owns: [other.id] })
    const moderator = await aPerson(db, { role: 'moderator' })
    await write(app, actor.slug, moderator, { name: 'Kert again' })
    expect(await db.select().from(conceptSuggestions)).toMatchObject([
      { id: suggestionId, accountId: null },
    ])

    const suggestedSkills = [{ label: 'jardiner', language: 'hu' }]
    await write(app, 'other', author, { suggestedSkills })
    await write(app, 'other', moderator, { suggestedSkills: [] })
    await write(app, 'other', moderator, { suggestedSkills })
    await decide(app, suggestionId, moderator, { decision: 'refuse' })
    expect(await db.select().from(mails)).toMatchObject([{ accountId: author.id }])
  })

  test('of practices lead whoever wrote them to the practices', async ({ app, db }) => {
    const author = await aPerson(db)
    const moderator = await aPerson(db, { role: 'moderator' })
    const { id: practiceId } = await aPractice(db)
    const { suggestionId } = await aSuggestion(db, 'ruches', author.id)
    await db.delete(actorSuggestions)
    await db.insert(practiceSuggestions).values({ practiceId, suggestionId })
    await decide(app, suggestionId, moderator, { decision: 'accept', slug: 'beekeeping' })
    const [mail] = await db.select().from(mails)
    const { url } = mail?.params as { url: string }
    expect(url).toMatch(/\/en\/practices\?skill=beekeeping$/)
    const found = await app.inject(url.replace(/^.*\/en/, '/api'))
    expect(found.json()).toMatchObject({ total: 1 })
  })

  test('are decided on without a mail to whoever decides', async ({ app, db }) => {
    const moderator = await aPerson(db, { role: 'moderator' })
    const { suggestionId } = await aSuggestion(db, 'x', moderator.id)
    await decide(app, suggestionId, moderator, { decision: 'refuse' })
    expect(await db.select().from(mails)).toEqual([])
  })

  test('are found by the word of their author, however a moderator labels them', async ({
    app,
    db,
  }) => {
    const { actor, suggestionId } = await aSuggestion(db, 'kaptár')
    const moderator = await aPerson(db, { role: 'moderator' })
    const labels = { hu: 'Méhészet' }
    await decide(app, suggestionId, moderator, { decision: 'accept', slug: 'beekeeping', labels })
    const profile = (await app.inject(`/api/actors/${actor.slug}?lang=hu`)).json()
    expect(profile.skills).toEqual([{ slug: 'beekeeping', label: 'Méhészet' }])
    const { items } = (await app.inject('/api/actors?q=kaptar')).json()
    expect(items).toMatchObject([{ slug: actor.slug }])
  })
})
