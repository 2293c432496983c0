import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import { type Area, areaText, parseArea } from '../http/area.rules.ts'
import { invalid, notFound } from '../http/problem.ts'
import type { Language } from '../http/schema.ts'
import { findTerritory, listTerritories } from '../places/territories.queries.ts'
import { toTerritoryCode } from '../places/territories.rules.ts'
import type { Scope } from '../search/reach.queries.ts'

/** The word that stands for a code where an area was drawn. */
export const DRAWN = 'drawn'

interface TerritoryRef {
  code: string
  name: string
  level: number
}

export interface Subject {
  code: string | null
  name: string | null
  level: number | null
  area: string | null
  source: string | null
  parents: TerritoryRef[]
  children: (TerritoryRef & { actorCount: number })[]
}

/** An area was given, and nothing asks about it. */
export const needsDrawn = () => invalid({ area: `needs the code ${DRAWN}` })

/** What is asked about: the territory of a code, or the area where the code is `drawn`. */
export function readScope(code: string, area: string | undefined): Scope {
  if (code !== DRAWN) {
    if (area !== undefined) throw needsDrawn()
    return { code: toTerritoryCode(code) }
  }
  if (area === undefined) throw invalid({ area: 'is missing' })
  return { area: parseArea(area) }
}

/** The territory with those around and inside it; a 404 where there is none. */
export async function getSubject(db: Executor, scope: Scope, language: Language): Promise<Subject> {
  if (scope.area) return drawn(scope.area)
  const territory = await findTerritory(db, scope.code, language)
  if (!territory) throw notFound('This territory')
  const [parents, children] = await Promise.all([
    listParents(db, scope.code, language),
    listTerritories(db, { parent: scope.code }, language),
  ])
  const { code, name, level, source } = territory
  return {
    code,
    name,
    level,
    area: null,
    source,
    parents,
    children: children.map((child) => ({ ...toRef(child), actorCount: child.actorCount })),
  }
}

const drawn = (area: Area): Subject => ({
  code: null,
  name: null,
  level: null,
  area: areaText(area),
  source: null,
  parents: [],
  children: [],
})

const toRef = ({ code, name, level }: TerritoryRef) => ({ code, name, level })

async function listParents(db: Executor, code: string, language: Language) {
  const rows = await db.execute<{ code: string }>(sql`
    with recursive above as (
      select parent_code as code from territories where code = ${code}
      union select parent_code from above join territories using (code)
    )
    select code from above where code is not null`)
  const found = await Promise.all(rows.map((row) => findTerritory(db, row.code, language)))
  return found
    .flatMap((territory) => (territory ? [toRef(territory)] : []))
    .sort((one, other) => one.level - other.level)
}
