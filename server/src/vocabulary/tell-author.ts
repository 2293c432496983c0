import { eq } from 'drizzle-orm'
import { accounts, type conceptSuggestions, type Executor } from '@maillage/db'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import type { findListOf } from './suggestions.queries.ts'
import { listConceptLabels } from './vocabulary.queries.ts'

type Suggestion = Pick<typeof conceptSuggestions.$inferSelect, 'scheme' | 'label' | 'accountId'>

interface Outcome {
  status: 'folded' | 'accepted' | 'refused'
  conceptId: number | null
  /** Who decided, and needs no mail about it. */
  by: number
  /** Where those are who have the concept now. */
  list: Awaited<ReturnType<typeof findListOf>>
}

/** Tells whoever added a word what became of it. */
export async function tellAuthor(
  tx: Executor,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  { scheme, label, accountId }: Suggestion,
  { status, conceptId, by, list }: Outcome,
): Promise<void> {
  if (accountId === null || accountId === by) return
  const [author] = await tx
    .select({ email: accounts.email, language: accounts.language })
    .from(accounts)
    .where(eq(accounts.id, accountId))
  if (!author) return
  const language = toMailLanguage(author.language)
  const concept = (await listConceptLabels(tx, language)).get(conceptId ?? 0)
  await queueMail(tx, jobs, {
    template: 'word-decided',
    to: { address: author.email, accountId },
    language,
    params: {
      word: label,
      scheme,
      status,
      concept: concept?.label ?? '',
      ...(concept && {
        url: `${siteUrl(config)}/${language}/${list}?${scheme}=${concept.slug}`,
      }),
    },
  })
}
