import { expect, test } from 'vitest'
import { withCommas } from './geonames.rules.ts'

test.each([
  ['Timişoara', 'RO', 'Timișoara'],
  ['Bistriţa', 'RO', 'Bistrița'],
  ['Kuşadası', 'TR', 'Kuşadası'],
])('%s in %s is written %s', (name, country, written) => {
  expect(withCommas(name, country)).toBe(written)
})
