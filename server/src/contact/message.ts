import type { Executor } from '@maillage/db'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { Problem } from '../http/problem.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { type MailTemplate, toMailLanguage } from '../mail/templates.ts'
import { holdsAddress } from './contact.rules.ts'

interface News {
  template: MailTemplate
  people: { accountId: number; email: string; language: string }[]
  reference: string
  /** The name of the actor that the conversation is with. */
  actor: string
  /** What tells one such mail of the conversation from the next. */
  key: string
}

/** Tells people that there is something to read. The mail says where, and nothing of what. */
export async function tellToRead(
  tx: Executor,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  { template, people, reference, actor, key }: News,
): Promise<void> {
  for (const { accountId, email, language } of people) {
    await queueMail(tx, jobs, {
      template,
      to: { address: email, accountId },
      language: toMailLanguage(language),
      params: {
        actor,
        reference,
        url: `${siteUrl(config)}/${toMailLanguage(language)}/messages/${reference}`,
      },
      key: `${template} ${reference} ${key} ${String(accountId)}`,
    })
  }
}

/** Refuses a text that gives an address away, unless its writer says that they mean to. */
export function checkAddresses(text: string, isMeant: boolean): void {
  if (isMeant || !holdsAddress(text)) return
  throw new Problem(409, 'conflict', 'The text gives an address away; say that you mean to.', {
    addressesMeant: 'must be true, since the text holds an e-mail address or telephone number',
  })
}
