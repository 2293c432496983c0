import { sql, type SQL } from 'drizzle-orm'
import type { Executor, territorySchemes } from '@maillage/db'
import { foldWords } from '../http/fold.ts'
import { countryName } from '../http/language.ts'
import type { Bounds, Language, Position } from '../http/schema.ts'
import { textArray } from '../http/sql.ts'

type TerritoryRow = {
  code: string
  name: string
  level: number
  parent: string | null
  scheme: (typeof territorySchemes)[number]
  actorCount: number
}

type TerritoryDetailRow = TerritoryRow & {
  bounds: Bounds | null
  version: string | null
  attribution: string | null
}

const columns = sql`code, name, level, parent_code as parent, scheme`

const actorCounts = (condition: SQL) => sql`
  select territory_code, count(*)::int as count
  from actor_territories join actors on actors.id = actor_id
  where status = 'published' and ${condition}
  group by territory_code`

/** Countries are named in the reader's language, regions as their source names them. */
function withName<T extends TerritoryRow>({ scheme, ...territory }: T, language: Language) {
  const name =
    scheme === 'custom' || territory.level > 0
      ? territory.name
      : countryName(territory.code, language)
  return { ...territory, name }
}

interface TerritoriesAsked {
  level?: number
  parent?: string
  q?: string
  at?: Position
}

/** The territory at a point, and all that it lies in. */
const isAround = ([lng, lat]: Position) => sql`code in (
  with recursive around as (
    select code from territory_at(ST_SetSRID(ST_MakePoint(${lng}::float8, ${lat}::float8), 4326))
    union select parent_code from around join territories using (code)
  )
  select code from around)`

/** Territories of a level, under a parent, around a point, or whose name or code begins with what is typed. */
export async function listTerritories(
  db: Executor,
  { level, parent, q, at }: TerritoriesAsked,
  language: Language,
) {
  const conditions: SQL[] = [sql`true`]
  if (level !== undefined) conditions.push(sql`level = ${level}`)
  if (parent !== undefined) conditions.push(sql`parent_code = ${parent}`)
  if (at !== undefined) conditions.push(isAround(at))
  const rows = await db.execute<TerritoryRow>(
    sql`
      with counts as (${actorCounts(sql`true`)})
      select ${columns}, coalesce(count, 0) as "actorCount"
      from territories left join counts on territory_code = code
      where ${sql.join(conditions, sql` and `)}
      order by code`,
  )
  const territories = rows.map((row) => withName(row, language))
  const sought = foldWords(q ?? '')
  return sought === ''
    ? territories
    : territories.filter(
        ({ code, name }) =>
          code.toLowerCase().startsWith(sought) || ` ${foldWords(name)}`.includes(` ${sought}`),
      )
}

/** Levels that there are any territories of. */
export async function listTerritoryLevels(db: Executor): Promise<number[]> {
  const rows = await db.execute<{ level: number }>(
    sql`select distinct level from territories order by level`,
  )
  return rows.map(({ level }) => level)
}

/** One territory with the box around its border. */
export async function findTerritory(db: Executor, code: string, language: Language) {
  const [row] = await db.execute<TerritoryDetailRow>(sql`
    with counts as (${actorCounts(sql`territory_code = ${code}`)})
    select ${columns}, version, attribution,
      coalesce((select count from counts), 0) as "actorCount",
      case when border is not null then json_build_array(
        ST_XMin(border), ST_YMin(border), ST_XMax(border), ST_YMax(border)) end as bounds
    from territories where code = ${code}`)
  if (!row) return undefined
  const { attribution, ...territory } = withName(row, language)
  return { ...territory, source: attribution }
}

/** Names by code; codes that are not known are left out. */
export async function listTerritoryNames(
  db: Executor,
  codes: string[],
  language: Language,
): Promise<Map<string, string>> {
  if (codes.length === 0) return new Map()
  const rows = await db.execute<TerritoryRow>(sql`
    select ${columns}, 0 as "actorCount" from territories where code = any(${textArray(codes)})`)
  return new Map(rows.map((row) => [row.code, withName(row, language).name]))
}
