import { and, eq, isNull } from 'drizzle-orm'
import { type Executor, proposals } from '@maillage/db'

/** Names the author of what was sent from a draft before anyone had proven its address. */
export async function nameAuthor(tx: Executor, draftId: number, accountId: number): Promise<void> {
  await tx
    .update(proposals)
    .set({ accountId })
    .where(and(eq(proposals.draftId, draftId), isNull(proposals.accountId)))
}
