import { describe, expect, test } from 'vitest'
import { networkQuery, readNetworkView, toSearch } from './network-view.ts'

const read = (search: string) => readNetworkView(new URLSearchParams(search))

describe('an address becomes a network', () => {
  test('that is of all actors, in all years, where nothing is said', () => {
    const view = read('')
    expect(view).toMatchObject({ of: 'actors', from: null, to: null, minEvidence: null })
    expect(networkQuery({ lang: 'en' }, view)).toEqual({})
  })

  test('with its filters, years and evidence, and without the language', () => {
    const view = read('of=collaborations&from=2015&to=2020&minEvidence=confirmed')
    expect(toSearch(networkQuery({ lang: 'hu', theme: ['youth', 'food'] }, view))).toBe(
      'of=collaborations&theme=youth&theme=food&from=2015&to=2020&minEvidence=confirmed',
    )
  })

  test('in no years where they are none or go backwards', () => {
    expect(read('from=20x')).toMatchObject({ from: null, to: null })
    expect(read('from=2020&to=2010')).toMatchObject({ from: 2020, to: null })
  })

  test('with disputed ties too, unless more is asked for', () => {
    expect(networkQuery({}, read('minEvidence=disputed'))).toEqual({})
  })

  test('where words are sorted from A, and numbers from the greatest', () => {
    expect(read('by=name')).toMatchObject({ by: 'name', isAscending: true })
    expect(read('by=weight')).toMatchObject({ by: 'weight', isAscending: false })
    expect(read('by=weight&dir=asc')).toMatchObject({ isAscending: true })
    expect(read('table=ties')).toMatchObject({ by: 'weight' })
  })

  test.each([
    ['colour=mood', ['colour']],
    ['table=ties&by=community', ['by']],
    ['of=practices', ['of']],
  ])('and what “%s” cannot mean is left out and told', (search, names) => {
    expect(
      read(search)
        .ignored.map(({ name }) => name)
        .sort(),
    ).toEqual(names.sort())
  })
})
