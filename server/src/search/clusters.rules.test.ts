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
    actorId: count === 1 ? id : null,
  }
}

describe('merging cells', () => {
  test('joins what would touch on the map and leaves the rest alone', () => {
    const pixel = 1 / WORLD_PIXELS(6)
    const { clusters, actorIds } = mergeCells(
      [
        aCell(0.5, 0.4, 1, 1),
        aCell(0.5 + 30 * pixel, 0.4, 1, 2),
        aCell(0.5 + 200 * pixel, 0.4, 1, 3),
      ],
      6,
    )
    expect(clusters).toHaveLength(1)
    expect(clusters[0]?.count).toBe(2)
    expect(actorIds).toEqual([3])
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
      const { clusters, actorIds } = mergeCells(cells, zoom)
      const kept = clusters.reduce((sum, { count }) => sum + count, 0) + actorIds.length
      expect(kept).toBe(cells.reduce((sum, { count }) => sum + count, 0))
      expect(clusters.length + actorIds.length).toBeLessThanOrEqual(200)
      for (const { center, bounds } of clusters) {
        expect(center[0]).toBeGreaterThanOrEqual(bounds[0])
        expect(center[0]).toBeLessThanOrEqual(bounds[2])
        expect(center[1]).toBeGreaterThanOrEqual(bounds[1])
        expect(center[1]).toBeLessThanOrEqual(bounds[3])
      }
    }
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
