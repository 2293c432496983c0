import { eq, sql } from 'drizzle-orm'
import { describe, expect, test as plain } from 'vitest'
import {
  accounts,
  actors,
  freshnessRequests,
  mails,
  proposals,
  revisions,
  sources,
} from '@maillage/db'
import { freshnessOf } from '../actors/freshness.rules.ts'
import { readConfig } from '../config.ts'
import { anActor } from '../factories.ts'
import { allJobs } from '../jobs/all.ts'
import { openJobs } from '../jobs/jobs.ts'
import { aPerson, test } from '../testing.ts'
import { askStillTrue } from './freshness.jobs.ts'

const DAY = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY)

const asking = test.extend('context', ({ db, jobs, clock }) => ({
  db,
  jobs,
  config: readConfig({}),
  now: clock.now,
}))

describe('“still true?”', () => {
  asking(
    'is asked of owners once a year, and of nobody whose mail came back',
    async ({ db, context, clock }) => {
      const actor = await anActor(db, { name: 'Kert', createdAt: daysAgo(800) })
      const owner = await aPerson(db, { owns: [actor.id], language: 'hu' })
      const bounced = await aPerson(db, { owns: [actor.id] })
      await aPerson(db, { edits: [actor.id] })
      await db.update(accounts).set({ bouncedAt: new Date() }).where(eq(accounts.id, bounced.id))
      await anActor(db, { createdAt: daysAgo(800) })

      expect(await askStillTrue(context)).toBe(0)
      clock.set(366 * DAY)
      expect(await askStillTrue(context)).toBe(1)
      expect(await askStillTrue(context)).toBe(0)
      expect(await db.select().from(mails)).toMatchObject([
        { template: 'still-true', address: owner.email, language: 'hu', params: { actor: 'Kert' } },
      ])
      clock.set(300 * DAY)
      expect(await askStillTrue(context)).toBe(0)
      clock.set(66 * DAY)
      expect(await askStillTrue(context)).toBe(1)
    },
  )

  asking(
    'is asked by the schedule, also when the machine was off at the time',
    { timeout: 120_000 },
    async ({ db, context, clock }) => {
      const actor = await anActor(db, { name: 'Kert', createdAt: daysAgo(800) })
      const owner = await aPerson(db, { owns: [actor.id], language: 'hu' })
      clock.set(366 * DAY)
      const quiet = () => undefined
      const run = async (jobs: typeof context.jobs) => {
        const all = allJobs({ ...context, jobs })
        await jobs.work(all.filter(({ queue }) => queue !== 'send-mail'))
      }
      const first = await openJobs(db, { onerror: quiet })
      await run(first)
      await first.stop()
      expect(await db.$count(mails)).toBe(0)

      // The last that anybody looked at the clock was the day before yesterday.
      await db.execute(sql`update pgboss.version set cron_on = now() - interval '2 days'`)
      await db.execute(sql`update pgboss.schedule set created_on = now() - interval '9 days'`)
      const second = await openJobs(db, { onerror: quiet })
      await run(second)
      const asked = () => db.select().from(mails)
      await expect.poll(asked, { timeout: 60_000 }).toHaveLength(1)
      await second.stop()
      expect(await asked()).toMatchObject([
        { template: 'still-true', address: owner.email, language: 'hu' },
      ])
      const schedule = await db.execute(sql`select name, cron from pgboss.schedule order by name`)
      expect([...schedule]).toContainEqual({ name: 'ask-still-true', cron: '20 6 * * *' })
    },
  )

  asking('is asked in batches until all who are due were asked', async ({ db, context, clock }) => {
    const owner = await aPerson(db)
    for (let count = 0; count < 3; count++) {
      const actor = await anActor(db, { createdAt: daysAgo(800) })
      await aPerson(db, { email: owner.email, owns: [actor.id] })
    }
    clock.set(366 * DAY)
    const both = await Promise.all([askStillTrue(context), askStillTrue(context)])
    expect(both[0] + both[1]).toBe(3)
  })

  asking(
    'is confirmed by the button without an account, and by no opening of the link',
    async ({ app, db, context, clock }) => {
      const actor = await anActor(db, { createdAt: daysAgo(800) })
      const other = await anActor(db, { createdAt: daysAgo(800) })
      await aPerson(db, { owns: [actor.id] })
      clock.set(366 * DAY)
      await askStillTrue(context)
      const [mail] = await db.select().from(mails)
      const { url: link } = mail?.params as { url: string }
      const url = `/api/still-true/${link.split('/').at(-1) ?? ''}`

      for (let opened = 0; opened < 3; opened++) {
        expect((await app.inject(url)).json()).toMatchObject({ answer: null, isExpired: false })
      }
      const before = await db.select().from(actors)
      expect(before.map(({ lastConfirmedAt }) => lastConfirmedAt)).toEqual([null, null])

      const payload = { answer: 'true' }
      const answered = await app.inject({ method: 'POST', url, payload })
      expect(answered.json()).toMatchObject({ answer: 'true' })
      const card = (await app.inject(`/api/actors/${actor.slug}`)).json()
      expect(card).toMatchObject({ freshness: 'fresh', lastConfirmedAt: expect.any(String) })
      expect(await db.select().from(revisions)).toMatchObject([
        { act: 'import', version: 1 },
        { act: 'confirm', version: 2, authorRole: 'owner' },
      ])
      const untouched = await db.select().from(actors).where(eq(actors.id, other.id))
      expect(untouched[0]?.lastConfirmedAt).toBeNull()
      expect(await askStillTrue(context)).toBe(0)
    },
  )

  asking(
    'is answered once, by “we closed” with a proposal to the moderators',
    async ({ app, db, context, clock }) => {
      const actor = await anActor(db, { createdAt: daysAgo(800) })
      await aPerson(db, { owns: [actor.id] })
      clock.set(366 * DAY)
      await askStillTrue(context)
      const [mail] = await db.select().from(mails)
      const url = `/api/still-true/${(mail?.params as { url: string }).url.split('/').at(-1) ?? ''}`
      const send = async (answer: string) =>
        (await app.inject({ method: 'POST', url, payload: { answer, note: 'Since May.' } })).json()
      expect(await send('closed')).toMatchObject({ answer: 'closed' })
      expect(await send('true')).toMatchObject({ answer: 'closed' })
      expect(await db.select().from(proposals)).toMatchObject([
        { kind: 'erase', recordId: actor.id, why: 'Since May.', status: 'pending' },
      ])
    },
  )

  asking('works for a season, and tells nobody’s address', async ({ app, db, context, clock }) => {
    const actor = await anActor(db, { createdAt: daysAgo(800) })
    await aPerson(db, { owns: [actor.id], email: 'canary@people.example' })
    clock.set(366 * DAY)
    await askStillTrue(context)
    const [mail] = await db.select().from(mails)
    const url = `/api/still-true/${(mail?.params as { url: string }).url.split('/').at(-1) ?? ''}`
    expect((await app.inject(url)).body).not.toContain('canary')
    clock.set(121 * DAY)
    const payload = { answer: 'true' }
    expect((await app.inject({ method: 'POST', url, payload })).json()).toMatchObject({
      code: 'expired',
    })
    expect(await db.select().from(freshnessRequests)).toMatchObject([{ answer: null }])
  })
})

