import { solveChallenge } from 'altcha-lib/v1'
import { describe, expect } from 'vitest'
import { rateLimits, reports } from '@maillage/db'
import type { buildApp } from '../app.ts'
import { anActor } from '../factories.ts'
import { aPerson, test } from '../testing.ts'

type App = Awaited<ReturnType<typeof buildApp>>

interface Ticket {
  ticket: string
  challenge: Record<'algorithm' | 'challenge' | 'salt' | 'signature', string> & {
    maxnumber: number
  }
}

const ticketOf = async (app: App) => (await app.inject({ url: '/api/form-ticket' })).json<Ticket>()

/** What the page does in the background. */
async function worked({ challenge }: Ticket): Promise<string> {
  const { algorithm, challenge: sum, salt, signature, maxnumber } = challenge
  const solution = await solveChallenge(sum, salt, algorithm, maxnumber).promise
  return btoa(
    JSON.stringify({ algorithm, challenge: sum, number: solution?.number, salt, signature }),
  )
}

function sending(app: App, slug: string) {
  return async (
    proof?: object,
    { from = '192.0.2.1', headers = {}, message = 'They moved to another street' } = {},
  ) => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/reports',
      remoteAddress: from,
      headers,
      payload: { feature: 'actors', slug, kind: 'wrong', message, ...(proof && { proof }) },
    })
    const { code } = response.json<{ code?: string }>()
    return code ? `${String(response.statusCode)} ${code}` : response.statusCode
  }
}

const signalsIn = async (db: Parameters<typeof anActor>[0]) =>
  (await db.select({ signals: reports.signals }).from(reports).orderBy(reports.id)).map(
    ({ signals }) => signals,
  )

describe('a report without an account', () => {
  test('sent from the form by a person has nothing against it', async ({ app, db, clock }) => {
    const send = sending(app, (await anActor(db)).slug)
    const given = await ticketOf(app)
    const work = await worked(given)
    clock.set(30_000)
    expect(await send({ ticket: given.ticket, work, hidden: '' })).toBe(201)
    expect(await signalsIn(db)).toEqual([[]])
  })

  test('is taken without JavaScript and without a form, and says so to who reads it', async ({
    app,
    db,
    clock,
  }) => {
    const send = sending(app, (await anActor(db)).slug)
    const { ticket } = await ticketOf(app)
    clock.set(30_000)
    expect(await send({ ticket })).toBe(201)
    expect(await send()).toBe(201)
    expect(await signalsIn(db)).toEqual([['no_work'], ['no_ticket', 'no_work']])
  })

  test('cannot use a ticket twice, make its own, or send the work of others', async ({
    app,
    db,
    clock,
  }) => {
    const send = sending(app, (await anActor(db)).slug)
    const one = await ticketOf(app)
    const work = await worked(one)
    clock.set(30_000)
    expect(await send({ ticket: one.ticket, work })).toBe(201)
    expect(await send({ ticket: one.ticket, work })).toBe(201)
    const [time = '', id = ''] = one.ticket.split('.')
    expect(await send({ ticket: `${String(Number(time) + 1)}.${id}.x`, work })).toBe(201)
    expect(await send({ ticket: (await ticketOf(app)).ticket, work: 'x' })).toBe(201)
    expect(await signalsIn(db)).toEqual([
      [],
      ['ticket_used_before'],
      ['no_ticket'],
      ['too_fast', 'wrong_work'],
    ])
  })

  test('is refused where everything speaks for a machine', async ({ app, db }) => {
    const send = sending(app, (await anActor(db)).slug)
    expect(await send({ hidden: 'https://buy.example' })).toBe('422 looks_like_spam')
    expect(await db.$count(reports)).toBe(0)
  })

  test('is limited by address and by network, in any order, kept as hashes of the day', async ({
    app,
    db,
    clock,
  }) => {
    const send = sending(app, (await anActor(db)).slug)
    for (let sent = 0; sent < 20; sent++) expect(await send()).toBe(201)
    expect(await send()).toBe('429 too_many_requests')
    // Others of the same /24 still may, sixty times in all.
    for (let other = 0; other < 39; other++) {
      expect(await send(undefined, { from: `192.0.2.${String(100 + other)}` })).toBe(201)
    }
    expect(await send(undefined, { from: '192.0.2.200' })).toBe('429 too_many_requests')
    expect(await send(undefined, { from: '198.51.100.1' })).toBe(201)

    const keys = async () => (await db.select().from(rateLimits)).map(({ key }) => key)
    const today = await keys()
    expect(JSON.stringify(today)).not.toContain('192.0.2')
    clock.set(25 * 3_600_000)
    await send(undefined, { from: '192.0.2.1' })
    // The same address is another key tomorrow, so days cannot be put together.
    expect((await keys()).filter((key) => !today.includes(key))).toHaveLength(2)
  })

  test('with an account is not judged', async ({ app, db }) => {
    const send = sending(app, (await anActor(db)).slug)
    const { headers } = await aPerson(db)
    expect(await send({ hidden: 'filled' }, { headers })).toBe(201)
    expect(await signalsIn(db)).toEqual([[]])
  })
})
