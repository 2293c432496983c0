import { sql, type SQL } from 'drizzle-orm'
import { type Area, areaWkt } from '../http/area.rules.ts'
import { areTied, lasts, parts as partsOf, type Tied } from './tied.queries.ts'

/** Whether those who take part are in a territory, also elsewhere, or whichever of the two. */
export const reaches = ['any', 'inside', 'across'] as const
export type Reach = (typeof reaches)[number]

/** A territory by its code, or an area that somebody drew. */
export type Scope = { code: string; area?: undefined } | { code?: undefined; area: Area }

export interface Reaching {
  scope: Scope
  reach: Reach
  /** Code of a territory that someone outside the scope is in. */
  towards?: string | undefined
}

/** The polygon of a drawn area. */
export const areaGeometry = (area: Area) => sql`ST_GeomFromText(${areaWkt(area)}, 4326)`

/** Which records have a point in a drawn area; `location` is that of `search_documents`. */
export const isInArea = (area: Area) =>
  sql`(location is not null and ST_Intersects(location::geometry, ${areaGeometry(area)}))`

/** Who takes part in what, as far as it counts: what is disputed does not, unless it is asked for. */
export function parts(asked: Tied): SQL {
  const counted = partsOf({ ...asked, minEvidence: asked.minEvidence ?? 'imported' })
  return sql`select * from (${counted}) as counted where ${lasts(asked, sql`first`, sql`last`)}`
}

/**
 * Which actors are inside, and which are known to be elsewhere. Of whom only the country is known, nobody can say whether
 * they are in one of its regions: they are neither.
 */
export function sides({ code, area }: Scope): SQL {
  if (area) {
    return sql`
      select record_id as actor_id, ST_Intersects(location::geometry, ${areaGeometry(area)}) as is_inside
      from search_documents where feature = 'actors' and location is not null`
  }
  return sql`
    select actor_id, bool_or(territory_code = ${code}) as is_inside
    from actor_territories
    join territories as theirs on theirs.code = territory_code
    join territories as chosen on chosen.code = ${code}
    where theirs.level = chosen.level
      or (theirs.level = 0 and theirs.code <> coalesce(chosen.country_code, chosen.code))
    group by actor_id`
}

/** Keys of the collaborations that reach so far. */
export function collaborationsReaching({ scope, reach, towards }: Reaching, asked: Tied): SQL {
  const holds = [sql`bool_or(is_inside)`]
  if (reach === 'inside') holds.push(sql`not bool_or(not is_inside)`)
  if (reach === 'across') holds.push(sql`bool_or(not is_inside)`)
  if (towards !== undefined) holds.push(sql`bool_or(not is_inside and ${isIn(towards)})`)
  return sql`
    select collaboration_id from (${parts(asked)}) as part join (${sides(scope)}) as side using (actor_id)
    group by collaboration_id having ${sql.join(holds, sql` and `)}`
}

/** Keys of the actors inside with a tie that reaches so far. */
export function actorsReaching({ scope, reach, towards }: Reaching, asked: Tied): SQL {
  const holds = [sql`my_side.is_inside`, areTied(asked)]
  if (reach === 'inside') holds.push(sql`their_side.is_inside`)
  if (reach === 'across') holds.push(sql`not their_side.is_inside`)
  if (towards !== undefined) {
    holds.push(sql`not their_side.is_inside and ${isIn(towards, sql`theirs.actor_id`)}`)
  }
  return sql`
    with part as materialized (${parts(asked)}), side as materialized (${sides(scope)})
    select mine.actor_id
    from part as mine join part as theirs using (collaboration_id)
    join side as my_side on my_side.actor_id = mine.actor_id
    join side as their_side on their_side.actor_id = theirs.actor_id
    where ${sql.join(holds, sql` and `)}`
}

/** That an actor is in a territory. */
export const isIn = (code: string, actorId: SQL = sql`actor_id`) =>
  sql`${actorId} in (select actor_id from actor_territories where territory_code = ${code})`

/** From one to another; without the other, all since. */
export interface Years {
  first: number
  last: number | undefined
}

/** Keys of the actors whose first dated participation, or of the collaborations that, began in some years. */
export function newIn(
  feature: 'actors' | 'collaborations',
  { first, last = 9999 }: Years,
  asked: Tied,
): SQL {
  // Whoever began before the years asked for is not new in them.
  const { minEvidence } = asked
  const began = (moment: SQL) => sql`extract(year from ${moment}) between ${first} and ${last}`
  return feature === 'actors'
    ? sql`select actor_id from (${parts({ minEvidence })}) as part group by actor_id having ${began(sql`min(starts_on)`)}`
    : sql`select id from collaborations where ${began(sql`starts_on`)}`
}
