import { createHmac, timingSafeEqual } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib/v1'
import type { Static } from 'typebox'
import type { Database, Executor } from '@maillage/db'
import { instanceSecret } from '../accounts/instance-secrets.queries.ts'
import { newToken } from '../accounts/secrets.rules.ts'
import { isWithin, requireWithin, subnetOf } from '../http/rate-limits.ts'
import { Problem } from '../http/problem.ts'
import { judgeSpam, type SpamSignal } from './spam.rules.ts'
import type { Proof } from './spam.schema.ts'

/** About a tenth of a second for a telephone, once for each message. */
const LARGEST_NUMBER = 30_000
const WORK_HOURS = 24

const DAY_SECONDS = 86_400
const perAddress = { name: 'anonymous-address', times: 20, seconds: 3_600 }
const perSubnet = { name: 'anonymous-subnet', times: 60, seconds: 3_600 }
const perTicket = { name: 'form-ticket', times: 1, seconds: DAY_SECONDS }

const sign = (secret: string, text: string) =>
  createHmac('sha256', secret).update(text).digest('base64url')

/** Gives out a form: a signed time, and a sum for the page to do. */
export async function giveTicket(db: Database, now: Date) {
  const secret = await instanceSecret(db, 'forms')
  const content = `${String(now.getTime())}.${newToken().slice(0, 16)}`
  const { algorithm, challenge, salt, signature } = await createChallenge({
    hmacKey: secret,
    maxNumber: LARGEST_NUMBER,
    expires: new Date(now.getTime() + WORK_HOURS * 3_600_000),
  })
  return {
    ticket: `${content}.${sign(secret, content)}`,
    challenge: { algorithm, challenge, maxnumber: LARGEST_NUMBER, salt, signature },
  }
}

/** When a ticket was given out, if it is one of ours. */
function timeOf(secret: string, ticket: string): number | undefined {
  const [time = '', id = '', signature = ''] = ticket.split('.')
  const expected = Buffer.from(sign(secret, `${time}.${id}`))
  const given = Buffer.from(signature)
  const isOurs = expected.length === given.length && timingSafeEqual(expected, given)
  return isOurs ? Number(time) : undefined
}

async function checkWork(secret: string, work: string | undefined) {
  if (!work) return 'none'
  try {
    return (await verifySolution(work, secret)) ? 'done' : 'wrong'
  } catch {
    return 'wrong'
  }
}

interface Message {
  proof: Static<typeof Proof> | undefined
  text: string
  now: Date
}

/**
 * Judges a message and returns what speaks against it, for those who read it. Refuses with 422 what is a machine by all
 * signs.
 */
export async function judgeMessage(
  db: Executor,
  { proof = {}, text, now }: Message,
): Promise<SpamSignal[]> {
  const secret = await instanceSecret(db, 'forms')
  const { ticket, work, hidden = '' } = proof
  const givenAt = ticket === undefined ? undefined : timeOf(secret, ticket)
  const { verdict, signals } = judgeSpam({
    hidden,
    ticketAgeSeconds: givenAt === undefined ? null : (now.getTime() - givenAt) / 1000,
    isTicketUsed:
      ticket !== undefined && givenAt !== undefined && !(await isWithin(db, perTicket, ticket)),
    work: await checkWork(secret, work),
    text,
  })
  if (verdict === 'refuse') {
    throw new Problem(422, 'looks_like_spam', 'This looks as if a machine had sent it.')
  }
  return signals
}

interface AnonymousMessage extends Message {
  /** The network address; kept as a hash with a salt of the day. */
  address: string
}

/** Judges a message of someone without an account; refuses with 429 whoever writes too often. */
export async function requireGoodFaith(
  db: Executor,
  { address, ...message }: AnonymousMessage,
): Promise<SpamSignal[]> {
  const secret = await instanceSecret(db, 'forms')
  const today = (subject: string) =>
    sign(secret, `${message.now.toISOString().slice(0, 10)} ${subject}`)
  await requireWithin(db, [
    [perAddress, today(address)],
    [perSubnet, today(subnetOf(address))],
  ])
  return judgeMessage(db, message)
}
