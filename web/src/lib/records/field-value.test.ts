import { expect, test } from 'vitest'
import { linesOf } from './field-value.ts'

const words = {
  name: (group: string, value: string) =>
    group === 'actorKind' && value === 'association' ? 'Association' : value,
  language: (code: string) => ({ hu: 'Hungarian' })[code] ?? code,
  country: (code: string) => ({ RO: 'Romania' })[code] ?? code,
}

test.each([
  ['name', 'Kert', ['Kert']],
  ['name', null, []],
  ['kind', 'association', ['Association']],
  ['languages', ['hu'], ['Hungarian']],
  ['themes', ['food', 'crafts'], ['food', 'crafts']],
  [
    'texts.summary',
    [{ language: 'hu', text: 'Kertek.', origin: 'original', isStale: false }],
    ['Hungarian: Kertek.'],
  ],
  [
    'location',
    { point: [21.2, 45.7], town: 'Lugoj', country: 'RO', street: null, showExact: true },
    ['21.2, 45.7 · Lugoj · Romania'],
  ],
])('%s is said in lines', (field, value, lines) => {
  expect(linesOf(field, value, words as never)).toEqual(lines)
})
