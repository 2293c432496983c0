import { expect, test } from 'vitest'
import { mergeFields } from './merge.rules.ts'

test.each([
  [
    'takes what the source changed',
    { name: 'A' },
    { name: 'A' },
    { name: 'B' },
    { name: 'B' },
    [],
    ['name'],
  ],
  [
    'keeps what was edited here',
    { name: 'Ours' },
    { name: 'A' },
    { name: 'B' },
    { name: 'Ours' },
    ['name'],
    [],
  ],
  [
    'says nothing where the source did not change',
    { name: 'Ours' },
    { name: 'A' },
    { name: 'A' },
    { name: 'Ours' },
    [],
    [],
  ],
  ['fills what is empty', { town: null }, {}, { town: 'Győr' }, { town: 'Győr' }, [], ['town']],
  [
    'keeps what was emptied here',
    { town: null },
    { town: 'Pest' },
    { town: 'Győr' },
    { town: null },
    ['town'],
    [],
  ],
  [
    'clears what the source cleared',
    { town: 'Pest' },
    { town: 'Pest' },
    { town: null },
    { town: null },
    [],
    ['town'],
  ],
  [
    'leaves fields alone that a file does not have',
    { a: '1', b: '2' },
    { a: '1' },
    { a: '3' },
    { a: '3', b: '2' },
    [],
    ['a'],
  ],
  [
    'adds to a list what the source adds and drops what it drops',
    { themes: ['ours', 'was'] },
    { themes: ['was'] },
    { themes: ['new'] },
    { themes: ['new', 'ours'] },
    [],
    ['themes'],
  ],
  [
    'does not bring back what was taken off a list here',
    { themes: [] },
    { themes: ['was'] },
    { themes: ['was', 'new'] },
    { themes: ['new'] },
    [],
    ['themes'],
  ],
])('%s', (_, current, before, incoming, merged, kept, changed) => {
  const result = mergeFields(current, before, incoming)
  expect(result.merged).toEqual(merged)
  expect(result.kept.map(({ field }) => field)).toEqual(kept)
  expect(result.changed).toEqual(changed)
})
