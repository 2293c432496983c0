import { describe, expect } from 'vitest'
import { aTerritory, aTheme, anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'

describe('PUT /moderators', () => {
  test('lets a network have moderators of its own, who see what is theirs', async ({ app, db }) => {
    const food = await aTheme(db, 'food')
    const ours = await anActor(db, { themes: [food] })
    const other = await anActor(db)
    for (const { slug } of [ours, other]) {
      await app.inject({
        method: 'POST',
        url: '/api/reports',
        payload: { feature: 'actors', slug, kind: 'outdated', message: 'It moved.' },
      })
    }
    const { headers } = await aPerson(db, { role: 'administrator' })
    const moderator = await aPerson(db, { role: 'moderator' })
    const reported = async () =>
      (await app.inject({ url: '/api/reports', headers: moderator.headers }))
        .json()
        .items.map(({ record }: { record: { slug: string } }) => record.slug)
    expect(await reported()).toEqual([ours.slug, other.slug])

    const set = await app.inject({
      method: 'PUT',
      url: '/api/moderators',
      headers: { ...headers, 'if-match': '*' },
      payload: { email: moderator.email, role: 'moderator', scopes: [{ theme: 'food' }] },
    })
    expect(set.statusCode).toBe(200)
    expect(set.body).not.toContain(moderator.email)
    expect(set.json().items).toContainEqual(
      expect.objectContaining({ id: moderator.id, scopes: [{ theme: 'food' }] }),
    )
    expect(await reported()).toEqual([ours.slug])
  })

  test('names a network that is not there, and changes nothing', async ({ app, db }) => {
    await aTerritory(db, { code: 'HU', name: 'Hungary' })
    const { headers } = await aPerson(db, { role: 'administrator' })
    const set = (scopes: object[]) =>
      app.inject({
        method: 'PUT',
        url: '/api/moderators',
        headers: { ...headers, 'if-match': '*' },
        payload: { email: 'new@people.example', role: 'moderator', scopes },
      })
    const wrong = await set([{ territory: 'HU' }, { territory: 'XX' }])
    expect(wrong.json().fields.scopes).toContain('XX')
    expect((await app.inject({ url: '/api/moderators', headers })).json().items).toHaveLength(1)
    expect((await set([{ territory: 'HU' }])).json().items).toHaveLength(2)
  })

  test('leaves no instance without an administrator', async ({ app, db }) => {
    const { headers, email } = await aPerson(db, { role: 'administrator' })
    const set = await app.inject({
      method: 'PUT',
      url: '/api/moderators',
      headers: { ...headers, 'if-match': '*' },
      payload: { email, role: 'person', scopes: [] },
    })
    expect(set.statusCode).toBe(409)
  })
})
