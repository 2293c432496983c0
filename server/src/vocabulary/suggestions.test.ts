import { describe, expect } from 'vitest'
import { actorSuggestions, conceptSuggestions, type Database } from '@maillage/db'
import { aSkill, anActor } from '../factories.ts'
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
})
