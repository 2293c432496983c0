import type { Context } from '../http/context.ts'
import type { Job } from '../jobs/jobs.ts'
import { removeForgotten } from './images.queries.ts'

/** Removes images that nothing shows any more. */
export const forgetImages = ({ db, now }: Pick<Context, 'db' | 'now'>): Job => ({
  queue: 'forget-images',
  cron: '40 3 * * *',
  run: async () => {
    await removeForgotten(db, now())
  },
})
