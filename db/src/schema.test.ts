import { eq, sql } from 'drizzle-orm'
import { describe, expect, inject } from 'vitest'
import {
  activities,
  actorTexts,
  actorThemes,
  actors,
  collaborations,
  concepts,
  participations,
  sources,
  territories,
  type Database,
} from './index.ts'
import { test } from './testing.ts'

async function aSource(db: Database): Promise<number> {
  const [source] = await db.insert(sources).values({ name: 'A source' }).returning()
  if (!source) throw new Error('No source was written.')
  return source.id
}

const anActor = (sourceId: number, slug: string) => ({
  slug,
  name: slug,
  kind: 'association' as const,
  sourceId,
})

describe('the tables', () => {
  test('have an index that begins with every foreign key', async ({ db }) => {
    const unindexed = await db.execute(sql`
      select conrelid::regclass::text as table, attname as column
      from pg_constraint
      join pg_attribute on attrelid = conrelid and attnum = conkey[1]
      where contype = 'f' and connamespace = 'public'::regnamespace
        and not exists (
          select 1 from pg_index
          where indrelid = conrelid and indkey[0] = conkey[1]
        )
    `)
    expect([...unindexed]).toEqual([])
  })

  test('refuse a collaboration that ends before it starts', async ({ db }) => {
    const sourceId = await aSource(db)
    const backwards = db.insert(collaborations).values({
      slug: 'backwards',
      title: 'Backwards',
      language: 'en',
      kind: 'project',
      startsOn: '2023-01-01',
      endsOn: '2022-12-31',
      sourceId,
    })
    await expect(backwards).rejects.toMatchObject({
      cause: { constraint_name: 'collaborations_period' },
    })
  })

  test('refuse the same participation twice', async ({ db }) => {
    const sourceId = await aSource(db)
    const [actor] = await db.insert(actors).values(anActor(sourceId, 'one')).returning()
    const [collaboration] = await db
      .insert(collaborations)
      .values({ slug: 'tie', title: 'Tie', language: 'en', kind: 'network', sourceId })
      .returning()
    const participation = {
      actorId: actor?.id ?? 0,
      collaborationId: collaboration?.id ?? 0,
      role: 'member' as const,
      evidence: 'claimed' as const,
    }
    await db.insert(participations).values(participation)
    await expect(db.insert(participations).values(participation)).rejects.toMatchObject({
      cause: { code: '23505' },
    })
  })

  test('refuse a point that is not on Earth', async ({ db }) => {
    const sourceId = await aSource(db)
    const location = { type: 'Point' as const, coordinates: [181, 10] }
    await expect(
      db
        .insert(actors)
        .values({ ...anActor(sourceId, 'far'), location, locationPrecision: 'address' }),
    ).rejects.toMatchObject({ cause: { constraint_name: 'actors_location_on_earth' } })
    const [collaboration] = await db
      .insert(collaborations)
      .values({ slug: 'tie', title: 'Tie', language: 'en', kind: 'network', sourceId })
      .returning()
    await expect(
      db.insert(activities).values({
        collaborationId: collaboration?.id ?? 0,
        kind: 'visit',
        title: 'Far',
        language: 'en',
        mode: 'in_person',
        location: { type: 'Point', coordinates: [10, -91] },
      }),
    ).rejects.toMatchObject({ cause: { constraint_name: 'activities_location_on_earth' } })
  })

  test('give a point back as it was written', async ({ db }) => {
    const location = { type: 'Point' as const, coordinates: [-9.1365919, 38.7077507] }
    const [actor] = await db
      .insert(actors)
      .values({ ...anActor(await aSource(db), 'lisboa'), location, locationPrecision: 'address' })
      .returning()
    expect(actor?.location).toEqual(location)
  })
})

describe('search documents', () => {
  test('follow every change of an actor, and go when it is no longer published', async ({ db }) => {
    const sourceId = await aSource(db)
    await db.insert(actors).values({ ...anActor(sourceId, 'gyori'), name: 'Győri Műhely' })
    const names = () =>
      db.execute(sql`select name_key, vector::text as vector from search_documents`)
    expect([...(await names())]).toEqual([
      { name_key: 'gyori muhely', vector: "'gyori':1A 'muhely':2A" },
    ])

    await db.update(actors).set({ name: 'Tiers-Lieux' })
    expect([...(await names())]).toEqual([
      { name_key: 'tiers lieux', vector: "'lieux':2A 'tiers':1A" },
    ])

    await db.update(actors).set({ status: 'erased' })
    expect([...(await names())]).toEqual([])
  })
})

