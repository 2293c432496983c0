import { describe, expect, test } from 'vitest'
import { type Cell, cellSize, mergeCells } from './clusters.rules.ts'

const WORLD_PIXELS = (zoom: number) => 256 * 2 ** zoom

function aCell(x: number, y: number, count = 1, id: number | null = 1): Cell {
  const lng = x * 360 - 180
  const lat = (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI
  return {
    count,
    x,
    y,
    west: lng,
    south: lat,
    east: lng,
    north: lat,
    ids: count === 1 && id !== null ? [id] : [],
  }
}

describe('merging cells', () => {
  test('joins what would touch on the map and leaves the rest alone', () => {
    const pixel = 1 / WORLD_PIXELS(6)
    const { clusters, singles } = mergeCells(
      [
        aCell(0.5, 0.4, 1, 1),
        aCell(0.5 + 30 * pixel, 0.4, 1, 2),
        aCell(0.5 + 200 * pixel, 0.4, 1, 3),
      ],
      6,
    )
    expect(clusters).toHaveLength(1)
    expect(clusters[0]?.count).toBe(2)
    expect(singles.map(({ id }) => id)).toEqual([3])
  })

  test('keeps every actor, and the centre inside the bounds', () => {
    const cells = Array.from({ length: 2000 }, (_, index) =>
      aCell(
        ((index * 7919) % 2000) / 2000,
        0.2 + ((index * 104729) % 1000) / 2000,
        1 + (index % 5),
        index,
      ),
    )
    for (const zoom of [0, 3, 8, 20]) {
      const { clusters, singles } = mergeCells(cells, zoom)
      const kept = clusters.reduce((sum, { count }) => sum + count, 0) + singles.length
      expect(kept).toBe(cells.reduce((sum, { count }) => sum + count, 0))
      expect(clusters.length + singles.length).toBeLessThanOrEqual(200)
      for (const { center, bounds } of clusters) {
        expect(center[0]).toBeGreaterThanOrEqual(bounds[0])
        expect(center[0]).toBeLessThanOrEqual(bounds[2])
        expect(center[1]).toBeGreaterThanOrEqual(bounds[1])
        expect(center[1]).toBeLessThanOrEqual(bounds[3])
      }
    }
  })

  test('counts a record with several places once in each cluster, and shows it alone where it is alone', () => {
    const near = 1 / WORLD_PIXELS(6)
    const several = (x: number, ids: number[]): Cell => ({ ...aCell(x, 0.4, ids.length), ids })
    const { clusters, singles } = mergeCells(
      [
        several(0.5, [1, 2]),
        several(0.5 + 10 * near, [2, 3]),
        several(0.7, [2]),
        several(0.7 + 10 * near, [2]),
      ],
      6,
    )
    expect(clusters.map(({ count }) => count)).toEqual([3])
    expect(singles.map(({ id }) => id)).toEqual([2])
    expect(singles[0]?.position[0]).toBeCloseTo((0.7 + 5 * near) * 360 - 180)
  })

  test('counts longitudes on across the 180° line and back at the end', () => {
    const { clusters } = mergeCells([aCell(0.999, 0.5, 2), aCell(1.001, 0.5, 2)], 4)
    expect(clusters).toHaveLength(1)
    expect(clusters[0]?.center[0]).toBeCloseTo(180)
    expect(clusters[0]?.bounds[0]).toBeGreaterThan(179)
    expect(clusters[0]?.bounds[2]).toBeLessThan(-179)
  })
})

test('cells are 64 pixels wide, or wider where the box would take too many', () => {
  expect(cellSize(2, 1, 1)).toBe(64 / WORLD_PIXELS(2))
  expect(cellSize(20, 1, 1)).toBeCloseTo(Math.sqrt(1 / 2048))
})
