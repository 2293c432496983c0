import { sql, type SQL } from 'drizzle-orm'
import {
  type Evidence,
  evidenceByRank,
  MOST_TIED_TO_EACH_OTHER,
} from '../collaborations/evidence.rules.ts'
import { textArray } from '../http/sql.ts'

/** Ties of which something is asked: since and until which year, and how well backed. */
export interface Tied {
  from?: number | undefined
  to?: number | undefined
  minEvidence?: Evidence | undefined
}

/** Years before and after all that are known. */
const FIRST = -32_768
const LAST = 32_767

const rank = (evidence: SQL) => sql`array_position(${textArray(evidenceByRank)}, ${evidence}::text)`

const published = sql`
  participations
  join collaborations on collaborations.id = collaboration_id and collaborations.status = 'published'
  join actors on actors.id = actor_id and actors.status = 'published'`

/**
 * Who takes part in what as well backed as asked, once for each role, since evidence and dates are of a role, and how many actors
 * do however that is backed.
 */
export const parts = ({ minEvidence = 'disputed' }: Tied) => sql`
  select collaboration_id, actor_id, role in ('coordinator', 'host') as leads, size,
    coalesce(participations.starts_on, collaborations.starts_on) as starts_on,
    coalesce(extract(year from coalesce(participations.starts_on, collaborations.starts_on)), ${FIRST}) as first,
    coalesce(extract(year from coalesce(participations.ends_on, collaborations.ends_on)), ${LAST}) as last
  from ${published}
  join (
    select collaboration_id, count(distinct actor_id) as size from ${published} group by collaboration_id
  ) as sized using (collaboration_id)
  where ${rank(sql`evidence`)} >= ${rank(sql`${minEvidence}`)}`

/** That something from `first` to `last` was so in the years asked for; what has no date at all is left out of them. */
export function lasts({ from, to }: Tied, first: SQL, last: SQL): SQL {
  if (from === undefined && to === undefined) return sql`true`
  const holds = [sql`(${first} > ${FIRST} or ${last} < ${LAST})`]
  if (from !== undefined) holds.push(sql`${last} >= ${from}::int`)
  if (to !== undefined) holds.push(sql`${first} <= ${to}::int`)
  return sql.join(holds, sql` and `)
}

/** Whether two parts, `mine` and `theirs` of one collaboration, make a tie. */
export function areTied(asked: Tied): SQL {
  const first = sql`greatest(mine.first, theirs.first)`
  const last = sql`least(mine.last, theirs.last)`
  return sql`mine.actor_id <> theirs.actor_id and ${first} <= ${last}
    and (mine.size <= ${MOST_TIED_TO_EACH_OTHER} or mine.leads or theirs.leads)
    and ${lasts(asked, first, last)}`
}

/** The ids of the actors or collaborations that have such a tie: the same ones as the network has. */
export function tied(feature: 'actors' | 'collaborations', asked: Tied): SQL {
  return sql`
    with part as materialized (${parts(asked)})
    select ${feature === 'actors' ? sql`mine.actor_id` : sql`collaboration_id`}
    from part as mine join part as theirs using (collaboration_id)
    where ${areTied(asked)}`
}
