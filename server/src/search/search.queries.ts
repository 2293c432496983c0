import { sql, type SQL } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import type { Found } from '../actors/actors.queries.ts'
import type { MatchReason } from '../actors/actors.schema.ts'
import type { PageEnd } from '../http/page.ts'
import {
  conditions,
  distance,
  type FacetName,
  facetValues,
  type Filters,
  hasChosen,
  MOST_FACET_VALUES,
  type SearchFeature,
} from './filters.queries.ts'
import type { Sort } from './sorts.rules.ts'
import type { TextQuery } from './text.rules.ts'

export interface Search extends Filters {
  sort: Sort
  limit: number
  after?: PageEnd | undefined
  facets: FacetName[]
}

/** How many of the results have a value that is not chosen, or would come with it. */
export interface CountedValue {
  value: string
  count: number
}

export interface Results {
  total: number
  located: number
  page: (Found & { sortValue: string })[]
  facets: Partial<Record<FacetName, CountedValue[]>>
  hasMore: boolean
}

type Row = {
  [facet: `facet_${string}`]: CountedValue[]
  total: number
  located: number
  page: { id: number; sortValue: string; distanceMeters: number | null; matchedIn: MatchReason[] }[]
}

/**
 * Finds a page of records, counts all and the values of the facets asked for, in one statement.
 *
 * `candidates` are the records that match, whatever is chosen in the facets asked for: a value that is not chosen
 * yet adds those candidates that only the choice in its own facet keeps out.
 */
export async function findRecords(db: Executor, search: Search): Promise<Results> {
  const chosen = Object.entries(search.chosen) as [FacetName, string[]][]
  const counted = chosen.filter(([facet]) => search.facets.includes(facet))
  const fixed = chosen.filter(([facet]) => !search.facets.includes(facet))
  const { key, type, isDescending } = sortKey(search)

  const columns = [
    sql`record_id`,
    sql`location is not null as is_located`,
    sql`${key} as sort_key`,
    ...counted.map(([facet, values]) => sql`${hasChosen(facet, values)} as ${has(facet)}`),
    ...search.facets.map((facet) => {
      const { column, from } = facetValues[facet]
      return from ? sql`${from} as ${column}` : column
    }),
  ]
  const where = [conditions(search), ...fixed.map(([facet, values]) => hasChosen(facet, values))]
  const hasAll = (facets: FacetName[]) =>
    sql.join([sql`true`, ...facets.map((facet) => sql`coalesce(${has(facet)}, false)`)], sql` and `)
  const countedNames = counted.map(([facet]) => facet)

  const facetCounts = search.facets.map((facet) => {
    const others = hasAll(countedNames.filter((name) => name !== facet))
    const isChosen = countedNames.includes(facet)
    const adds = isChosen ? sql`${others} and not coalesce(${has(facet)}, false)` : others
    return sql`(${countValues(facet, adds)}) as ${sql.identifier(`facet_${facet}`)}`
  })

  const [row] = await db.execute<Row>(sql`
    with candidates as materialized (
      select ${sql.join(columns, sql`, `)} from search_documents where ${sql.join(where, sql` and `)}
    ),
    page as (
      select record_id, sort_key from candidates
      where ${hasAll(countedNames)} and ${isAfter(search.after, type, isDescending)}
      order by sort_key ${isDescending ? sql`desc` : sql`asc`}, record_id
      limit ${search.limit + 1}
    )
    select
      totals.*,
      (select coalesce(json_agg(json_build_object(
         'id', record_id, 'sortValue', sort_key::text,
         'distanceMeters', ${search.near ? distance(search.near) : sql`null`},
         'matchedIn', ${matchedIn(search)}
       ) order by sort_key ${isDescending ? sql`desc` : sql`asc`}, record_id), '[]')
       from page join search_documents using (record_id)
       where feature = ${search.feature}) as page
      ${facetCounts.length > 0 ? sql`, ${sql.join(facetCounts, sql`, `)}` : sql``}
    from (
      select count(*)::int as total, count(*) filter (where is_located)::int as located
      from candidates where ${hasAll(countedNames)}
    ) as totals`)
  if (!row) throw new Error('A search without a row')

  const facets: Results['facets'] = {}
  for (const facet of search.facets) facets[facet] = row[`facet_${facet}`] ?? []
  return {
    total: row.total,
    located: row.located,
    page: row.page.slice(0, search.limit),
    hasMore: row.page.length > search.limit,
    facets,
  }
}

