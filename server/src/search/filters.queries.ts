import { sql, type SQL } from 'drizzle-orm'
import type { searchFeatures } from '@maillage/db'
import { providersOf } from '../feasibility/taken.queries.ts'
import type { TakenLine } from '../feasibility/taken.rules.ts'
import type { Area } from '../http/area.rules.ts'
import type { Bounds, Position } from '../http/schema.ts'
import { geographyAt, textArray } from '../http/sql.ts'
import {
  actorsReaching,
  collaborationsReaching,
  isInArea,
  newIn,
  type Reaching,
  type Years,
} from './reach.queries.ts'
import type { TextQuery } from './text.rules.ts'
import { type Tied, tied } from './tied.queries.ts'

export type SearchFeature = (typeof searchFeatures)[number]

/** Filters whose values can be counted. */
export const facetNames = [
  'theme',
  'skill',
  'kind',
  'country',
  'language',
  'territory',
  'programme',
  'freshness',
] as const
export type FacetName = (typeof facetNames)[number]

/** There are as many values of territories as there are regions of Europe. */
export const MOST_FACET_VALUES = 300

export type ChosenValues = Partial<Record<FacetName, string[]>>

/** What a search asks for. Values of one filter are OR-ed, different filters AND-ed. */
export interface Filters {
  feature: SearchFeature
  text?: TextQuery | undefined
  chosen: ChosenValues
  bbox?: Bounds | undefined
  near?: Position | undefined
  withinMeters?: number | undefined
  updatedSince?: Date | undefined
  located?: boolean | undefined
  area?: Area | undefined
  /** Where those who take part are; of actors, with whom they do. */
  reaching?: Reaching | undefined
  /** The years in which it began. */
  newIn?: Years | undefined
  /** Of actors, that they originate, practise or transmit it: its slug. */
  practice?: string | undefined
  /** Of actors, that they offer one of these. */
  offered?: readonly TakenLine[] | undefined
  /** Years and evidence of a tie that it has. */
  tied?: Tied | undefined
}

/** How fresh an actor is now; documents hold the moments at which that changes. */
const freshness = sql`case
  when fresh_until > now() then 'fresh'
  when ageing_until > now() then 'ageing'
  when unknown_until > now() then 'unknown'
  else 'old' end`

/** The values of a record that a facet counts, one row each; themes and skills by id. */
export const facetValues: Record<FacetName, { column: SQL; isList: boolean; from?: SQL }> = {
  theme: { column: sql`themes`, isList: true },
  skill: { column: sql`skills`, isList: true },
  kind: { column: sql`kind`, isList: false },
  country: { column: sql`countries`, isList: true },
  language: { column: sql`languages`, isList: true },
  territory: { column: sql`territories`, isList: true },
  programme: { column: sql`programme`, isList: false },
  freshness: { column: sql`freshness`, isList: false, from: freshness },
}

const concepts = (scheme: 'theme' | 'skill', slugs: string[]) =>
  sql`array(select id from concepts where scheme = ${scheme} and slug = any(${textArray(slugs)}))`

/** Whether a record has one of the chosen values. */
export function hasChosen(facet: FacetName, values: string[]): SQL {
  switch (facet) {
    // Documents hold all broader concepts, so that a theme finds what is tagged more narrowly.
    case 'theme':
      return sql`themes && ${concepts('theme', values)}`
    case 'skill':
      return sql`skills && ${concepts('skill', values)}`
    case 'kind':
      return sql`kind = any(${textArray(values)})`
    case 'country':
      return sql`countries && ${textArray(values)}`
    case 'language':
      return sql`languages && ${textArray(values)}`
    case 'territory':
      return sql`territories && ${textArray(values)}`
    case 'programme':
      return sql`programme = any(${textArray(values)})`
    case 'freshness':
      return sql`${freshness} = any(${textArray(values)})`
  }
}

/** Conditions on `search_documents` other than chosen values. */
export function conditions({
  feature,
  text,
  bbox,
  near,
  withinMeters,
  updatedSince,
  located,
  area,
  reaching,
  newIn: years,
  offered,
  practice,
  tied: asked = {},
}: Filters): SQL {
  const all = [sql`feature = ${feature}`]
  if (text) all.push(sql`vector @@ ${text.all}::tsquery`)
  if (bbox) all.push(feature === 'actors' ? isPointInside(bbox) : isInside(bbox))
  if (near && withinMeters !== undefined) {
    all.push(sql`ST_DWithin(location, ${geographyAt(near)}, ${withinMeters}::float8)`)
  }
  if (updatedSince) all.push(sql`updated_at >= ${updatedSince.toISOString()}::timestamptz`)
  if (located !== undefined) {
    all.push(located ? sql`location is not null` : sql`location is null`)
  }
  if (area) all.push(isInArea(area))
  if (reaching) {
    const keys =
      feature === 'actors'
        ? actorsReaching(reaching, asked)
        : collaborationsReaching(reaching, asked)
    all.push(sql`record_id in (${keys})`)
  }
  if (years && feature !== 'practices') {
    all.push(sql`record_id in (${newIn(feature, years, asked)})`)
  }
  // How far ties reach, and since when, is said of the same ties.
  const isAsked = Object.values(asked).some((value) => value !== undefined)
  if (isAsked && !reaching && !years && feature !== 'practices') {
    all.push(sql`record_id in (${tied(feature, asked)})`)
  }
  if (offered) {
    all.push(sql`record_id in (select actor_id from (${providersOf(offered)}) as offering)`)
  }
  if (practice !== undefined) all.push(hasPractice(practice))
  return sql.join(all, sql` and `)
}

/** Which actors have a practice; `record_id` is that of `search_documents`. */
export const hasPractice = (slug: string) => sql`record_id in (
  select actor_id from practice_actors join practices on practices.id = practice_id
  where slug = ${slug} and practices.status = 'published')`

/** Metres to the nearest point of a record; null where it has none. */
export const distance = (near: Position) => sql`ST_Distance(location, ${geographyAt(near)})`

/** Compares degrees themselves: boxes of PostGIS are rounded outwards to four bytes. */
export function isPointInside([west, south, east, north]: Bounds): SQL {
  const lng = sql`ST_X(location::geometry)`
  const isBetween = sql`(${lng} >= ${west}::float8 ${west > east ? sql`or` : sql`and`} ${lng} <= ${east}::float8)`
  return sql`${isBetween} and ST_Y(location::geometry) between ${south}::float8 and ${north}::float8`
}

/** Whether one of the points of those who take part lies inside. */
function isInside([west, south, east, north]: Bounds): SQL {
  const touches = (from: number, to: number) => sql`ST_Intersects(
    location::geometry,
    ST_MakeEnvelope(${from}::float8, ${south}::float8, ${to}::float8, ${north}::float8, 4326))`
  return west > east ? sql`(${touches(west, 180)} or ${touches(-180, east)})` : touches(west, east)
}
