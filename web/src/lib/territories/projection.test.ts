import { expect, test } from 'vitest'
import { circle, fit } from './projection.ts'

/** A degree of the globe. */
const DEGREE_METERS = (6_371_008 * Math.PI) / 180
const world = fit([-180, -84, 180, 84], 360, 10_000)

test('what is within a degree of the equator is a circle of a degree', () => {
  const { cx, cy, rx, ry } = circle([20, 0], DEGREE_METERS, world)
  expect(cx).toBeCloseTo(200)
  expect(cy).toBeCloseTo(world.height / 2)
  expect(rx).toBeCloseTo(1)
  expect(ry).toBeCloseTo(1, 3)
})

test('the same distance is twice as wide on the map at sixty degrees north', () => {
  const { rx, ry } = circle([20, 60], DEGREE_METERS, world)
  expect(rx).toBeCloseTo(2, 2)
  expect(ry).toBeCloseTo(2, 2)
})

test('a large circle reaches as far north and south as on the globe', () => {
  const meters = 10 * DEGREE_METERS
  const { cy, ry } = circle([20, 50], meters, world)
  expect(cy - ry).toBeCloseTo(world.point([20, 60])[1])
  expect(cy + ry).toBeCloseTo(world.point([20, 40])[1])
})
