import type { List, Position } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { filterQuery, radii, type ApiQuery, type Exploration } from './exploration.ts'

/** One filter less, and what that would find. `value` names it among several of one facet. */
export interface Drop {
  names: string[]
  label: { filter: string; values: string[] }
  count: number
}

export interface WaysOut {
  drops: Drop[]
  radius: { within: number; count: number } | null
  all: number
}

type Count = (query: ApiQuery) => Promise<number>

/** Called when nothing was found: which single change finds something, by asking for each. */
export async function findWaysOut(
  exploration: Exploration,
  lang: Language,
  near: Position | null,
  list: (query: ApiQuery) => Promise<List<unknown>>,
): Promise<WaysOut> {
  const count: Count = async (query) => (await list({ ...query, limit: 1 })).total
  const query = filterQuery(exploration, lang, near)

  const [drops, radius, all] = await Promise.all([
    Promise.all(
      droppable(exploration, near).map(async ({ names, label }) => ({
        names,
        label,
        count: await count(without(query, names)),
      })),
    ),
    near && exploration.within ? smallestRadius(query, list, count) : null,
    count({ lang }),
  ])

  return {
    drops: drops
      .filter(({ names, count }) => count > 0 && !(radius && names.includes('within')))
      .sort((a, b) => b.count - a.count),
    radius,
    all,
  }
}

function droppable({ q, chosen, bbox, located, updatedSince, within }: Exploration, near: unknown) {
  const drops: Omit<Drop, 'count'>[] = []
  const add = (names: string[], values: string[]) =>
    drops.push({ names, label: { filter: names[0] ?? '', values } })
  if (q) add(['q'], [q])
  for (const [name, values] of Object.entries(chosen)) add([name], values)
  if (bbox) add(['bbox'], [])
  if (located) add(['located'], [located])
  if (updatedSince) add(['updatedSince'], [updatedSince])
  if (near && within) add(['within'], [String(within)])
  return drops
}

function without(query: ApiQuery, names: string[]): ApiQuery {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name)))
}

/** The nearest match tells how far one has to look. */
async function smallestRadius(
  query: ApiQuery,
  list: (query: ApiQuery) => Promise<List<unknown>>,
  count: Count,
) {
  const anywhere = without(query, ['within'])
  const { items } = await list({ ...anywhere, sort: 'distance', limit: 1 })
  const [nearest] = items as { distanceMeters?: number | null }[]
  if (typeof nearest?.distanceMeters !== 'number') return null
  const kilometers = nearest.distanceMeters / 1000
  const within = radii.find((radius) => radius >= kilometers) ?? Math.ceil(kilometers / 500) * 500
  return { within, count: await count({ ...query, within }) }
}
