import { describe, expect, test } from 'vitest'
import { type Candidate, judge, type Known } from './duplicates.rules.ts'

const known: Known = {
  name: 'Regather Co-operative Limited',
  shortName: null,
  website: 'https://www.regather.net/',
  country: 'GB',
  town: 'Sheffield',
  region: null,
  distanceMeters: null,
  isAtAddress: true,
  identifiers: [{ scheme: 'companies-house', value: '0123 4567' }],
}
const website = 'regather.net'
const town = 'Sheffield'
const companiesHouse = (value: string) => [{ scheme: 'companies-house', value }]

describe('an actor on file is', () => {
  test.each<[string, Candidate, Partial<Known>, string | undefined, string[]]>([
    [
      'likely by an identifier alone',
      { name: 'Something else', identifiers: companiesHouse('01234567') },
      {},
      'likely',
      ['same_identifier'],
    ],
    [
      'not told by another identifier',
      { name: 'Something else', identifiers: companiesHouse('7') },
      {},
      undefined,
      [],
    ],
    ['possible by the name alone', { name: 'REGATHER coop' }, {}, 'possible', ['similar_name']],
    [
      'likely by name and town',
      { name: 'Regather Co-op', town },
      {},
      'likely',
      ['similar_name', 'same_place'],
    ],
    [
      'likely by name and distance',
      { name: 'Regather Co-op' },
      { distanceMeters: 2000 },
      'likely',
      ['similar_name', 'near'],
    ],
    [
      'likely by name and website',
      { name: 'Regather Co-op', website },
      {},
      'likely',
      ['same_website', 'similar_name'],
    ],
    [
      'likely under another name on the same website, at the same address',
      { name: 'Club Garden Food', website },
      { distanceMeters: 20 },
      'likely',
      ['same_website', 'near'],
    ],
    [
      'only possible where the name is the same far away',
      { name: 'Regather Co-operative', town: 'Leeds', website },
      { distanceMeters: 47_000 },
      'possible',
      ['same_website', 'similar_name'],
    ],
    [
      'only possible in another country',
      { name: 'Regather Co-operative', country: 'IE', town },
      {},
      'possible',
      ['similar_name'],
    ],
    [
      'not the neighbour of another name',
      { name: 'Club Garden Food', town },
      { distanceMeters: 0 },
      undefined,
      [],
    ],
    ['not another of its kind', { name: 'Hazel Co-operative', town }, {}, undefined, []],
  ])('%s', (_, candidate, difference, level, reasons) => {
    const judgement = judge(candidate, { ...known, ...difference }, 1)
    expect(judgement?.level).toBe(level)
    expect(judgement?.reasons.map(({ kind }) => kind) ?? []).toEqual(reasons)
  })

  test('not the neighbour whose landlord lends both its website', () => {
    const neighbour = { ...known, name: 'Hazel Housing Co-operative', distanceMeters: 0 }
    const candidate = { name: 'Miller Housing Co-operative', website }
    expect(judge(candidate, neighbour, 2)?.level).toBe('likely')
    expect(judge(candidate, neighbour, 3)).toBeUndefined()
  })

  test('not at the same address where only its town is known', () => {
    const candidate = { name: 'Club Garden Food', website }
    const inTown = { ...known, distanceMeters: 0, isAtAddress: false }
    expect(judge(candidate, inTown, 1)?.level).toBe('possible')
  })

  test('said to be so with what is the same', () => {
    const candidate = { name: 'Regather', website, town, identifiers: companiesHouse('01234567') }
    expect(judge(candidate, { ...known, distanceMeters: 10 }, 1)).toEqual({
      score: 1,
      level: 'likely',
      reasons: [
        { kind: 'same_identifier', value: 'companies-house:0123 4567' },
        { kind: 'same_website', value: 'regather.net' },
        { kind: 'similar_name', value: 'Regather Co-operative Limited' },
        { kind: 'same_place', value: 'Sheffield' },
        { kind: 'near', value: null },
      ],
    })
  })
})
