import type { Executor } from '@maillage/db'
import { readActorDocument } from '../actors/actor-document.queries.ts'
import { type AuthorRole, changeRecord } from '../moderation/change-record.ts'

/** Notes that someone said that all of an entry is still true. */
export async function confirmActor(
  tx: Executor,
  id: number,
  { accountId, authorRole, now }: { accountId: number; authorRole: AuthorRole; now: Date },
): Promise<void> {
  await changeRecord(tx, {
    feature: 'actors',
    id,
    document: await readActorDocument(tx, id),
    act: 'confirm',
    viewer: { accountId },
    authorRole,
    why: null,
    now,
  })
}
