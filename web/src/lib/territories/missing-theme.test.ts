import { expect, test } from 'vitest'
import { missingTheme } from './missing-theme.ts'

const twin = (name: string, missing: ['theme' | 'practice', string][]) => ({
  territory: { code: name, name, level: 0 },
  similarity: 1,
  actors: { value: 3, query: { list: 'actors' as const, parameters: {} } },
  differences: [],
  missing: missing.map(([kind, slug]) => ({ kind, slug, label: slug, here: 0, there: 1 })),
})

test('white spots begin with a theme of the most similar territory that lacks here', () => {
  const items = [
    twin('AA', [['practice', 'kitchen']]),
    twin('BB', [
      ['practice', 'kitchen'],
      ['theme', 'food'],
      ['theme', 'arts'],
    ]),
    twin('CC', [['theme', 'sport']]),
  ]
  expect(missingTheme({ items })).toMatchObject({ slug: 'food', territory: { name: 'BB' } })
})

test('of those who lack nothing, or are like nobody, none is proposed', () => {
  expect(missingTheme({ items: [twin('AA', [])] })).toBeNull()
  expect(missingTheme({ items: [] })).toBeNull()
})
