import { describe, expect } from 'vitest'
import { activities, collaborationLinks, collaborationPractices } from '@maillage/db'
import { aCollaboration, anActor, aPractice } from '../factories.ts'
import { test } from '../testing.ts'

describe('GET /collaborations/{slug}', () => {
  test('tells who takes part, what took place and what came of it', async ({ app, db }) => {
    const one = await anActor(db, { name: 'One', countryCode: 'FR', town: 'Lyon', at: [4.8, 45.7] })
    const two = await anActor(db, { name: 'Two', countryCode: 'RO' })
    const hidden = await anActor(db, { status: 'pending', countryCode: 'IT' })
    const practice = await aPractice(db, { title: 'Festival', titles: { fr: 'Fête' } })
    const { id: collaborationId } = await aCollaboration(db, {
      slug: 'coopterr',
      title: 'COOPTERR',
      startsOn: '2020-09-01',
      startsPrecision: 'month',
      website: 'https://c.example',
      participants: [two.id, one.id, hidden.id],
      roles: ['partner', 'coordinator', 'partner'],
    })
    await db.insert(collaborationPractices).values({ collaborationId, practiceId: practice.id })
    await db
      .insert(collaborationLinks)
      .values({ collaborationId, kind: 'article', url: 'https://a.example' })
    await db.insert(activities).values([
      {
        collaborationId,
        kind: 'training',
        title: 'Second',
        language: 'en',
        mode: 'in_person',
        town: 'Timișoara',
        countryCode: 'RO',
        startsOn: '2022-03-01',
        startsPrecision: 'day',
        location: { type: 'Point', coordinates: [21.2, 45.7] },
        hostActorId: two.id,
      },
      {
        collaborationId,
        kind: 'meeting',
        title: 'First',
        language: 'en',
        mode: 'online',
        startsOn: '2020-12-01',
        startsPrecision: 'month',
        hostActorId: hidden.id,
      },
    ])

    const collaboration = (await app.inject('/api/collaborations/coopterr?lang=fr')).json()

    expect(collaboration).toMatchObject({
      title: 'COOPTERR',
      start: '2020-09',
      end: null,
      participantCount: 2,
      countries: ['FR', 'RO'],
      coordinator: { name: 'One' },
      participations: [
        {
          actor: { name: 'One', town: 'Lyon', location: { coordinates: [4.8, 45.7] } },
          role: 'coordinator',
          evidence: 'imported',
        },
        { actor: { name: 'Two', location: null }, role: 'partner' },
      ],
      activities: [
        { title: 'First', start: '2020-12', mode: 'online', location: null, host: null },
        {
          title: 'Second',
          start: '2022-03-01',
          country: 'RO',
          location: { coordinates: [21.2, 45.7] },
          host: { name: 'Two' },
        },
      ],
      practices: [{ title: 'Fête' }],
      links: [{ kind: 'article', url: 'https://a.example' }],
    })
    expect(collaboration.participations).toHaveLength(2)
  })

  test('an erased collaboration is gone, one that is not published yet is not there', async ({
    app,
    db,
  }) => {
    await aCollaboration(db, { slug: 'erased', status: 'erased' })
    await aCollaboration(db, { slug: 'pending', status: 'pending' })
    expect((await app.inject('/api/collaborations/erased')).statusCode).toBe(410)
    expect((await app.inject('/api/collaborations/pending')).statusCode).toBe(404)
  })
})
