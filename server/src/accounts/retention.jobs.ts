import type { Context } from '../http/context.ts'
import type { Job } from '../jobs/jobs.ts'
import { appendErasure } from './erasure-file.ts'
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
    for (const erasure of await enforceRetention(db, now())) {
      await appendErasure(config.DATA_DIR, erasure)
    }
  },
})
