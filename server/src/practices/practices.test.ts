import { describe, expect } from 'vitest'
import {
  adoptions,
  practiceMaterials,
  practiceResources,
  practiceRoles,
  practiceSteps,
  practiceTexts,
} from '@maillage/db'
import { anActor, aPractice, aSkill } from '../factories.ts'
import { test } from '../testing.ts'

describe('GET /practices/{slug}', () => {
  test('gives the recipe in order, in the reader’s language where there is a translation', async ({
    app,
    db,
  }) => {
    const skill = await aSkill(db, 'mediation')
    const actor = await anActor(db, {
      name: 'Largo',
      town: 'Lisboa',
      countryCode: 'PT',
      at: [-9.13, 38.72],
    })
    const hidden = await anActor(db, { status: 'pending' })
    const origin = await aPractice(db, { slug: 'origin', title: 'Origin' })
    const { id: practiceId } = await aPractice(db, {
      slug: 'festival',
      title: 'Festival',
      titles: { fr: 'Fête' },
      summary: { en: 'In July' },
      skills: [skill],
      practitioners: [actor.id, hidden.id],
      adaptedFromId: origin.id,
      licence: 'CC-BY-4.0',
    })
    await aPractice(db, { slug: 'child', title: 'Child', adaptedFromId: practiceId })
    await db.insert(practiceSteps).values([
      { practiceId, position: 2, title: 'Celebrate' },
      { practiceId, position: 1, title: 'Meet', text: 'Everyone' },
    ])
    await db.insert(practiceRoles).values({ practiceId, position: 1, role: 'Mediator' })
    await db.insert(practiceResources).values({ practiceId, position: 1, resource: 'A street' })
    await db.insert(practiceMaterials).values({ practiceId, position: 1, url: 'https://m.example' })
    await db.insert(practiceTexts).values([
      { practiceId, field: 'aim', language: 'fr', text: 'Se rencontrer' },
      { practiceId, field: 'aim', language: 'en', text: 'To meet' },
    ])
    await db.insert(adoptions).values({
      practiceId,
      actorId: actor.id,
      town: 'Porto',
      countryCode: 'PT',
      startsOn: '2019-05-01',
      startsPrecision: 'month',
      language: 'pt',
      outcome: 'Correu bem',
    })

    const practice = (await app.inject('/api/practices/festival?lang=fr')).json()

    expect(practice).toMatchObject({
      title: 'Fête',
      language: 'fr',
      summary: { text: 'In July', language: 'en' },
      aim: { text: 'Se rencontrer', language: 'fr' },
      context: null,
      steps: [
        { title: { text: 'Meet' }, text: { text: 'Everyone', html: '<p>Everyone</p>' } },
        { title: { text: 'Celebrate', language: 'en', origin: 'original' }, text: null },
      ],
      stepCount: 2,
      roles: [{ text: 'Mediator', language: 'en', origin: 'original', isStale: false }],
      resources: [{ text: 'A street' }],
      materials: [{ url: 'https://m.example', title: null, language: null }],
      licence: 'CC-BY-4.0',
      adaptedFrom: { slug: 'origin', title: 'Origin' },
      adaptations: [{ slug: 'child', title: 'Child' }],
      practitionerCount: 1,
      practitioners: [
        {
          name: 'Largo',
          town: 'Lisboa',
          kind: 'association',
          role: 'practises',
          location: { coordinates: [-9.13, 38.72] },
        },
      ],
      adoptions: [
        {
          actor: { name: 'Largo' },
          place: { town: 'Porto', countryName: 'Portugal' },
          on: '2019-05',
          adaptation: null,
          outcome: { text: 'Correu bem', language: 'pt' },
        },
      ],
    })
  })

  test('an erased practice is gone, one that is not published yet is not there', async ({
    app,
    db,
  }) => {
    await aPractice(db, { slug: 'erased', status: 'erased' })
    await aPractice(db, { slug: 'pending', status: 'pending' })
    expect((await app.inject('/api/practices/erased')).statusCode).toBe(410)
    expect((await app.inject('/api/practices/pending')).statusCode).toBe(404)
  })
})
