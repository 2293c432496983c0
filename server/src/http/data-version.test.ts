import { eq, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { actors, actorTexts, adoptions, type Database, participations } from '@maillage/db'
import { aCollaboration, anActor, aPractice, manyActors } from '../factories.ts'
import { test } from '../testing.ts'
import { readDataVersion } from './data-version.queries.ts'

async function stepsOf(db: Database, change: () => Promise<unknown>): Promise<number> {
  const before = await readDataVersion(db)
  await change()
  return (await readDataVersion(db)) - before
}

describe('the data version', () => {
  test('steps once a transaction, however much it writes', async ({ db }) => {
    await anActor(db)
    const steps = await stepsOf(db, () =>
      db.transaction(async (tx) => {
        const executor = tx as unknown as Database
        const rows = await manyActors(
          executor,
          Array.from({ length: 30 }, () => ({})),
        )
        await aCollaboration(executor, { participants: rows.map(({ id }) => id) })
      }),
    )
    expect(steps).toBe(1)
  })

  test('steps when an actor, a practice, a collaboration, a part in it or an adoption changes', async ({
    db,
  }) => {
    const actor = await anActor(db)
    const practice = await aPractice(db)
    const { id: collaborationId } = await aCollaboration(db)
    const changes: (() => Promise<unknown>)[] = [
      () =>
        db
          .insert(actorTexts)
          .values({ actorId: actor.id, field: 'summary', language: 'en', text: 'New' }),
      () =>
        db
          .insert(participations)
          .values({ collaborationId, actorId: actor.id, role: 'partner', evidence: 'claimed' }),
      () => db.update(participations).set({ evidence: 'disputed' }),
      () => db.delete(participations),
      () => db.insert(adoptions).values({ practiceId: practice.id, language: 'en' }),
      () => db.update(actors).set({ status: 'erased' }).where(eq(actors.id, actor.id)),
    ]
    for (const change of changes) expect(await stepsOf(db, change)).toBe(1)
  })

  test('stays while nothing public changes', async ({ db }) => {
    const pending = await anActor(db, { status: 'pending' })
    const unpublished = [
      () => anActor(db, { status: 'pending' }),
      () => db.update(actors).set({ name: 'Other' }).where(eq(actors.id, pending.id)),
      () => db.delete(actors).where(eq(actors.id, pending.id)),
      () => db.execute(sql`update actors set name = name where false`),
    ]
    for (const change of unpublished) expect(await stepsOf(db, change)).toBe(0)
  })

  test('stays when what was written is taken back', async ({ db }) => {
    const steps = await stepsOf(db, () =>
      db
        .transaction(async (tx) => {
          await anActor(tx as unknown as Database)
          tx.rollback()
        })
        .catch(() => undefined),
    )
    expect(steps).toBe(0)
  })

  test('is the same row for all who are the first to write', async ({ db }) => {
    await Promise.all(Array.from({ length: 8 }, () => anActor(db)))
    const rows = await db.execute(sql`select version from data_version`)
    expect(rows).toHaveLength(1)
    expect(await db.execute(sql`select from data_changes`)).toHaveLength(0)
  })
})
