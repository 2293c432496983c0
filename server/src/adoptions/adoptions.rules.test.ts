import { expect, test } from 'vitest'
import { type Branch, growTree } from './adoptions.rules.ts'

const practice = (id: number, adaptedFromId: number | null, originators: number[] = []) => ({
  id,
  adaptedFromId,
  originators,
})
const adoption = (id: number, practiceId: number, actorId: number | null, from?: number) => ({
  id,
  practiceId,
  actorId,
  fromActorId: from ?? null,
})

type Practice = ReturnType<typeof practice>
type Adoption = ReturnType<typeof adoption>

/** `P1(a2 P3)`: what hangs under what. */
function draw(branch: Branch<Practice, Adoption> | undefined): string {
  if (!branch) return ''
  const name = branch.practice ? `P${String(branch.practice.id)}` : `a${String(branch.adoption.id)}`
  return branch.next.length > 0 ? `${name}(${branch.next.map(draw).join(' ')})` : name
}

test.each([
  ['a practice alone', 1, [practice(1, null)], [], 'P1'],
  [
    'a practice begins where it was first, above what it was adapted from',
    3,
    [practice(1, null), practice(2, 1), practice(3, 2)],
    [],
    'P1(P2(P3))',
  ],
  [
    'who learnt it from another hangs under that one',
    1,
    [practice(1, null)],
    [adoption(1, 1, 10), adoption(2, 1, 11, 10), adoption(3, 1, 12, 11), adoption(4, 1, 13)],
    'P1(a1(a2(a3)) a4)',
  ],
  [
    'who learnt it from someone that did not record it hangs under the practice',
    1,
    [practice(1, null, [99])],
    [adoption(1, 1, 10, 99), adoption(2, 1, 11, 98)],
    'P1(a1 a2)',
  ],
  [
    'an adaptation hangs under the adoption of who originates it, others under the practice',
    1,
    [practice(1, null), practice(2, 1, [10]), practice(3, 1, [77])],
    [adoption(1, 1, 10), adoption(2, 2, 20)],
    'P1(a1(P2(a2)) P3)',
  ],
  [
    'practices adapted from each other in a circle end where it closes',
    1,
    [practice(1, 2), practice(2, 1)],
    [],
    'P2(P1)',
  ],
  ['a practice adapted from itself is alone', 1, [practice(1, 1)], [], 'P1'],
  [
    'actors that learnt from each other in a circle come once each',
    1,
    [practice(1, null)],
    [adoption(1, 1, 10, 11), adoption(2, 1, 11, 10), adoption(3, 1, 12, 12)],
    'P1(a3 a1(a2))',
  ],
  [
    'an actor that was erased has no one under it',
    1,
    [practice(1, null)],
    [adoption(1, 1, null), adoption(2, 1, 11)],
    'P1(a1 a2)',
  ],
])('%s', (_, id, practices, adoptions, drawn) => {
  expect(draw(growTree(id, practices, adoptions))).toBe(drawn)
})

test('of a practice that is not in the lineage there is no tree', () => {
  expect(growTree(9, [practice(1, null)], [])).toBeUndefined()
})
