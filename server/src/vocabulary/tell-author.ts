import { eq } from 'drizzle-orm'
import { accounts, type conceptSuggestions, type Executor } from '@maillage/db'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { listConceptLabels } from './vocabulary.queries.ts'

type Suggestion = Pick<typeof conceptSuggestions.$inferSelect, 'scheme' | 'label' | 'accountId'>

/** Tells whoever added a word what became of it. */
export async function tellAuthor(
  tx: Executor,
  { jobs, config }: Pick<Context, 'jobs' | 'config'>,
  { scheme, label, accountId }: Suggestion,
  { status, conceptId }: { status: 'folded' | 'accepted' | 'refused'; conceptId: number | null },
): Promise<void> {
  if (accountId === null) return
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
        url: `${siteUrl(config)}/${language}/actors?${scheme}=${concept.slug}`,
      }),
    },
  })
}
