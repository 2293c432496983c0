import { describe, expect, test } from 'vitest'
import { namedConcepts, shareOf, toWording } from './taken.rules.ts'

describe('an offer matches a wording', () => {
  test.each([
    ['one word is needed', ['kitchen'], ["'kitch':*"], 1],
    ['both of two', ['meeting', 'room'], ["'meeti':*", "'room':*"], 2],
    ['two of three', ['meeting', 'room', 'garden'], ["'meeti':*", "'room':*", "'garden':*"], 2],
    ['three of four', ['b', 'c', 'f', 'g'], ["'b':*", "'c':*", "'f':*", "'g':*"], 3],
    ['four of six', ['b1', 'c1', 'd1', 'f1', 'g1', 'h1'], undefined, 4],
    ['small words and repetitions do not count', ['the', 'room', 'room'], ["'room':*"], 1],
    ['a quote does not end a word', ["o'", '\\'], ["'o''':*", "'\\\\':*"], 2],
  ])('%s', (_, words, queries, needed) => {
    const wording = toWording(words)
    if (queries) expect(wording?.words).toEqual(queries)
    expect(wording?.sought).toBe(wording?.words.join(' | '))
    expect(wording?.needed).toBe(needed)
  })

  test('without a word there is nothing to match', () => {
    expect(toWording([])).toBeUndefined()
  })
})

test('a wording names the skills of which it holds all words of a label', () => {
  const labels = [
    { conceptId: 1, words: ['social', 'mediation'] },
    { conceptId: 1, words: ['mediere'] },
    { conceptId: 2, words: ['fundraising'] },
    { conceptId: 3, words: [] },
  ]
  expect(namedConcepts(['permanent', 'mediation', 'social'], labels)).toEqual([1])
  expect(namedConcepts(['mediation', 'fundraising'], labels)).toEqual([2])
  expect(namedConcepts(['mediere', 'social', 'mediation'], labels)).toEqual([1])
  expect(namedConcepts([], labels)).toEqual([])
})

test('the share is what is covered of all, and nothing where nothing is taken', () => {
  expect(shareOf(1, 4)).toBe(0.25)
  expect(shareOf(0, 3)).toBe(0)
  expect(shareOf(0, 0)).toBeNull()
})
