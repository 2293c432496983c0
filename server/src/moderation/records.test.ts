import fc from 'fast-check'
import { describe, expect } from 'vitest'
import { type Database, images, type recordFeatures, places } from '@maillage/db'
import { aCollaboration, anActor, aPractice, aSkill, aTheme } from '../factories.ts'
import { aPerson, test } from '../testing.ts'
import {
  aCollaborationDocument,
  anActorDocument,
  aPracticeDocument,
  type Known,
} from './arbitrary-documents.ts'
import { type Documents, recordKinds } from './records.ts'

const RUNS = 25
/** Another seed looks at other documents. Of many, one comes to have the very words of the one before, which are stale then. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_123)

/** A world with something of all that documents name. */
async function aWorld(db: Database): Promise<Known> {
  for (const slug of ['food', 'housing', 'energy']) await aTheme(db, slug)
  for (const slug of ['facilitation', 'bookkeeping']) await aSkill(db, slug)
  await db.insert(places).values(
    [1, 2].map((id) => ({
      id,
      name: `Town ${String(id)}`,
      countryCode: 'RO',
      location: { type: 'Point' as const, coordinates: [21.2 + id, 45.7] },
    })),
  )
  const actors = [await anActor(db), await anActor(db), await anActor(db)]
  const practices = [await aPractice(db), await aPractice(db)]
  const uploader = await aPerson(db)
  const keys = ['image-a', 'image-b', 'image-c']
  await db.insert(images).values(
    keys.map((key) => ({
      key,
      uploadedById: uploader.id,
      role: 'picture' as const,
      alt: { en: 'x' },
      width: 10,
      height: 10,
    })),
  )
  return {
    themes: ['energy', 'food', 'housing'],
    skills: ['bookkeeping', 'facilitation'],
    actors: actors.map(({ slug }) => slug),
    practices: practices.map(({ slug }) => slug),
    images: keys,
    places: [1, 2],
  }
}

/** Writes documents, one over the other, and reads each back. */
async function expectToComeBack<Feature extends (typeof recordFeatures)[number]>(
  db: Database,
  feature: Feature,
  id: number,
  documents: fc.Arbitrary<Documents[Feature]>,
) {
  const kind = recordKinds[feature]
  await fc.assert(
    fc.asyncProperty(documents, async (document) => {
      expect(kind.faults(document)).toEqual({})
      await db.transaction((tx) => kind.write(tx, id, document, {}))
      expect(await kind.read(db, id)).toEqual(document)
    }),
    // A failure tells its document at once: a smaller one takes minutes to find.
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  )
}

describe('a document', () => {
  test('of an actor is read as it was written', async ({ db }) => {
    const known = await aWorld(db)
    const { id } = await anActor(db)
    await expectToComeBack(db, 'actors', id, anActorDocument(known))
  })

  test('of a practice is read as it was written', async ({ db }) => {
    const known = await aWorld(db)
    const { id } = await aPractice(db)
    await expectToComeBack(db, 'practices', id, aPracticeDocument(known))
  })

  test('of a collaboration is read as it was written', async ({ db }) => {
    const known = await aWorld(db)
    const { id } = await aCollaboration(db)
    await expectToComeBack(db, 'collaborations', id, aCollaborationDocument(known))
  })
})
