import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { actorEditors, actors, type Executor } from '@maillage/db'

/** The actors that someone writes for, those that wait for a moderator too. */
export const listOwnActors = (db: Executor, accountId: number) =>
  db
    .select({
      slug: actors.slug,
      name: actors.name,
      role: actorEditors.role,
      status: actors.status,
      isRejected: sql<boolean>`${actors.status} = 'pending' and not exists (
        select from proposals
        where feature = 'actors' and record_id = ${actors.id} and kind = 'create' and status = 'pending')`,
    })
    .from(actorEditors)
    .innerJoin(actors, eq(actors.id, actorEditors.actorId))
    .where(
      and(eq(actorEditors.accountId, accountId), inArray(actors.status, ['published', 'pending'])),
    )
    .orderBy(asc(actors.name), asc(actors.id))
