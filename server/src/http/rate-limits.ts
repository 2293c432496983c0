import { createHash } from 'node:crypto'
import { isIP, isIPv6 } from 'node:net'
import { type Executor, rateLimits } from '@maillage/db'
import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import { Problem } from './problem.ts'

export interface RateLimit {
  /** What is counted, such as `sign-in-address`. */
  name: string
  times: number
  seconds: number
}

/** Counts in the database, so that several processes share it and a restart forgets nothing. */
function limiter(db: Executor, { name, times, seconds }: RateLimit) {
  return new RateLimiterDrizzle({
    storeClient: db,
    schema: rateLimits,
    keyPrefix: name,
    points: times,
    duration: seconds,
    // A job removes what has expired.
    clearExpiredByTimeout: false,
  })
}

/** Addresses and networks are kept as hashes only. */
const keyOf = (subject: string) => createHash('sha256').update(subject).digest('base64url')

/** Counts one more; false once it was too often. */
export async function isWithin(db: Executor, limit: RateLimit, subject: string): Promise<boolean> {
  try {
    await limiter(db, limit).consume(keyOf(subject))
    return true
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false
    throw refused
  }
}

/** Counts one more of each, and refuses with 429 once any of them was too often. */
export async function requireWithin(
  db: Executor,
  limits: [limit: RateLimit, subject: string][],
): Promise<void> {
  let isTooOften = false
  for (const [limit, subject] of limits) {
    if (!(await isWithin(db, limit, subject))) isTooOften = true
  }
  if (isTooOften) {
    throw new Problem(429, 'too_many_requests', 'That was too often in a short time; wait a while.')
  }
}

/** What one person usually has of addresses: a /24 of IPv4, a /56 of IPv6. */
export function subnetOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').split('%')[0] ?? ''
  if (!isIP(plain)) return plain
  if (!isIPv6(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`
  const [head = '', tail] = plain.split('::')
  const before = head ? head.split(':') : []
  const after = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array<string>(Math.max(0, zeros)).fill('0'), ...after]
  const [a = '0', b = '0', c = '0', d = '0'] = groups.map((group) =>
    Number.parseInt(group, 16).toString(16),
  )
  return `${a}:${b}:${c}:${(Number.parseInt(d, 16) & 0xff00).toString(16)}::/56`
}
