import { and, eq, isNull, sql } from 'drizzle-orm'
import { accounts, actorEditors, type actorRoles, type Executor } from '@maillage/db'

export type ActorRole = (typeof actorRoles)[number]

/** Someone who writes for an actor, and where mail reaches them. */
export interface Editor {
  accountId: number
  role: ActorRole
  email: string
  language: string
}

/** Who writes for an actor, owners first; `reachable` leaves out those whose mail came back. */
export async function listEditors(
  db: Executor,
  actorId: number,
  { role, reachable = false }: { role?: ActorRole; reachable?: boolean } = {},
): Promise<Editor[]> {
  return db
    .select({
      accountId: accounts.id,
      role: actorEditors.role,
      email: accounts.email,
      language: accounts.language,
    })
    .from(actorEditors)
    .innerJoin(accounts, eq(accounts.id, actorEditors.accountId))
    .where(
      and(
        eq(actorEditors.actorId, actorId),
        role && eq(actorEditors.role, role),
        reachable ? isNull(accounts.bouncedAt) : undefined,
      ),
    )
    .orderBy(sql`${actorEditors.role} desc`, accounts.id)
}
