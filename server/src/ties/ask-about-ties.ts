import type { Executor } from '@maillage/db'
import { siteUrl } from '../config.ts'
import { listEditors } from '../editors/editors.queries.ts'
import type { Context } from '../http/context.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { listClaimedTies } from './ties.queries.ts'

/**
 * Asks the owners of actors that a public collaboration names whether that is right; each is asked once of each tie. An actor
 * that nobody owns is not asked, and its tie stays claimed.
 */
export async function askAboutTies(
  tx: Executor,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  collaborationId: number,
): Promise<void> {
  for (const { id, actorId, actor, collaboration } of await listClaimedTies(tx, collaborationId)) {
    for (const owner of await listEditors(tx, actorId, { role: 'owner' })) {
      const language = toMailLanguage(owner.language)
      await queueMail(tx, jobs, {
        template: 'tie-request',
        to: { address: owner.email, accountId: owner.accountId },
        language,
        params: {
          actor: actor.name,
          collaboration: collaboration.title,
          url: `${siteUrl(config)}/${language}/account/requests`,
        },
        key: `tie-request ${String(id)} ${String(owner.accountId)}`,
      })
    }
  }
}
