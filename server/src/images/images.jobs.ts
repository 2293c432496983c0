import { keepErasures } from '../accounts/erasure-file.ts'
import type { Context } from '../http/context.ts'
import type { Job } from '../jobs/jobs.ts'
import { removeForgotten } from './images.queries.ts'

/** Removes images that nothing shows any more. */
export const forgetImages = ({ db, config, now }: Pick<Context, 'db' | 'config' | 'now'>): Job => ({
  queue: 'forget-images',
  cron: '40 3 * * *',
  run: async () => {
    await removeForgotten(db, now())
    await keepErasures(db, config.DATA_DIR)
  },
})
