import { describe, expect } from 'vitest'
import { actorSuggestions, conceptSuggestions, type Database, mails } from '@maillage/db'
import { aSkill, anActor } from '../factories.ts'
import { type MailTemplate, writeMail } from '../mail/templates.ts'
import { aPerson, test } from '../testing.ts'

async function aSuggestion(db: Database, label: string) {
  const actor = await anActor(db, { name: 'Kert' })
  const [suggestion] = await db
    .insert(conceptSuggestions)
    .values({ scheme: 'skill', label, language: 'hu' })
    .returning()
  const suggestionId = suggestion?.id ?? 0
  await db.insert(actorSuggestions).values({ actorId: actor.id, suggestionId })
  return { actor, suggestionId }
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
    const write = async (slug: string, name: string, { headers }: typeof author) => {
      const url = `/api/actors/${slug}/document`
      const before = await app.inject({ url, headers })
      const answer = await app.inject({
        method: 'PUT',
        url,
        headers: { ...headers, 'if-match': String(before.headers['etag']) },
        payload: { document: { ...before.json().document, suggestedSkills: words, name } },
      })
      expect(answer.statusCode).toBe(200)
    }
    await write('kert', kert.name, author)
    await write('other', other.name, second)
    await write('kert', 'Kert again', moderator)

    const payloads: Record<string, object> = {
      jardiner: { decision: 'fold', concept: 'gardening' },
      ruches: { decision: 'accept', slug: 'beekeeping', labels: { en: 'Beekeeping' } },
      x: { decision: 'refuse' },
    }
    for (const { id, label } of await db
      .select()
      .from(conceptSuggestions)
      .orderBy(conceptSuggestions.label)) {
      const url = `/api/vocabulary/suggestions/${String(id)}/decision`
      const { headers } = moderator
      const payload = payloads[label] ?? {}
      expect((await app.inject({ method: 'POST', url, headers, payload })).statusCode).toBe(204)
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
})
