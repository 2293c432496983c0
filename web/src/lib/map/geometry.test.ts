import { describe, expect, test } from 'vitest'
import {
  almostEqual,
  boxAround,
  boxAt,
  isOnePlace,
  toLatLng,
  toLatLngBounds,
  toQueryBox,
  type Box,
} from './geometry.ts'

const hungary: Box = [16.1, 45.7, 22.9, 48.6]

describe('what goes to Leaflet', () => {
  test('has the latitude first', () => {
    expect(toLatLng([21.2, 45.7])).toEqual([45.7, 21.2])
    expect(toLatLngBounds(hungary)).toEqual([
      [45.7, 16.1],
      [48.6, 22.9],
    ])
  })
})

describe('what goes to the API', () => {
  test('stays within the world when the screen shows more than it', () => {
    expect(toQueryBox([-230, -95, 201.3, 91])).toEqual([-180, -90, 180, 90])
  })

  test('has five decimals, about a metre', () => {
    expect(toQueryBox([1.123456789, 2, 3, 4])).toEqual([1.12346, 2, 3, 4])
  })
})

describe('boxes', () => {
  test('nothing has no box', () => {
    expect(boxAround([])).toBeUndefined()
  })

  test('one box holds positions and boxes', () => {
    expect(boxAround([boxAt([2, 48]), hungary])).toEqual([2, 45.7, 22.9, 48.6])
  })

  test('a shift of a pixel is the same view, one of a tenth is not', () => {
    expect(almostEqual(hungary, [16.11, 45.71, 22.91, 48.61])).toBe(true)
    expect(almostEqual(hungary, [16.8, 45.7, 23.6, 48.6])).toBe(false)
  })

  test('two doors of one house are one place, two streets are not', () => {
    expect(isOnePlace([2, 48, 2.00005, 48.00005])).toBe(true)
    expect(isOnePlace([2, 48, 2.002, 48])).toBe(false)
  })
})
