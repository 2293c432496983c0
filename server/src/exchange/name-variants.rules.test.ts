import { expect, test } from 'vitest'
import { nameVariants } from './name-variants.rules.ts'

test.each([
  ['Cotswold Taste Limited', 'Cotswold Taste'],
  ['Cotswold Taste Ltd.', 'Cotswold Taste'],
  ['CSX Netzwerk e.V.', 'CSX Netzwerk'],
  ['Zone, S.r.l.', 'Zone'],
])('%s is also %s', (name, bare) => {
  expect(nameVariants(name)[0]).toBe(name)
  expect(nameVariants(name)).toContain(bare)
})

test('a name without legal form may have one elsewhere', () => {
  expect(nameVariants('Cotswold Taste')).toEqual([
    'Cotswold Taste',
    'Cotswold Taste Limited',
    'Cotswold Taste Ltd',
  ])
  expect(nameVariants('Limited')).toContain('Limited')
})
