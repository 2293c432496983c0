import { describe, expect, test } from 'vitest'
import { toClasses, classOf } from './choropleth.rules.ts'
import { eiIndex, shareOf, withEveryYear } from './figures.rules.ts'
import { cosine, differences, twinsOf } from './twins.rules.ts'

describe('the E-I index', () => {
  test.each([
    [{ across: 0, inside: 4 }, -1],
    [{ across: 4, inside: 0 }, 1],
    [{ across: 3, inside: 1 }, 0.5],
    [{ across: 0, inside: 0 }, null],
  ])('of %j is %s', (ties, index) => {
    expect(eiIndex(ties)).toBe(index)
  })
})

test('a share of nothing is none', () => {
  expect(shareOf(0, 0)).toBeNull()
  expect(shareOf(1, 4)).toBe(0.25)
})

describe('years', () => {
  test('without anything are there, too', () => {
    const years = withEveryYear([
      { year: 2018, newcomers: 1, begun: 0 },
      { year: 2020, newcomers: 0, begun: 2 },
    ])
    expect(years.map(({ year, newcomers }) => [year, newcomers])).toEqual([
      [2018, 1],
      [2019, 0],
      [2020, 0],
    ])
  })

  test('begin with the first in which anything began, however long ago', () => {
    const years = withEveryYear([
      { year: 1900, newcomers: 1, begun: 0 },
      { year: 2020, newcomers: 0, begun: 2 },
    ])
    expect(years).toHaveLength(121)
    expect(years[0]).toEqual({ year: 1900, newcomers: 1, begun: 0 })
    expect(years.at(-1)?.year).toBe(2020)
    expect(withEveryYear([])).toEqual([])
  })
})

describe('classes', () => {
  test('natural breaks keep together what is close', () => {
    expect(toClasses([1, 2, 50, 51, 52, 99], 'natural')).toHaveLength(5)
    expect(toClasses([1, 1, 50, 50], 'natural')).toEqual([
      { from: 1, to: 1, count: 2 },
      { from: 50, to: 50, count: 2 },
    ])
  })

  test('quantiles hold about as many each, and equal values stay together', () => {
    expect(
      toClasses([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 'quantiles').map(({ count }) => count),
    ).toEqual([2, 2, 2, 2, 2])
    expect(toClasses([1, 1, 1, 1, 1, 1, 1, 1, 9], 'quantiles')).toEqual([
      { from: 1, to: 1, count: 8 },
      { from: 9, to: 9, count: 1 },
    ])
  })

  test.each(['natural', 'quantiles'] as const)('%s hold every value once', (classing) => {
    const values = Array.from({ length: 500 }, (_, at) => ((at * 7919) % 311) / 3)
    const classes = toClasses(values, classing)
    expect(classes.reduce((sum, { count }) => sum + count, 0)).toBe(500)
    for (const value of values) {
      const { from, to } = classes[classOf(classes, value)] ?? { from: NaN, to: NaN }
      expect(value).toBeGreaterThanOrEqual(from)
      expect(value).toBeLessThanOrEqual(to)
    }
  })

  test('of nothing there are none', () => {
    expect(toClasses([], 'natural')).toEqual([])
  })
})

describe('twins', () => {
  const mine = new Map([
    ['food', 3],
    ['arts', 4],
  ])

  test('with the same proportions are the same, with nothing in common they are none', () => {
    const others = new Map([
      [
        'same',
        new Map([
          ['food', 6],
          ['arts', 8],
        ]),
      ],
      ['some', new Map([['food', 5]])],
      ['none', new Map([['energy', 5]])],
    ])
    const twins = twinsOf(mine, others, 10)
    expect(twins.map(({ code }) => code)).toEqual(['same', 'some'])
    expect(twins[0]?.similarity).toBeCloseTo(1, 12)
    expect(twins[1]?.similarity).toBeCloseTo(3 / 5, 12)
    expect(cosine(mine, new Map())).toBe(0)
  })

  test('differ first where the shares of their actors do', () => {
    const there = {
      mix: new Map([
        ['food', 3],
        ['energy', 10],
      ]),
      actors: 10,
    }
    expect(differences(mine, there, 5, 10)).toEqual([
      { name: 'energy', here: 0, there: 10 },
      { name: 'arts', here: 4, there: 0 },
      { name: 'food', here: 3, there: 3 },
    ])
  })
})
