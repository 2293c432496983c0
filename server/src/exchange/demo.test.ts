import { sql } from 'drizzle-orm'
import { test } from '@maillage/db/testing'
import { expect } from 'vitest'
import { loadDemo } from './demo.ts'

test('the demo data is whole, and loading it again changes nothing', async ({ db }) => {
  const first = await loadDemo(db)
  expect(first.flatMap(({ findings }) => findings)).toEqual([])
  const [counts] = await db.execute(sql`
    select
      (select count(*)::int from actors) as actors,
      (select count(distinct country_code)::int from actors) as countries,
      (select count(*)::int from actors where location is null) as unlocated,
      (select count(*)::int from practices) as practices,
      (select count(*)::int from practices where exists
        (select from practice_steps where practice_id = practices.id)) as "practicesWithSteps",
      (select count(*)::int from collaborations) as collaborations,
      (select count(*)::int from participations where evidence = 'imported') as participations,
      (select count(*)::int from concepts where scheme = 'theme') as themes,
      (select count(*)::int from concepts where scheme = 'skill') as skills,
      (select count(*)::int from activities) as activities,
      (select count(*)::int from collaboration_links) as links`)
  expect(counts).toEqual({
    actors: 116,
    countries: 26,
    unlocated: 23,
    practices: 26,
    practicesWithSteps: 14,
    collaborations: 20,
    participations: 169,
    themes: 30,
    skills: 25,
    activities: 40,
    links: 10,
  })

  expect(await loadDemo(db)).toEqual([])

  await db.execute(sql`update import_runs set file_hash = 'of another edition'`)
  const again = await loadDemo(db)
  expect(again.map(({ created, updated, rejected }) => created + updated + rejected)).toEqual(
    first.map(() => 0),
  )
})

test('demo data that was half loaded is completed', async ({ db }) => {
  let loaded = 0
  const killed = loadDemo(db, {
    onprogress: () => {
      if (++loaded === 4) throw new Error('killed')
    },
  })
  await expect(killed).rejects.toThrow('killed')
  const reports = await loadDemo(db)
  expect(reports.map(({ created }) => created)).toEqual([26, 20, 169, 40, 10])
})
