import { randomUUID } from 'node:crypto'
import { type Executor, mails } from '@maillage/db'
import type { Language } from '../http/schema.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { MailTemplate } from './templates.ts'

export interface Mail {
  template: MailTemplate
  /** Whom it is for: their address, and their account if they have one. */
  to: { address: string; accountId?: number | null }
  language: Language
  /** What the template's messages name; `url` is where its button leads. */
  params?: Record<string, string | number>
  /** What it is about; a second mail with the same key is not queued. */
  key?: string
}

/** Queues a mail in the caller's transaction: it is sent if and only if that commits. */
export async function queueMail(
  tx: Executor,
  jobs: Jobs,
  { template, to, language, params = {}, key }: Mail,
): Promise<void> {
  const [queued] = await tx
    .insert(mails)
    .values({
      template,
      language,
      address: to.address,
      accountId: to.accountId ?? null,
      params,
      key: key ?? null,
      messageId: randomUUID(),
    })
    .onConflictDoNothing({ target: mails.key })
    .returning({ id: mails.id })
  if (queued) await jobs.send(tx, 'send-mail', { mailId: queued.id })
}
