import { expect, test } from 'vitest'
import { readKey, type Key } from './keys.ts'

const press = (key: string, held: Partial<Key> = {}): Key => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
})

test('an arrow goes to the next actor, with Shift it moves the map', () => {
  expect(readKey(press('ArrowLeft'))).toMatchObject({ do: 'step', direction: 'left' })
  expect(readKey(press('ArrowLeft', { shiftKey: true }))).toEqual({ do: 'pan', by: [-120, 0] })
})

test('plus zooms with and without Shift, as keyboards differ', () => {
  expect(readKey(press('+', { shiftKey: true }))).toEqual({ do: 'zoom', levels: 1 })
  expect(readKey(press('='))).toEqual({ do: 'zoom', levels: 1 })
})

test('the browser keeps its own shortcuts', () => {
  expect(readKey(press('+', { ctrlKey: true }))).toBeUndefined()
  expect(readKey(press('ArrowLeft', { altKey: true }))).toBeUndefined()
  expect(readKey(press('a'))).toBeUndefined()
})
