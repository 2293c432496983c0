import type { Context } from '../http/context.ts'
import { siteUrl } from '../config.ts'
import type { Job } from '../jobs/jobs.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { insertRequest, listDue } from './freshness.queries.ts'

const BATCH = 100
const MOST_BATCHES = 20

/** Asks owners once a year by mail whether their entry is still true; returns how many mails were queued. */
export async function askStillTrue({ db, jobs, config, now }: Context): Promise<number> {
  let asked = 0
  for (let batch = 0; batch < MOST_BATCHES; batch++) {
    const count = await db.transaction(async (tx) => {
      const due = await listDue(tx, now(), BATCH)
      for (const { actorId, actor, accountId, email, language: written } of due) {
        const token = await insertRequest(tx, { actorId, accountId }, now())
        const language = toMailLanguage(written)
        await queueMail(tx, jobs, {
          template: 'still-true',
          to: { address: email, accountId },
          language,
          params: { actor, url: `${siteUrl(config)}/${language}/still-true/${token}` },
        })
      }
      return due.length
    })
    asked += count
    if (count === 0) break
  }
  return asked
}

/** Runs every morning: whoever is due is asked, a part of all every day. */
export const askEveryMorning = (context: Context): Job => ({
  queue: 'ask-still-true',
  cron: '20 6 * * *',
  run: async () => {
    await askStillTrue(context)
  },
})
