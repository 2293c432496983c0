import { expect, test } from 'vitest'
import { HeldNetworks, isWhole } from './held-networks.ts'
import type { Ties } from './ties.rules.ts'

const whole = { rank: 0, isolated: false }

test('the whole network stays, however many filtered ones are asked for', () => {
  const networks = new HeldNetworks()
  const found: string[] = []
  const ask = (key: string, filter = whole) =>
    networks.get(key, isWhole(filter), () => {
      found.push(key)
      const none = new Int32Array()
      return { ties: {} as Ties, degrees: { degree: none, strength: none } }
    })
  ask('whole')
  for (let year = 2000; year < 2020; year++) ask(String(year), { ...whole, from: year } as never)
  found.length = 0
  ask('whole')
  ask('2019')
  ask('2015')
  expect(found).toEqual([])
  // Of the others, those asked for longest ago are gone.
  ask('2010')
  expect(found).toEqual(['2010'])
})
