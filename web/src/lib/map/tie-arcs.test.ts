import { expect, test } from 'vitest'
import { tieArcs } from './tie-arcs.ts'

const column = <T>(...values: T[]) => values

test('ties between the same two places are one arc, those of one place or of none have no arc', () => {
  const nodes = {
    slug: column('a', 'b', 'c', 'd'),
    name: column('A', 'B', 'C', 'D'),
    kind: column(0, 0, 0, 0),
    country: column(null, null, null, null),
    theme: column(null, null, null, null),
    lng: column(1, 2, 1, null),
    lat: column(5, 6, 5, null),
    x: column(0, 0, 0, 0),
    y: column(0, 0, 0, 0),
    degree: column(3, 2, 2, 1),
    weight: column(3, 2, 2, 1),
    community: column(null, null, null, null),
  }
  const edges = {
    source: column(0, 1, 0, 0),
    target: column(1, 2, 2, 3),
    weight: column(1, 1, 1, 1),
    evidence: column(0, 1, 1, 1),
    from: column(null, null, null, null),
    to: column(null, null, null, null),
  }
  expect(tieArcs({ nodes, edges })).toEqual([
    { from: [1, 5], to: [2, 6], ties: 2, isDisputed: false },
  ])
})
