import { describe, expect } from 'vitest'
import { conceptMatches } from '@maillage/db'
import { anActor, aPractice, aSkill, aTheme } from '../factories.ts'
import { test } from '../testing.ts'

describe('GET /themes', () => {
  test('names all themes in the reader’s language and counts actors, those of narrower themes too', async ({
    app,
    db,
  }) => {
    const broad = await aTheme(db, 'economy', { en: ['Economy', 'SSE'], fr: ['Économie'] })
    const narrow = await aTheme(db, 'fair-trade', { en: ['Fair trade'] }, broad)
    await aTheme(db, 'unused', { hu: ['Senki'] })
    await db.insert(conceptMatches).values([
      { conceptId: broad, scheme: 'sdg', code: '12' },
      { conceptId: broad, scheme: 'sdg', code: '8' },
      { conceptId: broad, scheme: 'essglobal', code: 'a1' },
    ])
    await anActor(db, { themes: [narrow] })
    await anActor(db, { themes: [broad, narrow] })
    await anActor(db, { themes: [broad], status: 'pending' })
    await aPractice(db, { themes: [broad] })

    const { items } = (await app.inject('/api/themes?lang=fr')).json()

    expect(items).toEqual(
      expect.arrayContaining([
        {
          slug: 'economy',
          label: 'Économie',
          broader: null,
          count: 2,
          sdg: ['8', '12'],
          essglobal: ['a1'],
        },
        {
          slug: 'fair-trade',
          label: 'Fair trade',
          broader: 'economy',
          count: 2,
          sdg: [],
          essglobal: [],
        },
        expect.objectContaining({ slug: 'unused', count: 0 }),
      ]),
    )
    // É beside E, not after Z.
    const slugs = items.map(({ slug }: { slug: string }) => slug)
    expect(slugs.indexOf('economy')).toBeLessThan(slugs.indexOf('fair-trade'))
  })
})

describe('GET /skills', () => {
  test('counts the practices that build a skill and the actors that have it', async ({
    app,
    db,
  }) => {
    const skill = await aSkill(db, 'mediation', { en: ['Mediation'] })
    await aPractice(db, { skills: [skill] })
    await anActor(db, { skills: [skill] })

    expect((await app.inject('/api/skills')).json()).toEqual({
      items: [{ slug: 'mediation', label: 'Mediation', count: 2 }],
    })
  })
})
