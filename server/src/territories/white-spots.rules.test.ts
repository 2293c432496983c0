import { expect, test } from 'vitest'
import { nearestAmong, pointsWithinReach, ringAround } from './white-spots.rules.ts'

const at = (lng: number, lat: number) => ({ coordinates: [lng, lat] as [number, number] })
const places = [at(10, 60), at(12, 61)]

test('those are within reach who may be near one of the places, each point once', () => {
  // 111.2 kilometres are a degree to the north, and two to the west where the sixtieth parallel is.
  const inside = [at(10, 59.1), at(8.2, 60), at(12, 61.9), at(8.2, 60)]
  const outside = [at(10, 58.9), at(7.5, 60), at(12, 62.1), at(14.9, 61)]
  expect(pointsWithinReach(places, [...inside, ...outside], 111.2)).toEqual([
    [10, 59.1],
    [8.2, 60],
    [12, 61.9],
  ])
})

test('nobody is within reach of no places', () => {
  expect(pointsWithinReach([], [at(10, 60)], 500)).toEqual([])
})

test('reach around a pole is all around the world', () => {
  expect(pointsWithinReach([at(0, 88)], [at(-170, 88)], 500)).toEqual([[-170, 88]])
})

/** Every so many degrees along a line. */
const along = (count: number, step: number) =>
  Array.from({ length: count }, (_, nth) => at(10 + nth * step, 60))

test('of very many within reach some stand for those close by, and nobody is left out', () => {
  const providers = along(9_000, 0.0001)
  const points = pointsWithinReach(places, providers, 111.2) ?? []
  expect(points.length).toBeGreaterThan(80)
  expect(points.length).toBeLessThan(5_000)
  for (const {
    coordinates: [lng],
  } of providers) {
    expect(points.some(([other]) => Math.abs(other - lng) < 0.1)).toBe(true)
  }
})

test('too many who are far from each other are not told at all', () => {
  const providers = along(6, 0.3)
  expect(pointsWithinReach(places, providers, 111.2, 6)).toHaveLength(6)
  expect(pointsWithinReach(places, providers, 111.2, 5)).toBeNull()
})

test('the nearest of nobody is nobody', () => {
  expect(nearestAmong([])(at(1, 1)).nearest).toBeNull()
})

test('a ring is everywhere as far from its middle as asked, also where degrees are narrow', () => {
  for (const [lng, lat] of [
    [0, 0],
    [10, 60],
    [-170, -78],
  ] as const) {
    const ring = ringAround([lng, lat], 50_000)
    expect(ring[0]).toEqual(ring.at(-1))
    const toMiddle = nearestAmong([{ slug: 'a', name: 'a', coordinates: [lng, lat] }])
    for (const coordinates of ring) {
      const meters = toMiddle({ coordinates }).nearest?.distanceMeters ?? 0
      expect(Math.abs(meters - 50_000)).toBeLessThan(5)
    }
  }
})

test('a ring goes on beyond 180 degrees', () => {
  const lngs = ringAround([179.9, 50], 50_000).map(([lng]) => lng)
  expect(Math.max(...lngs)).toBeGreaterThan(180.5)
  expect(Math.min(...lngs)).toBeGreaterThan(179)
})
