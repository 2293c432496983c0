import { expect } from 'vitest'
import { test } from '../testing.ts'
import { openJobs } from './jobs.ts'

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
