import { forgetOldThings } from '../accounts/retention.jobs.ts'
import { askEveryMorning } from '../freshness/freshness.jobs.ts'
import type { Context } from '../http/context.ts'
import { forgetImages } from '../images/images.jobs.ts'
import { sendMailJob } from '../mail/send-mail.jobs.ts'
import { layOutWhenChanged } from '../network/layout.jobs.ts'
import type { Job } from './jobs.ts'

/** All work in the background, of every feature; `scripts/start.ts` and `main.ts` begin it. */
export function allJobs(context: Context): Job<never>[] {
  return [
    askEveryMorning(context),
    forgetImages(context),
    forgetOldThings(context),
    layOutWhenChanged(context),
    sendMailJob(context),
  ]
}
