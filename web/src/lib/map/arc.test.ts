import { expect, test } from 'vitest'
import { arc } from './arc.ts'

test('an arc begins and ends in its places and bows to the north', () => {
  const points = arc([-9, 38], [21, 45])
  expect(points.at(0)).toEqual([-9, 38])
  expect(points.at(-1)).toEqual([21, 45])
  expect(points[12]?.[1]).toBeGreaterThan(41.5)
})

test('there and back is the same line', () => {
  const there = arc([2, 48], [20, 47])
  const back = arc([20, 47], [2, 48]).toReversed()
  expect(back[6]?.[0]).toBeCloseTo(there[6]?.[0] ?? NaN)
  expect(back[6]?.[1]).toBeCloseTo(there[6]?.[1] ?? NaN)
})
