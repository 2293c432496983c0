import { expect, test } from 'vitest'
import { withRoomForName } from './name-room.ts'

const dot = (key: string, x: number, y: number) => ({ key, x, y, radius: 7, nameWidth: 80 })

test('a name that nothing is in the way of is shown', () => {
  expect([...withRoomForName([dot('one', 0, 0), dot('two', 0, 50)])]).toEqual(['one', 'two'])
})

test('a name never covers a symbol or another name', () => {
  const cluster = { key: 'cluster', x: 60, y: 0, radius: 20 }
  expect([...withRoomForName([dot('left of the cluster', 0, 0), cluster])]).toEqual([])
  expect([...withRoomForName([dot('first', 0, 0), dot('just below', 0, 18)])]).toEqual(['first'])
})
