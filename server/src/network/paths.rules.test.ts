import { describe, expect, test } from 'vitest'
import { toAdjacency } from './csr.rules.ts'
import { findChains } from './paths.rules.ts'

/** A network of ties written as pairs, the lower node first. */
function adjacencyOf(...ties: [number, number][]) {
  const sorted = ties.toSorted(([a, b], [c, d]) => a - c || b - d)
  return toAdjacency({
    size: Math.max(...ties.flat()) + 1,
    source: Int32Array.from(sorted, ([one]) => one),
    target: Int32Array.from(sorted, ([, other]) => other),
  })
}

const square = adjacencyOf([0, 1], [1, 2], [2, 3], [0, 3], [3, 4], [4, 5])

describe('the shortest chains', () => {
  test.for([
    ['of two who are tied is the tie', 0, 1, [[0, 1]]],
    [
      'are all of them',
      0,
      2,
      [
        [0, 1, 2],
        [0, 3, 2],
      ],
    ],
    [
      'go around no corner',
      1,
      4,
      [
        [1, 0, 3, 4],
        [1, 2, 3, 4],
      ],
    ],
    ['do not go farther than asked', 1, 5, []],
    ['to oneself have no step', 2, 2, [[2]]],
  ] as const)('%s', ([, from, to, chains]) => {
    expect(findChains(square, from, to, { most: 3, limit: 10 })).toEqual({ chains, hasMore: false })
  })

  test('say if there are more than are shown', () => {
    const found = findChains(square, 0, 2, { most: 3, limit: 1 })
    expect(found).toEqual({ chains: [[0, 1, 2]], hasMore: true })
  })

  test('are none between those whom nothing connects', () => {
    const parts = adjacencyOf([0, 1], [2, 3])
    expect(findChains(parts, 0, 3, { most: 6, limit: 10 }).chains).toEqual([])
  })
})
