import { describe, expect, test } from 'vitest'
import {
  changed,
  effectiveSort,
  filterQuery,
  ignoring,
  mapQuery,
  readBox,
  readExploration,
  withoutIgnored,
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

  test.each(['2020', '2015/2020', '2020/2020', '2021/..'])(
    'years since %s are asked for',
    (years) => {
      expect(read(`newIn=${years}`).ties).toEqual({ newIn: years })
    },
  )

  test('a radius without a place is not sent', () => {
    expect(filterQuery(read('within=50'), 'fr', null)).toEqual({ lang: 'fr' })
  })

  test.each(['1,2,3', '1,2,3,x', '1,9,3,4', ''])('"%s" is no box', (text) => {
    expect(readBox(text)).toBeNull()
  })
})

describe('what is not understood is left out and told', () => {
  test.each([
    ['kind=club', 'kind=club'],
    ['kind=toString', 'kind=toString'],
    ['country=fr&country=ZZ&country=QX', 'country=fr country=ZZ country=QX'],
    ['language=french&language=xx', 'language=french language=xx'],
    ['theme=Not a slug', 'theme=Not a slug'],
    ['territory=a b', 'territory=a b'],
    ['from=20x', 'from=20x'],
    ['newIn=2020/2019', 'newIn=2020/2019'],
    ['newIn=2020/', 'newIn=2020/'],
    ['practice=Not a slug', 'practice=Not a slug'],
    ['from=2020&to=2010', 'to=2010'],
    ['minEvidence=rumoured', 'minEvidence=rumoured'],
    ['near=500,500', 'near=500,500'],
    ['near=1', 'near=1'],
    ['within=-3', 'within=-3'],
    ['within=99999', 'within=99999'],
    ['bbox=-181,0,1,1', 'bbox=-181,0,1,1'],
    ['located=perhaps', 'located=perhaps'],
    ['updatedSince=yesterday', 'updatedSince=yesterday'],
    ['updatedSince=2026-02-30', 'updatedSince=2026-02-30'],
    ['updatedSince=2026-02-30T00:00:00Z', 'updatedSince=2026-02-30T00:00:00Z'],
    ['sort=random', 'sort=random'],
    ['kind=network&country=RO&language=ro&near=21,45&within=5', ''],
    ['updatedSince=2026-01-01', ''],
    ['updatedSince=2026-01-01T01:00:00%2B01:00', ''],
    ['bbox=170,-60,-170,60&located=true&sort=name&utm_source=x', ''],
  ])('%s', (search, told) => {
    const { ignored } = read(search)
    expect(ignored.map(({ name, value }) => `${name}=${value}`).join(' ')).toBe(told)
  })

  test('the rest holds', () => {
    expect(read('kind=club&kind=network').chosen).toEqual({ kind: ['network'] })
    expect(read(`q=${'x'.repeat(300)}`).q).toHaveLength(200)
  })

  test('and goes from the address by a link', () => {
    const url = { pathname: '/en/actors', search: '?kind=club&kind=network&near=x&q=y' }
    const { ignored } = read(url.search)
    expect(withoutIgnored(url, ignored)).toBe('/en/actors?kind=network&q=y')
  })

  test('what only the API can tell is left out like the rest', () => {
    const left = ignoring(read('theme=a&theme=b&cursor=x&first=21'), [
      { name: 'theme', value: 'a' },
      { name: 'cursor', value: 'x' },
    ])
    expect(left).toMatchObject({ chosen: { theme: ['b'] }, cursor: null, from: 1 })
    expect(left.ignored).toHaveLength(2)
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
  const url = { pathname: '/en/actors', search: '?theme=a&theme=b&cursor=x&first=21&selected=y' }

  test('that starts on the first page', () => {
    expect(changed(url, { theme: ['a'] })).toBe('/en/actors?theme=a')
  })

  test('with nothing left when all is dropped', () => {
    expect(changed(url, { theme: null })).toBe('/en/actors')
  })
})
