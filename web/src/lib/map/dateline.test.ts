import { expect, test } from 'vitest'
import { unrolled, unrolledRing } from './dateline.ts'

test('a line over the date line goes on past 180°, and back', () => {
  const siberia = [
    [170, 65],
    [-175, 66],
    [-170, 67],
    [178, 68],
  ]
  expect(unrolled(siberia)).toEqual([
    [170, 65],
    [185, 66],
    [190, 67],
    [178, 68],
  ])
})

test('an area around a pole is closed over the pole', () => {
  const antarctica = [
    [-180, -80],
    [-60, -75],
    [60, -70],
    [179, -80],
    [-180, -80],
  ]
  expect(unrolledRing(antarctica).slice(-3)).toEqual([
    [180, -90],
    [-180, -90],
    [-180, -80],
  ])
})

test('an area elsewhere stays as it is', () => {
  const malta = [
    [14.2, 36],
    [14.6, 35.8],
    [14.2, 36],
  ]
  expect(unrolledRing(malta)).toEqual(malta)
})
