import type { Executor } from '@maillage/db'
import { agree, makeOwner, provenAccount } from '../accounts/ownership.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { nameAuthor } from '../moderation/authors.queries.ts'
import { nameSuggestionsOf } from '../vocabulary/concepts-of.queries.ts'
import { adoptDrafts, type DraftRecord } from './submissions.queries.ts'

/** Notes that whoever writes a draft reads mail at its address: it is their account's, and so is what was sent of it. */
export async function confirmAddress(tx: Executor, draft: DraftRecord, now: Date): Promise<void> {
  if (draft.email === null) return
  draft.emailConfirmedAt ??= now
  draft.accountId ??= await provenAccount(tx, draft.email, draft.language, now)
  await giveRecords(tx, draft)
}

/** Gives what was sent from a draft to its account. */
export async function giveRecords(tx: Executor, draft: DraftRecord): Promise<void> {
  const { id, actorId, accountId, sent, consent } = draft
  if (accountId === null) return
  await nameAuthor(tx, id, accountId)
  for (const [owner, feature] of [
    ['actor', 'actors'],
    ['practice', 'practices'],
  ] as const) {
    const slugs = sent.filter((record) => record.feature === feature).map(({ slug }) => slug)
    await nameSuggestionsOf(tx, owner, slugs, accountId)
  }
  if (actorId !== null && sent.some(({ feature }) => feature === 'actors')) {
    await makeOwner(tx, actorId, accountId)
  }
  if (consent) {
    const { textVersion, language, givenAt } = consent
    await agree(tx, accountId, {
      kind: 'publication',
      textVersion,
      language,
      givenAt: new Date(givenAt),
    })
  }
}

/** Gives the drafts of a signed-in person's address to their account. */
export async function adopt(
  tx: Executor,
  { accountId, email }: Pick<Viewer, 'accountId' | 'email'>,
  now: Date,
): Promise<void> {
  for (const draft of await adoptDrafts(tx, { accountId, email, now })) {
    await giveRecords(tx, draft)
  }
}
