import { describe, expect, test } from 'vitest'
import { correctWord, countEdits, meaningfulWords, toTextQuery } from './text.rules.ts'

test.each([
  ['a missing letter', 'gyr', 'gyor', 1],
  ['a swap of neighbours', 'gyro', 'gyor', 1],
  ['a wrong letter', 'timisuara', 'timisoara', 1],
  ['two errors', 'tmisora', 'timisoara', 2],
  ['nothing', 'same', 'same', 0],
  ['all', '', 'abc', 3],
])('%s counts', (_, one, other, edits) => {
  expect(countEdits(one, other)).toBe(edits)
  expect(countEdits(other, one)).toBe(edits)
})

describe('a word that is not known', () => {
  const known = ['cooperative', 'cooperation', 'gyor', 'lyon', 'garden'].map((word) => ({
    word,
    similarity: 0,
  }))

  test.each([
    ['stands for the nearest known one', 'coperative', ['cooperative']],
    ['stands for all that are as near', 'cooperatine', ['cooperative']],
    ['may be the beginning of one', 'copera', ['cooperative', 'cooperation']],
    ['stands for none if none is near', 'zzzzzzz', []],
    ['is not stretched when it is short', 'lxxn', []],
  ])('%s', (_, word, corrected) => {
    expect(correctWord(word, known)).toEqual(corrected)
  })
})

test('words that say nothing are left out, unless there are no others', () => {
  expect(meaningfulWords(['la', 'friche', 'de', 'la', 'belle'])).toEqual(['friche', 'belle'])
  expect(meaningfulWords(['de', 'la'])).toEqual(['de', 'la'])
})

test('quotes and backslashes cannot leave a lexeme', () => {
  const { all } = toTextQuery("a'b", [{ words: ["a'b\\"], concepts: [7] }])
  expect(all).toBe("('a''b\\\\':* | 'concept:7')")
})
