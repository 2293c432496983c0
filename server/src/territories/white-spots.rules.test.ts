import { expect, test } from 'vitest'
import { pointsWithinReach } from './white-spots.rules.ts'

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
