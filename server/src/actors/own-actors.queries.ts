import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { actorEditors, actors, type Executor } from '@maillage/db'
import { writers } from '../accounts/roles.queries.ts'
import { isRejected } from '../http/record.ts'

interface OwnRecord {
  feature: 'practices' | 'collaborations'
  slug: string
  title: string
  status: 'published' | 'pending'
}

/** So many of an actor's own: those changed last. */
const MOST_RECORDS = 50

/** The practices and collaborations that are written through an actor. */
const records = sql<OwnRecord[]>`(
  select coalesce(json_agg(json_build_object('feature', feature, 'slug', slug, 'title', title, 'status', status)), '[]')
  from (
    select 'practices' as feature, slug, title, status, updated_at from practices as records
    where id in (select practice_id from practice_actors where actor_id = ${actors.id})
      and status in ('published', 'pending') and ${actors.id} in (${writers.practices})
    union all
    select 'collaborations', slug, title, status, updated_at from collaborations as records
    where id in (select collaboration_id from participations where actor_id = ${actors.id})
      and status in ('published', 'pending') and ${actors.id} in (${writers.collaborations})
    order by updated_at desc, slug limit ${MOST_RECORDS}
  ) as own)`

/** The actors that someone writes for, those that wait for a moderator too. */
export const listOwnActors = (db: Executor, accountId: number) =>
  db
    .select({
      slug: actors.slug,
      name: actors.name,
      role: actorEditors.role,
      status: actors.status,
      records,
      isRejected: isRejected('actors'),
    })
    .from(actorEditors)
    .innerJoin(actors, eq(actors.id, actorEditors.actorId))
    .where(
      and(eq(actorEditors.accountId, accountId), inArray(actors.status, ['published', 'pending'])),
    )
    .orderBy(asc(actors.name), asc(actors.id))
