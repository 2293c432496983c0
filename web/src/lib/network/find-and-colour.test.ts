import { describe, expect, test } from 'vitest'
import type { Network } from '#lib/api/types.ts'
import { categorise } from './colours.ts'
import { findByName } from './find-by-name.ts'

/** Éva is tied to Bo three times, Bo to Abel once; of two countries and eight themes. */
const network: Network = {
  version: 1,
  layout: { version: 1, isCurrent: true },
  counts: { actors: 3, ties: 2, isolated: 0, undated: 0, large: 0 },
  years: [2010, 2020],
  kinds: ['association'],
  countries: ['RO', 'HU'],
  themes: ['youth', 'tourism'],
  evidences: ['disputed', 'imported', 'claimed', 'confirmed'],
  nodes: {
    slug: ['eva', 'bo', 'abel'],
    name: ['Éva', 'Bo', 'Abel and Évi'],
    kind: [0, 0, 0],
    country: [0, 1, null],
    theme: [0, 0, 1],
    lng: [null, null, null],
    lat: [null, null, null],
    x: [0, 1, 2],
    y: [0, 1, 2],
    degree: [1, 2, 1],
    weight: [3, 4, 1],
    community: [0, 0, 1],
  },
  edges: {
    source: [0, 1],
    target: [1, 2],
    weight: [3, 1],
    evidence: [3, 1],
    from: [null, 2010],
    to: [null, 2020],
  },
}

describe('a name is found in the network', () => {
  test('without its accents, where it begins a word first, by its ties', () => {
    expect(findByName(network, 'ev').map(({ slug }) => slug)).toEqual(['eva', 'abel'])
    expect(findByName(network, ' o').map(({ slug }) => slug)).toEqual(['bo'])
    expect(findByName(network, ' ')).toEqual([])
  })
})

describe('the colours of a network', () => {
  const ofTheme = (theme: string) => (theme === 'tourism' ? 'olive' : 'blue')

  test('go to the largest categories, and what is not known is among the rest', () => {
    const { categories, ofNode } = categorise(network, 'country', ofTheme)
    expect(categories.map(({ value, count }) => [value, count])).toEqual([
      ['RO', 1],
      ['HU', 1],
      [null, 1],
    ])
    expect(ofNode).toEqual([0, 1, 2])
    expect(new Set(categories.map(({ colour }) => colour)).size).toBe(3)
  })

  test('are for a theme the one that it has everywhere', () => {
    expect(categorise(network, 'theme', ofTheme).categories).toMatchObject([
      { value: 'youth', colour: 'blue', count: 2 },
      { value: 'tourism', colour: 'olive', count: 1 },
    ])
  })

  test('are seven at most, and one for the rest', () => {
    const themes = Array.from({ length: 9 }, (_, index) => `theme-${String(index)}`)
    const column = themes.map((_, index) => index)
    const many = { ...network, themes, nodes: { ...network.nodes, theme: column } }
    const { categories } = categorise(many, 'theme', ofTheme)
    expect(categories).toHaveLength(8)
    expect(categories.at(-1)).toEqual({ value: null, colour: 'slate', count: 2 })
  })
})
