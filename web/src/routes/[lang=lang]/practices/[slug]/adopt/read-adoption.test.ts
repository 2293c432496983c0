import { expect, test } from 'vitest'
import { readAdoption } from './read-adoption.ts'

function read(values: Record<string, string>) {
  const form = new FormData()
  for (const [name, value] of Object.entries(values)) form.set(name, value)
  return readAdoption(form)
}

test('what is left empty says nothing', () => {
  expect(read({ language: 'hu', start: ' 2019 ', outcome: '' }).adoption).toEqual({
    language: 'hu',
    start: '2019',
    end: null,
    from: null,
    adaptation: null,
    outcome: null,
  })
})

test.each([
  ['a year, a month and a day are dates', { start: '2019', end: '2019-05-31' }, {}],
  ['a day that the calendar lacks is not', { start: '2019-02-30' }, { start: 'adopt.error.date' }],
  ['words are not', { end: 'last year' }, { end: 'adopt.error.date' }],
  ['it does not end before it starts', { start: '2020', end: '2019' }, { end: 'adopt.error.end' }],
  ['a month of the year in which it started is no earlier', { start: '2020', end: '2020-01' }, {}],
  [
    'nobody reads more than 5,000 characters',
    { outcome: 'x'.repeat(5_001) },
    { outcome: 'adopt.error.long' },
  ],
])('%s', (_, values, wrong) => {
  expect(read(values as Record<string, string>).wrong).toEqual(wrong)
})
