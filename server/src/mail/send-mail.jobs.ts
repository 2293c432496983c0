import type { Context } from '../http/context.ts'
import type { Job } from '../jobs/jobs.ts'
import { addressOf, composeMail, toMime } from './compose-mail.ts'
import {
  beginAttempt,
  markBounced,
  markFailed,
  markHandingOver,
  markSent,
  markShown,
  markUncertain,
  putBack,
  type StoredMail,
} from './mail.queries.ts'
import { isTooLate, outcomeOf, reasonOf } from './mail.rules.ts'
import { handOver } from './smtp.ts'

const DAY = 86_400

/** Its message is kept with the job in the database, so it names no address. */
class NotSent extends Error {}

interface Sending extends Pick<Context, 'db' | 'config' | 'jobs' | 'now'> {
  /** Where mails are shown when there is no mail server. */
  show?: (text: string) => void
}

/** Sends what was queued: see docs/decisions/0009-mails-are-sent-once.md. */
export function sendMailJob(context: Sending): Job<{ mailId: number }> {
  return {
    queue: 'send-mail',
    options: {
      retryLimit: 1_000,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 15 * 60,
      // Longer than the mail server can keep an attempt waiting.
      expireInSeconds: 120,
      retentionSeconds: 14 * DAY,
      deleteAfterSeconds: DAY,
    },
    concurrency: 2,
    run: ({ mailId }) => sendMail(context, mailId),
  }
}

async function sendMail(context: Sending, id: number): Promise<void> {
  const { db, config, now } = context
  const mail = await beginAttempt(db, id)
  if (!mail) {
    await markUncertain(db, id)
    return
  }
  if (isTooLate(mail.template, mail.createdAt, now())) {
    await markFailed(db, mail, mail.error ?? 'too late')
    return
  }
  if (config.SMTP_URL === undefined) {
    showMail(mail, context.show ?? console.log)
    await markShown(db, mail, now())
    return
  }
  await deliver(context, mail, config.SMTP_URL)
}

async function deliver(
  { db, config, jobs, now }: Sending,
  mail: StoredMail,
  smtpUrl: string,
): Promise<void> {
  const from = config.MAIL_FROM ?? ''
  const message = await toMime(wordsOf(mail), {
    from,
    to: mail.address,
    messageId: mail.messageId,
    createdAt: mail.createdAt,
  })
  try {
    await handOver(smtpUrl, {
      from: addressOf(from),
      to: mail.address,
      message,
      beforeDot: () => markHandingOver(db, mail),
    })
  } catch (error) {
    const failure = error as Error & { responseCode?: number }
    const reason = reasonOf(failure)
    switch (outcomeOf(failure)) {
      case 'bounced':
        await markBounced(db, mail.messageId, reason, now())
        return
      case 'refused':
        await markFailed(db, mail, reason)
        return
      case 'retry':
        await putBack(db, jobs, mail, reason)
        throw new NotSent(reason)
    }
  }
  await markSent(db, mail, now())
}

const wordsOf = ({ template, language, params }: StoredMail) => ({
  template,
  language,
  params: params as Record<string, string | number>,
})

function showMail(mail: StoredMail, show: (text: string) => void): void {
  const { subject, text } = composeMail(wordsOf(mail))
  const line = '─'.repeat(72)
  show(`\n${line}\nTo: ${mail.address}\nSubject: ${subject}\n\n${text}\n${line}\n`)
}
