import { sql } from 'drizzle-orm'
import { type Database, participations } from '@maillage/db'
import { aCollaboration, anActor, aPractice, aTerritory, aTheme } from '../factories.ts'

/** A square of two degrees. */
export const square = (west: number, south: number) => ({
  type: 'MultiPolygon' as const,
  coordinates: [
    [
      [
        [west, south],
        [west + 2, south],
        [west + 2, south + 2],
        [west, south + 2],
        [west, south],
      ],
    ],
  ],
})

/**
 * Two countries side by side, AA with two regions. In AA1: a, b and c; in AA2: d; in BB: e. f is in AA, nobody knows where.
 *
 * - “Inside” (2019): a, b
 * - “Across regions” (2020): a, d
 * - “Across countries” (2020): a, c, e
 * - “Disputed”: b, e, of which e’s part is disputed
 * - “Unplaced”: c, f
 */
export async function aSmallWorld(db: Database) {
  const food = await aTheme(db, 'food')
  const arts = await aTheme(db, 'arts')
  for (const [code, level, parentCode, countryCode, west, south] of [
    ['AA', 0, null, 'AA', 0, 0],
    ['BB', 0, null, 'BB', 10, 0],
    ['AA1', 1, 'AA', 'AA', 0, 0],
    ['AA2', 1, 'AA', 'AA', 4, 0],
  ] as const) {
    const scheme = level === 0 ? ('country' as const) : ('nuts' as const)
    const border = square(west, south)
    await aTerritory(db, { code, name: code, level, parentCode, countryCode, scheme, border })
  }
  await db.execute(sql`
    insert into territory_parts (territory_code, part)
    select code, (ST_Dump(border)).geom from territories where code in ('AA1', 'AA2', 'BB')`)
  const a = await anActor(db, { name: 'a', at: [1, 1], countryCode: 'AA', themes: [food] })
  const b = await anActor(db, { name: 'b', at: [1, 1], countryCode: 'AA', themes: [food, arts] })
  const c = await anActor(db, { name: 'c', at: [1, 1], countryCode: 'AA', kind: 'company' })
  const d = await anActor(db, { name: 'd', at: [5, 1], countryCode: 'AA', themes: [arts] })
  const e = await anActor(db, { name: 'e', at: [11, 1], countryCode: 'BB', themes: [food] })
  const f = await anActor(db, { name: 'f', countryCode: 'AA' })
  await aPractice(db, { title: 'Shared kitchen', practitioners: [a.id, b.id, e.id] })
  const begun = (year: number) => ({
    startsOn: `${String(year)}-03-01`,
    startsPrecision: 'month' as const,
  })
  await aCollaboration(db, { title: 'Inside', participants: [a.id, b.id], ...begun(2019) })
  await aCollaboration(db, { title: 'Regions', participants: [a.id, d.id], ...begun(2020) })
  await aCollaboration(db, { title: 'Countries', participants: [a.id, c.id, e.id], ...begun(2020) })
  const disputed = await aCollaboration(db, { title: 'Disputed', participants: [b.id] })
  await db.insert(participations).values({
    collaborationId: disputed.id,
    actorId: e.id,
    role: 'partner',
    evidence: 'disputed',
  })
  await aCollaboration(db, { title: 'Unplaced', participants: [c.id, f.id] })
  return { a, b, c, d, e, f }
}