describe('how fresh an entry is', () => {
  const now = new Date('2026-06-01')
  const at = (date: string) => new Date(date)
  plain.for([
    ['2025-07-01', null, 'fresh'],
    ['2025-05-01', null, 'ageing'],
    ['2024-05-01', null, 'old'],
    ['2025-07-01', '2025-09-01', 'ageing'],
    ['2025-05-01', '2025-09-01', 'old'],
    ['2025-07-01', '2025-06-01', 'fresh'],
  ] as const)('said on %s, mail back %s: %s', ([said, bounced, level]) => {
    const facts = {
      saidAt: at(said),
      updatedAt: at('2020-01-01'),
      bouncedAt: bounced ? at(bounced) : null,
    }
    expect(freshnessOf(facts, now)).toBe(level)
  })

  plain('what only a source says is unknown, and old after two years', () => {
    const facts = { saidAt: null, bouncedAt: null }
    expect(freshnessOf({ ...facts, updatedAt: at('2025-01-01') }, now)).toBe('unknown')
    expect(freshnessOf({ ...facts, updatedAt: at('2024-01-01') }, now)).toBe('old')
  })

  test('is the same on cards, in the filter and in its counts', async ({ app, db }) => {
    const [own] = await db
      .insert(sources)
      .values({ name: 'Submission', kind: 'submission' })
      .returning()
    for (const days of [10, 300, 400, 700, 760, 1_500]) {
      for (const isOwn of [true, false]) {
        for (const isConfirmed of [true, false]) {
          for (const isBounced of [true, false]) {
            const actor = await anActor(db, {
              createdAt: daysAgo(days),
              updatedAt: daysAgo(days),
              lastConfirmedAt: isConfirmed ? daysAgo(days - 5) : null,
              ...(isOwn && own && { sourceId: own.id }),
            })
            const { id } = await aPerson(db, { owns: [actor.id] })
            if (isBounced) {
              await db
                .update(accounts)
                .set({ bouncedAt: daysAgo(days / 2) })
                .where(eq(accounts.id, id))
            }
          }
        }
      }
    }
    const list = async (query: string) =>
      (await app.inject(`/api/actors?limit=100&facets=freshness${query}`)).json<{
        total: number
        items: { freshness: string }[]
        facets: { freshness: { value: string; count: number }[] }
      }>()
    const all = await list('')
    expect(all.total).toBe(48)
    for (const level of ['fresh', 'ageing', 'old', 'unknown']) {
      const cards = all.items.filter(({ freshness }) => freshness === level)
      const found = await list(`&freshness=${level}`)
      expect([level, found.total]).toEqual([level, cards.length])
      expect(cards.length).toBeGreaterThan(0)
      expect(new Set(found.items.map(({ freshness }) => freshness))).toEqual(new Set([level]))
      const facet = all.facets.freshness.find(({ value }) => value === level)
      expect(facet?.count).toBe(cards.length)
    }
  })

  test('falls when the mail of all its people comes back', async ({ app, db }) => {
    const actor = await anActor(db, { lastConfirmedAt: daysAgo(100) })
    const { id } = await aPerson(db, { owns: [actor.id] })
    const fresh = async () => (await app.inject('/api/actors?freshness=fresh')).json().total
    expect(await fresh()).toBe(1)
    await db.update(accounts).set({ bouncedAt: new Date() }).where(eq(accounts.id, id))
    expect(await fresh()).toBe(0)
    expect((await app.inject(`/api/actors/${actor.slug}`)).json().freshness).toBe('ageing')
    await aPerson(db, { edits: [actor.id] })
    expect(await fresh()).toBe(1)
  })
})
