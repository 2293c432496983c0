import { describe, expect, test } from 'vitest'
import { placeLabels, toWorldPixels, type Name } from './labels.ts'

const measure = (text: string, size: number) => text.length * size * 0.6
const france: Name = { text: 'France', position: [2.5, 46.5], width: 8 }
const luxembourg: Name = { text: 'Luxembourg', position: [6.1, 49.8], width: 0.6 }

describe('country names', () => {
  test('show where they fit', () => {
    const texts = (zoom: number) =>
      placeLabels([luxembourg, france], zoom, measure).map(({ text }) => text)
    expect(texts(3)).toEqual(['France'])
    expect(texts(6)).toEqual(['France'])
  })

  test('make room for those of towns', () => {
    expect(placeLabels([france], 7, measure)).toEqual([])
  })

  test('never lie over each other; the wider country keeps its name', () => {
    const enclave: Name = { text: 'Enclave', position: [2.6, 46.6], width: 7 }
    expect(placeLabels([enclave, france], 5, measure).map(({ text }) => text)).toEqual(['France'])
  })
})

test('the middle of the world is in the middle of its pixels', () => {
  expect(toWorldPixels([0, 0], 1)).toEqual({ x: 256, y: 256 })
})
