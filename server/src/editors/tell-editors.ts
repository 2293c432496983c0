import type { Executor } from '@maillage/db'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { type MailTemplate, toMailLanguage } from '../mail/templates.ts'
import type { Editor } from './editors.queries.ts'

/** Tells people something about an actor that they write for. */
export async function tellEditors(
  tx: Executor,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  template: MailTemplate,
  people: Pick<Editor, 'accountId' | 'email' | 'language'>[],
  { actor, path, ...params }: Record<string, string> & { actor: string; path: string },
): Promise<void> {
  for (const { accountId, email, language } of people) {
    const written = toMailLanguage(language)
    await queueMail(tx, jobs, {
      template,
      to: { address: email, accountId },
      language: written,
      params: { ...params, actor, url: `${siteUrl(config)}/${written}${path}` },
    })
  }
}
