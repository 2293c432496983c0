import { actorEditors, accounts, type consentKinds, consents, type Executor } from '@maillage/db'
import { and, eq } from 'drizzle-orm'

/** The account of an address that was proven, made if it is the first time. */
export async function provenAccount(
  tx: Executor,
  email: string,
  language: string,
  now: Date,
): Promise<number> {
  await tx
    .insert(accounts)
    .values({ email, language, createdAt: now })
    .onConflictDoNothing({ target: accounts.email })
  const [account] = await tx
    .select({ id: accounts.id })
    .from(accounts)
    .where(eq(accounts.email, email))
  if (!account) throw new Error('No account was written')
  return account.id
}

/** Lets an account write for an actor that it put here. */
export async function makeOwner(tx: Executor, actorId: number, accountId: number): Promise<void> {
  await tx
    .insert(actorEditors)
    .values({ actorId, accountId, role: 'owner' })
    .onConflictDoUpdate({
      target: [actorEditors.actorId, actorEditors.accountId],
      set: { role: 'owner' },
    })
}

/** Notes what a person agreed to, once for each version of the text. */
export async function agree(
  tx: Executor,
  accountId: number,
  consent: {
    kind: (typeof consentKinds)[number]
    textVersion: string
    language: string
    givenAt: Date
  },
): Promise<void> {
  const [same] = await tx
    .select({ id: consents.id })
    .from(consents)
    .where(
      and(
        eq(consents.accountId, accountId),
        eq(consents.kind, consent.kind),
        eq(consents.textVersion, consent.textVersion),
      ),
    )
  if (!same) await tx.insert(consents).values({ accountId, ...consent })
}
