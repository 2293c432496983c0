import type { Database } from '@maillage/db'
import { aCollaboration, anActor, aTheme } from '../factories.ts'

/** Four actors: a and b work together twice, b and c once, d with nobody. */
export async function aNetwork(db: Database) {
  const food = await aTheme(db, 'food')
  const at = [21.2, 45.7] as [number, number]
  const a = await anActor(db, { name: 'A', slug: 'a', countryCode: 'RO', themes: [food], at })
  const b = await anActor(db, { name: 'B', slug: 'b', countryCode: 'HU', kind: 'cooperative' })
  const c = await anActor(db, { name: 'C', slug: 'c', countryCode: 'RO' })
  const d = await anActor(db, { name: 'D', slug: 'd' })
  const first = await aCollaboration(db, {
    slug: 'first',
    participants: [a.id, b.id],
    startsOn: '2015-03-01',
    endsOn: '2017-01-31',
  })
  const second = await aCollaboration(db, {
    slug: 'second',
    kind: 'network',
    participants: [a.id, b.id],
    startsOn: '2020-01-01',
  })
  const third = await aCollaboration(db, { slug: 'third', participants: [b.id, c.id] })
  return { a, b, c, d, first, second, third }
}
