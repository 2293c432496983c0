import { expect, test } from 'vitest'
import { movedBy, rounded, stepMeters } from './pin-step.ts'

test('a step is a round number of metres, about as far on the screen at every zoom', () => {
  expect(stepMeters(17, 45)).toBe(25)
  expect(stepMeters(13, 45)).toBe(250)
  expect(stepMeters(8, 45)).toBe(10_000)
  expect(stepMeters(2, 0)).toBe(50_000)
})

test('a pin moves by metres, also where meridians are close together', () => {
  expect(movedBy([21.2, 45], 'north', 1_000)).toEqual([21.2, 45.00898])
  expect(movedBy([21.2, 45], 'west', 1_000)).toEqual([21.1873, 45])
  const [lng, lat] = movedBy([0, 89.99], 'north', 50_000)
  expect([lng, lat]).toEqual([0, 90])
})

test('a position is as exact as a house', () => {
  expect(rounded([21.123456, -95])).toEqual([21.12346, -90])
})
