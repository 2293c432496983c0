import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { actorEditors, actors, type Executor } from '@maillage/db'

interface OwnRecord {
  feature: 'practices' | 'collaborations'
  slug: string
  title: string
  status: 'published' | 'pending'
}

/** So many of an actor's own: those changed last. */
const MOST_RECORDS = 50

/** Whom a record is written by: whoever it is from or coordinates it, else all who take part. */
const records = sql<OwnRecord[]>`(
  select coalesce(json_agg(json_build_object('feature', feature, 'slug', slug, 'title', title, 'status', status)), '[]')
  from (
    select distinct 'practices' as feature, slug, title, status, updated_at
    from practices join practice_actors as part on practice_id = practices.id
    where actor_id = ${actors.id} and status in ('published', 'pending') and (role = 'originates' or not exists (
      select from practice_actors where practice_id = part.practice_id and role = 'originates'))
    union all
    select distinct 'collaborations', slug, title, status, collaborations.updated_at
    from collaborations join participations as part on collaboration_id = collaborations.id
    where actor_id = ${actors.id} and status in ('published', 'pending') and (role = 'coordinator' or not exists (
      select from participations where collaboration_id = part.collaboration_id and role = 'coordinator'))
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
