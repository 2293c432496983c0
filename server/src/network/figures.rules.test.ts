import { describe, expect, test } from 'vitest'
import { betweenness, pageRank } from './centrality.rules.ts'
import { findCommunities, toGraphology } from './communities.rules.ts'
import { type TieColumns, toAdjacency } from './csr.rules.ts'
import { assortativity, density, findStructure, renumbered } from './structure.rules.ts'

/** A network of so many nodes with ties written as pairs, the lower node first. */
function aGraph(
  size: number,
  ...ties: [one: number, other: number, weight?: number][]
): TieColumns {
  const sorted = ties.toSorted(([a, b], [c, d]) => a - c || b - d)
  return {
    size,
    source: Int32Array.from(sorted, ([one]) => one),
    target: Int32Array.from(sorted, ([, other]) => other),
    weight: Int32Array.from(sorted, ([, , weight = 1]) => weight),
  }
}

/** Two triangles, 0 1 2 and 3 4 5, tied by 2–3; 6 and 7 are tied to each other only; 8 is alone. */
const triangles = aGraph(9, [0, 1], [0, 2], [1, 2], [2, 3], [3, 4], [3, 5], [4, 5], [6, 7])

const path = aGraph(4, [0, 1], [1, 2], [2, 3])

const closeTo = (expected: number[]) => expected.map((value) => expect.closeTo(value, 12) as number)

describe('betweenness', () => {
  test('is the share of the shortest paths of any two others that lead through a node', () => {
    const { values, isExact, sources } = betweenness(toAdjacency(path))
    // Through 1 lead the paths of 0–2 and 0–3, two of the three pairs of others.
    expect([...values]).toEqual(closeTo([0, 2 / 3, 2 / 3, 0]))
    expect({ isExact, sources }).toEqual({ isExact: true, sources: 4 })
  })

  test('is shared where there are several shortest paths', () => {
    const square = aGraph(4, [0, 1], [1, 2], [2, 3], [0, 3])
    expect([...betweenness(toAdjacency(square)).values]).toEqual(
      closeTo([1, 1, 1, 1].map((n) => n / 6)),
    )
  })

  test('is nothing where there are not three', () => {
    expect([...betweenness(toAdjacency(aGraph(2, [0, 1]))).values]).toEqual([0, 0])
    expect([...betweenness(toAdjacency(aGraph(0))).values]).toEqual([])
  })

  test('of a sample is off by no more than it says, of nearly all nodes', () => {
    // A wheel of wheels: hubs with fifty others each, in a ring.
    const ties: [number, number][] = []
    for (let hub = 0; hub < 20; hub++) {
      ties.push([Math.min(hub, (hub + 1) % 20), Math.max(hub, (hub + 1) % 20)])
      for (let other = 0; other < 50; other++) ties.push([hub, 20 + hub * 50 + other])
    }
    const adjacency = toAdjacency(aGraph(1_020, ...ties))
    const exact = betweenness(adjacency)
    const sampled = betweenness(adjacency, { mostExact: 100, most: 200 })
    expect(sampled).toMatchObject({ isExact: false, sources: 200 })
    const off = exact.values.filter(
      (value, node) => Math.abs(value - (sampled.values[node] ?? 0)) > (sampled.errors[node] ?? 0),
    )
    expect(off.length).toBeLessThanOrEqual(Math.ceil(0.05 * 1_020))
    expect(Math.max(...sampled.errors)).toBeGreaterThan(0)
    expect([...betweenness(adjacency, { mostExact: 100, most: 200 }).values]).toEqual([
      ...sampled.values,
    ])
  })
})

