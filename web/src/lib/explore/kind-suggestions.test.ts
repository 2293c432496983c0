import { expect, test } from 'vitest'
import { suggestKinds, type KindNames } from './kind-suggestions.ts'

const none = { en: {}, fr: {}, it: {}, pt: {}, hu: {}, ro: {} }
const names: KindNames = {
  ...none,
  en: {
    'actorKind.association': 'Association',
    'actorKind.network': 'Network',
    'actorKind.company': 'Company',
    'actorKind.other': 'Other',
    'collaborationKind.network': 'Network',
  },
  fr: { 'actorKind.public_institution': 'Institution publique' },
  it: { 'actorKind.association': 'Associazione' },
  hu: { 'actorKind.association': 'Egyesület', 'actorKind.network': 'Hálózat' },
}

test.each([
  ['egyesület', ['association'], ''],
  ['EGYESULET', ['association'], ''],
  ['egyesületek', ['association'], ''],
  ['associazioni', ['association'], ''],
  ['companies', ['company'], ''],
  ['youth association Lyon', ['association'], 'youth Lyon'],
  ['institutions publiques', [], undefined],
  ['institution publique', ['public_institution'], ''],
  ['networker', ['network'], ''],
  ['networking', [], undefined],
  ['other', [], undefined],
  ['', [], undefined],
])('"%s" names %j', (q, kinds, rest) => {
  const suggested = suggestKinds(q, 'actorKind', names)
  expect(suggested.map(({ value }) => value)).toEqual(kinds)
  expect(suggested[0]?.rest).toBe(rest)
})

test('a kind is offered where it can be chosen', () => {
  expect(suggestKinds('association', 'collaborationKind', names)).toEqual([])
  expect(suggestKinds('hálózat', 'actorKind', names)).toHaveLength(1)
})
