import type { Context } from '../http/context.ts'
import type { Job } from '../jobs/jobs.ts'
import { keepErasures } from './erasure-file.ts'
import { enforceRetention } from './retention.queries.ts'

/** Lets go of what was kept long enough, every night. */
export const forgetOldThings = ({
  db,
  config,
  now,
}: Pick<Context, 'db' | 'config' | 'now'>): Job => ({
  queue: 'enforce-retention',
  cron: '20 3 * * *',
  run: async () => {
    await enforceRetention(db, now())
    await keepErasures(db, config.DATA_DIR)
  },
})
