import { expect, test } from 'vitest'
import { freeOffset, nameBox, type PixelBox } from './free-spot.ts'

const town = { x: 100, y: 100, width: 60 }
const circle = (radius: number): PixelBox => ({
  left: 100 - radius,
  right: 100 + radius,
  top: 100 - radius,
  bottom: 100 + radius,
})

test('the name of a place stands below it', () => {
  expect(freeOffset(town, [], [])).toBe(12)
})

test('and below the cluster that lies on it', () => {
  expect(freeOffset(town, [circle(20)], [])).toBe(24)
  expect(freeOffset(town, [circle(32)], [])).toBe(36)
})

test('above where something is written below', () => {
  const below = { left: 60, right: 200, top: 105, bottom: 160 }
  expect(freeOffset(town, [circle(8), below], [])).toBe(-26)
})

test('nowhere where all is taken', () => {
  expect(freeOffset(town, [circle(90)], [])).toBeUndefined()
})

test('names of places keep apart', () => {
  const other = nameBox({ x: 150, y: 100, width: 60 }, 12)
  expect(freeOffset(town, [], [other])).toBe(36)
})
