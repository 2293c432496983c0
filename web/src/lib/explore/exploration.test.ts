import { describe, expect, test } from 'vitest'
import {
  changed,
  effectiveSort,
  filterQuery,
  mapQuery,
  readBox,
  readExploration,
} from './exploration.ts'

const read = (search: string) => readExploration('actors', new URLSearchParams(search))

describe('an address becomes what is asked for', () => {
  test('empty fields of a form ask for nothing', () => {
    const exploration = read('q=&where=&within=&sort=&theme=')
    expect(filterQuery(exploration, 'en', exploration.near)).toEqual({ lang: 'en' })
  })

  test('values of one filter are kept once each', () => {
    expect(read('theme=youth&theme=tourism&theme=youth').chosen).toEqual({
      theme: ['youth', 'tourism'],
    })
  })

  test('filters of other lists are left out', () => {
    expect(read('programme=Erasmus').chosen).toEqual({})
  })

  test('a radius without a place is not sent', () => {
    expect(filterQuery(read('within=50'), 'fr', null)).toEqual({ lang: 'fr' })
  })

  test.each(['1,2,3', '1,2,3,x', '1,9,3,4', ''])('"%s" is no box', (text) => {
    expect(readBox(text)).toBeNull()
  })
})

describe('the order that serves best', () => {
  test.each([
    ['q=csa', null, 'relevance'],
    ['q=csa', [21, 45], 'distance'],
    ['', null, 'name'],
    ['sort=distance', null, 'name'],
    ['sort=relevance', null, 'name'],
    ['sort=updated', [21, 45], 'updated'],
  ])('%s near %s', (search, near, sort) => {
    expect(effectiveSort(read(search), near)).toBe(sort)
  })
})

test('the map brings its own box, and shows what has a place', () => {
  const query = mapQuery({ lang: 'en', theme: ['a', 'b'], bbox: '1,2,3,4', located: 'false' })
  expect(query.toString()).toBe('lang=en&theme=a&theme=b')
})

describe('a choice makes a new address', () => {
  const url = { pathname: '/en/actors', search: '?theme=a&theme=b&cursor=x&from=21&selected=y' }

  test('that starts on the first page', () => {
    expect(changed(url, { theme: ['a'] })).toBe('/en/actors?theme=a')
  })

  test('with nothing left when all is dropped', () => {
    expect(changed(url, { theme: null })).toBe('/en/actors')
  })
})
