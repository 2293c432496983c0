import { rateLimits } from '@maillage/db'
import { describe, expect } from 'vitest'
import { test } from '../testing.ts'
import { isWithin, requireWithin, subnetOf } from './rate-limits.ts'

const twice = { name: 'test', times: 2, seconds: 60 }

describe('rate limits', () => {
  test('count each subject apart, in the database, without keeping it', async ({ db }) => {
    expect(await isWithin(db, twice, 'ana@people.example')).toBe(true)
    expect(await isWithin(db, twice, 'ana@people.example')).toBe(true)
    expect(await isWithin(db, twice, 'ana@people.example')).toBe(false)
    expect(await isWithin(db, twice, 'bela@people.example')).toBe(true)
    expect(JSON.stringify(await db.select().from(rateLimits))).not.toContain('people.example')
  })

  test('let through no more than they say when many come at once', async ({ db }) => {
    const answers = await Promise.all(Array.from({ length: 9 }, () => isWithin(db, twice, 'many')))
    expect(answers.filter(Boolean)).toHaveLength(2)
  })

  test('begin anew when their time is over', async ({ db }) => {
    const short = { name: 'test', times: 1, seconds: 1 }
    expect(await isWithin(db, short, 'one')).toBe(true)
    expect(await isWithin(db, short, 'one')).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 1_100))
    expect(await isWithin(db, short, 'one')).toBe(true)
  })

  test('refuse with 429', async ({ db }) => {
    const once = { name: 'once', times: 1, seconds: 60 }
    await requireWithin(db, [[once, 'one']])
    await expect(requireWithin(db, [[once, 'one']])).rejects.toMatchObject({ status: 429 })
  })
})

describe('networks of addresses', () => {
  test.for([
    ['203.0.113.77', '203.0.113.0/24'],
    ['::ffff:203.0.113.77', '203.0.113.0/24'],
    ['2001:db8:12:34ab::1', '2001:db8:12:3400::/56'],
    ['2001:0DB8:0012:34ff:1:2:3:4', '2001:db8:12:3400::/56'],
    ['::1', '0:0:0:0::/56'],
    ['fe80::1%eth0', 'fe80:0:0:0::/56'],
  ] as const)('%s is of %s', ([address, subnet]) => {
    expect(subnetOf(address)).toBe(subnet)
  })
})
