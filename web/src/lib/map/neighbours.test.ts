import { describe, expect, test } from 'vitest'
import { nearest, neighbour, type Direction, type Spot } from './neighbours.ts'

const lisbon = { name: 'Lisbon', x: 0, y: 300 }
const paris = { name: 'Paris', x: 200, y: 100 }
const rome = { name: 'Rome', x: 380, y: 270 }
const budapest = { name: 'Budapest', x: 480, y: 130 }
const cities = [lisbon, paris, rome, budapest]

describe('the neighbour in a direction', () => {
  test.each<[string, typeof paris, Direction, string | undefined]>([
    ['right of Paris is Budapest, straight on', paris, 'right', 'Budapest'],
    ['below Paris is Rome', paris, 'down', 'Rome'],
    ['left of Rome is Lisbon, less aside than Paris', rome, 'left', 'Lisbon'],
    ['above Rome is Budapest', rome, 'up', 'Budapest'],
    ['left of Lisbon is nothing', lisbon, 'left', undefined],
  ])('%s', (_, from, direction, expected) => {
    expect(neighbour(cities, from, direction)?.name).toBe(expected)
  })

  test('arrow keys reach every spot from any other', () => {
    const spots = Array.from({ length: 60 }, (_, index) => ({
      x: (index * 137) % 640,
      y: (index * 89) % 480,
    }))
    const [first] = spots
    const reached = new Set([first])
    for (const spot of reached) {
      for (const direction of ['left', 'right', 'up', 'down'] as const) {
        const next = spot && neighbour(spots, spot, direction)
        if (next) reached.add(next)
      }
    }
    expect(reached.size).toBe(60)
  })
})

test('the nearest spot to a place', () => {
  expect(nearest(cities, { x: 400, y: 250 })?.name).toBe('Rome')
  expect(nearest<Spot>([], { x: 0, y: 0 })).toBeUndefined()
})