describe('a collaboration’s search document', () => {
  test('shows nothing of actors that are not published', async ({ db }) => {
    const sourceId = await aSource(db)
    await db
      .insert(territories)
      .values({ code: 'HU', scheme: 'country', level: 0, name: 'Hungary' })
    const [actor] = await db
      .insert(actors)
      .values({ ...anActor(sourceId, 'pending'), countryCode: 'HU', status: 'pending' })
      .returning()
    const [collaboration] = await db
      .insert(collaborations)
      .values({ slug: 'tie', title: 'Tie', language: 'en', kind: 'network', sourceId })
      .returning()
    await db.insert(participations).values({
      actorId: actor?.id ?? 0,
      collaborationId: collaboration?.id ?? 0,
      role: 'member',
      evidence: 'claimed',
    })
    const shown = () =>
      db.execute(
        sql`select countries, territories from search_documents where feature = 'collaborations'`,
      )
    expect([...(await shown())]).toEqual([{ countries: [], territories: [] }])

    await db.update(actors).set({ status: 'published' })
    expect([...(await shown())]).toEqual([{ countries: ['HU'], territories: ['HU'] }])
  })
})

describe('search documents of actors', () => {
  const shownThemes = async (db: Database) =>
    (
      await db.execute<{ record_id: number; themes: number[] }>(
        sql`select record_id, themes from search_documents order by record_id`,
      )
    ).map(({ record_id, themes }) => [record_id, themes])

  test('follow a theme that moves to another actor, and a concept that gets a broader one', async ({
    db,
  }) => {
    const sourceId = await aSource(db)
    await db.insert(actors).values([anActor(sourceId, 'one'), anActor(sourceId, 'two')])
    await db.insert(concepts).values([
      { scheme: 'theme', slug: 'culture' },
      { scheme: 'theme', slug: 'theatre' },
    ])
    await db.insert(actorThemes).values({ actorId: 1, conceptId: 2 })
    await db.update(actorThemes).set({ actorId: 2 })
    expect(await shownThemes(db)).toEqual([
      [1, []],
      [2, [2]],
    ])

    await db.update(concepts).set({ broaderId: 1 }).where(eq(concepts.slug, 'theatre'))
    expect(await shownThemes(db)).toEqual([
      [1, []],
      [2, [1, 2]],
    ])
  })

  test.skipIf(!inject('databaseUrl'))(
    'are written by two at once, one after the other',
    async ({ db }) => {
      const sourceId = await aSource(db)
      await db.insert(actors).values(anActor(sourceId, 'one'))
      const write = (language: string, text: string, pause: number) =>
        db.transaction(async (tx) => {
          await tx.insert(actorTexts).values({ actorId: 1, field: 'summary', language, text })
          await tx.execute(sql`select pg_sleep(${pause})`)
          await tx.insert(actorTexts).values({ actorId: 1, field: 'description', language, text })
        })
      await Promise.all([write('en', 'apple pear', 0.3), write('fr', 'poire pomme', 0.3)])
      const [row] = await db.execute(sql`select vector::text as vector from search_documents`)
      for (const word of ['apple', 'pear', 'poire', 'pomme'])
        expect(row?.['vector']).toContain(word)
    },
  )
})

describe('a connection', () => {
  test('gives every statement its own answer after one has failed', async ({ db }) => {
    for (const round of [1, 2]) {
      await expect(db.execute(sql`select * from nowhere where ${round} = 1`)).rejects.toThrow()
      await expect(db.execute(sql`select ${round}::int / 0`)).rejects.toThrow()
      expect([...(await db.execute(sql`select ${round}::int as round`))]).toEqual([{ round }])
    }
    const transaction = db.transaction(async (tx) => {
      await tx.insert(sources).values({ name: 'Rolled back' })
      await tx.insert(sources).values({ name: 'Rolled back' })
    })
    await expect(transaction).rejects.toMatchObject({ cause: { code: '23505' } })
    expect(await db.select().from(sources)).toEqual([])
  })
})
