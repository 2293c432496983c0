import { describe, expect, test } from 'vitest'
import { createFormats } from './formats.ts'

describe('distance', () => {
  test.each([
    [640, true, '640 m'],
    [640, false, '< 1 km'],
    [4_240, true, '4.2 km'],
    [246_400, false, '246 km'],
  ])('%i m', (meters, isExact, text) => {
    expect(createFormats('en').distance(meters, isExact)).toBe(text)
  })
})

describe('dates are as exact as they are known', () => {
  const { date, period } = createFormats('en')

  test.each([
    ['2021', '2021'],
    ['2021-04', 'April 2021'],
    ['2021-04-12', '12 April 2021'],
    ['2021-04-12T23:30:00.000Z', '12 April 2021'],
  ])('%s', (value, text) => {
    expect(date(value)).toBe(text)
  })

  test('a Hungarian year has a point only where a month follows', () => {
    const { date, period } = createFormats('hu')
    expect(date('2019')).toBe('2019')
    expect(date('2019-09')).toBe('2019. szeptember')
    expect(period('2019', null)).toBe('2019')
    expect(period('2019-05', '2021')).toMatch(/^2019\s?–\s?2021\.?$/)
  })

  test('a period takes the exactness that both ends have', () => {
    expect(period('2020-09', '2023')).toMatch(/^2020\s?–\s?2023$/)
    expect(period('2021', null)).toBe('2021')
    expect(period(null, null)).toBe('')
  })
})

test('codes that are not codes are shown as they are', () => {
  expect(createFormats('fr').country('RO')).toBe('Roumanie')
  expect(createFormats('fr').country('?')).toBe('?')
})