describe('PageRank', () => {
  test('of a ring is the same for all', () => {
    const ring = aGraph(4, [0, 1], [1, 2], [2, 3], [0, 3])
    expect([...pageRank(toAdjacency(ring), ring.weight)]).toEqual(closeTo([0.25, 0.25, 0.25, 0.25]))
  })

  test('of a star follows from what the middle and the others give each other', () => {
    // m = 0.05 + 0.85 · 2 r and r = 0.05 + 0.85 · m / 2, as 0.15 / 3 = 0.05.
    const star = aGraph(3, [0, 1], [0, 2])
    const middle = (0.05 + 0.85 * 2 * 0.05) / (1 - 0.85 ** 2)
    const other = 0.05 + (0.85 * middle) / 2
    expect([...pageRank(toAdjacency(star), star.weight)]).toEqual(closeTo([middle, other, other]))
  })

  test('follows weights, and what has no tie gives to all', () => {
    const uneven = aGraph(4, [0, 1, 3], [0, 2, 1])
    const ranks = [...pageRank(toAdjacency(uneven), uneven.weight)]
    expect(ranks.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12)
    expect(ranks[1]).toBeGreaterThan(ranks[2] ?? 1)
  })
})

describe('the structure', () => {
  const structure = findStructure(toAdjacency(triangles))

  test('has the parts that nothing ties to each other, the largest first', () => {
    expect(structure.componentSizes).toEqual([6, 2, 1])
    expect([...structure.component]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 2])
  })

  test('has the ties without which it would fall apart, and what they separate', () => {
    expect(structure.bridges).toEqual([
      { tie: 3, separates: 3 },
      { tie: 7, separates: 1 },
    ])
  })

  test('has those without whom it would fall apart', () => {
    expect([...structure.isArticulation]).toEqual([0, 0, 1, 1, 0, 0, 0, 0, 0])
  })

  test('of a path: all ties are bridges, all in the middle hold it together', () => {
    const { bridges, isArticulation } = findStructure(toAdjacency(path))
    expect(bridges.map(({ tie }) => tie)).toEqual([1, 0, 2])
    expect([...isArticulation]).toEqual([0, 1, 1, 0])
  })

  test('is dense as its ties are to all that could be', () => {
    expect(density(triangles)).toBe(8 / 36)
    expect(density(aGraph(1))).toBeNull()
  })
})

describe('assortativity', () => {
  test('is one where like is tied to like only, minus one where never', () => {
    const pairs = aGraph(4, [0, 1], [2, 3])
    expect(assortativity(pairs, Int32Array.of(0, 0, 1, 1))).toBe(1)
    expect(assortativity(pairs, Int32Array.of(0, 1, 0, 1))).toBe(-1)
  })

  test('is between them by Newman’s formula', () => {
    // Of three ties two are alike; ends are half of one kind, half of the other: (2/3 − 1/2) / (1 − 1/2).
    expect(assortativity(path, Int32Array.of(0, 0, 1, 1))).toBeCloseTo(
      (2 / 3 - 1 / 2) / (1 / 2),
      12,
    )
  })

  test('leaves out whom it does not know, and cannot be said of one kind', () => {
    expect(assortativity(path, Int32Array.of(0, 0, -1, 1))).toBeNull()
    expect(assortativity(aGraph(2, [0, 1]), Int32Array.of(-1, 0))).toBeNull()
  })
})

describe('communities', () => {
  test('are the groups with more ties among them, the same every time', () => {
    const { community, sizes, modularity } = findCommunities(toGraphology(triangles))
    expect(sizes).toEqual([3, 3, 2, 1])
    expect(new Set(community.slice(0, 3)).size).toBe(1)
    expect(new Set(community.slice(3, 6)).size).toBe(1)
    // Inside are 3, 3 and 1 of 8 ties; the ends are 7, 7 and 2 of 16.
    expect(modularity).toBeCloseTo(7 / 8 - (49 + 49 + 4) / 256, 12)
    expect(findCommunities(toGraphology(triangles))).toEqual({ community, sizes, modularity })
  })

  test('of nobody’s ties are each for itself', () => {
    expect(findCommunities(toGraphology(aGraph(2)))).toMatchObject({
      sizes: [1, 1],
      modularity: null,
    })
  })
})

test('groups are numbered by size, then by their lowest node, whatever they were called', () => {
  const { component, componentSizes } = renumbered(Int32Array.of(2, 0, 2, 1, 0, 1, 1), [2, 3, 2])
  expect([...component]).toEqual([1, 2, 1, 0, 2, 0, 0])
  expect(componentSizes).toEqual([3, 2, 2])
})