const has = (facet: FacetName) => sql.identifier(`has_${facet}`)

function countValues(facet: FacetName, condition: SQL): SQL {
  const { column, isList } = facetValues[facet]
  const source = isList
    ? sql`select unnest(${column}) as value from candidates where ${condition}`
    : sql`select ${column} as value from candidates where ${condition} and ${column} is not null`
  return sql`
    select coalesce(json_agg(json_build_object('value', value::text, 'count', count)), '[]')
    from (
      select value, count(*)::int as count from (${source}) as valued
      group by value order by count desc, value limit ${MOST_FACET_VALUES}
    ) as counted`
}

/** The value to sort by, never null, and written as text so that it comes back from a cursor unchanged. */
function sortKey({ sort, text, near, feature }: Search): {
  key: SQL
  type: SQL
  isDescending: boolean
} {
  switch (sort) {
    case 'name':
      return { key: sql`name_key`, type: sql`text`, isDescending: false }
    case 'updated':
      return {
        key: sql`(extract(epoch from updated_at) * 1000000)::bigint`,
        type: sql`bigint`,
        isDescending: true,
      }
    case 'distance':
      if (!near) throw new Error(`Sorting ${feature} by distance needs a position`)
      return {
        // Farther than anything on Earth: records without a location come last.
        key: sql`coalesce(${distance(near)}, 1e9)`,
        type: sql`float8`,
        isDescending: false,
      }
    case 'relevance':
      if (!text) throw new Error(`Sorting ${feature} by relevance needs a text`)
      return { key: relevance(text), type: sql`float8`, isDescending: true }
  }
}

/**
 * The name typed in full before names that hold all words, before names, places and themes that do, before texts.
 * Within one of these, PostgreSQL's rank, which stays below 1.
 */
function relevance({ folded, all, allInName, allInNamePlaceOrTheme }: TextQuery): SQL {
  return sql`(
    (name_key = ${folded})::int * 4
    + (vector @@ ${allInName}::tsquery)::int * 2
    + (vector @@ ${allInNamePlaceOrTheme}::tsquery)::int
    + ts_rank('{0.05, 0.2, 0.4, 1}', vector, ${all}::tsquery, 32)
  )::float8`
}

function isAfter(after: PageEnd | undefined, type: SQL, isDescending: boolean): SQL {
  if (!after) return sql`true`
  const key = sql`${after.sortValue}::${type}`
  return sql`(sort_key ${isDescending ? sql`<` : sql`>`} ${key} or (sort_key = ${key} and record_id > ${after.id}))`
}

function matchedIn({ text, feature }: Filters): SQL {
  if (!text) return sql`'[]'::json`
  const matches = (query: string) => sql`vector @@ ${query}::tsquery`
  const inPlace = isInPlace(feature, text)
  const reasons: [MatchReason, SQL][] = [
    ['name', matches(text.someInName)],
    ['place', inPlace],
    ...(text.someInTheme ? [['theme', matches(text.someInTheme)] as [MatchReason, SQL]] : []),
    ['text', sql`${matches(text.someInText)} or (${matches(text.someInPlace)} and not ${inPlace})`],
  ]
  const named = reasons.map(([name, holds]) => sql`case when ${holds} then ${name}::text end`)
  return sql`array_to_json(array_remove(array[${sql.join(named, sql`, `)}], null))`
}

/** Words of weight B are those of the place for actors, but for others also names of who takes part, or the programme. */
function isInPlace(feature: SearchFeature, { someInPlace }: TextQuery): SQL {
  switch (feature) {
    case 'actors':
      return sql`vector @@ ${someInPlace}::tsquery`
    case 'practices':
      return sql`(select weighed(town, 'B') @@ ${someInPlace}::tsquery from practices where id = record_id)`
    case 'collaborations':
      return sql`false`
  }
}
