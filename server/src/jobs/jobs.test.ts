import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { describe, expect, inject } from 'vitest'
import type { Database } from '@maillage/db'
import { test } from '../testing.ts'
import { type Job, openJobs } from './jobs.ts'

test('a job is done if and only if the transaction that queued it commits', async ({ db }) => {
  const jobs = await openJobs(db)
  const done: number[] = []
  await jobs.work([
    {
      queue: 'remind',
      cron: '0 3 * * *',
      run: ({ number }: { number: number }) => {
        done.push(number)
        return Promise.resolve()
      },
    },
  ])
  await db.transaction((tx) => jobs.send(tx, 'remind', { number: 1 }))
  await expect(
    db.transaction(async (tx) => {
      await jobs.send(tx, 'remind', { number: 2 })
      throw new Error('It was not to be.')
    }),
  ).rejects.toThrow()
  await db.transaction((tx) => jobs.send(tx, 'remind', { number: 3 }))
  await expect.poll(() => done.sort(), { timeout: 20_000 }).toEqual([1, 3])
  await jobs.stop()
})

describe('a job that a process was doing when it died', () => {
  /** As a process leaves it that has no time to say anything. */
  const leaveUnderWay = (db: Database) =>
    db.execute(sql`
      update pgboss.job set state = 'active', started_on = now(), expire_seconds = 900
      where name = 'remind' and state = 'created'`)

  const reminding = (done: number[]): Job<never>[] => [
    {
      queue: 'remind',
      run: ({ number }: { number: number }) => {
        done.push(number)
        return Promise.resolve()
      },
    },
  ]

  test('is begun anew within seconds of the next start', async ({ db }) => {
    const before = await openJobs(db, { supervise: false })
    await before.send(db, 'remind', { number: 1 })
    await before.stop()
    await leaveUnderWay(db)
    const jobs = await openJobs(db)
    const done: number[] = []
    await jobs.work(reminding(done))
    await expect.poll(() => done, { timeout: 20_000, interval: 50 }).toEqual([1])
    await jobs.stop()
  })

  const several = inject('databaseUrl') ? test : test.skip
  several('is left to a process that lives, where there are several', async ({ db }) => {
    const one = await openJobs(db)
    await one.work([])
    await one.send(db, 'remind', { number: 1 })
    await leaveUnderWay(db)
    const another = await openJobs(db)
    const done: number[] = []
    await another.work(reminding(done))
    await sleep(2_000)
    expect(done).toEqual([])
    await Promise.all([one.stop(), another.stop()])
    const last = await openJobs(db)
    await last.work(reminding(done))
    await expect.poll(() => done, { timeout: 20_000 }).toEqual([1])
    await last.stop()
  })
})
