import { expect, test } from 'vitest'
import { fitted } from './labels.ts'

const widthOf = (text: string) => 10 * text.length

test('a name at the edge of the drawing is cut with a sign, not by the edge', () => {
  expect(fitted('Ekumenická akademie', 200, widthOf)).toBe('Ekumenická akademie')
  expect(fitted('Ekumenická akademie', 120, widthOf)).toBe('Ekumenická…')
  expect(fitted('Ekumenická akademie', 5, widthOf)).toHaveLength(2)
})
