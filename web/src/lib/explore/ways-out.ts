import type { List, Position } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { filterQuery, radii, type ApiQuery, type Exploration } from './exploration.ts'

/** A filter in use: the parameters that make it, and how to call it. */
interface InUse {
  names: string[]
  label: { filter: string; values: string[] }
}

/** What would be found without one filter, or with that one alone. */
export interface Way extends InUse {
  count: number
}

export interface WaysOut {
  drops: Way[]
  /** Where leaving one thing out does not help: what each thing finds by itself. */
  keeps: Way[]
  radius: { within: number; count: number } | null
  all: number
}

type ListAll = (query: ApiQuery) => Promise<List<unknown>>
export type Count = (query: ApiQuery) => Promise<number>

/** Called when nothing was found: which single change finds something, by asking for each. */
export async function findWaysOut(
  exploration: Exploration,
  lang: Language,
  place: { near: Position | null; label: string | null },
  { list, count }: { list: ListAll; count: Count },
): Promise<WaysOut> {
  const query = filterQuery(exploration, lang, place.near)
  const filters = filtersInUse(exploration, place)
  const countEach = async (filters: InUse[], narrowed: (names: string[]) => ApiQuery) => {
    const ways = await Promise.all(
      filters.map(async (filter) => ({ ...filter, count: await count(narrowed(filter.names)) })),
    )
    return ways.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count)
  }

  const [drops, radius, all] = await Promise.all([
    countEach(filters, (names) => without(query, names)),
    place.near && exploration.within
      ? smallestRadius(query, exploration.within, list, count)
      : null,
    count({ lang }),
  ])
  const isStuck = !drops.length && !radius && filters.length > 1
  // A radius has no meaning without its place, which is a filter with it; nor has how far ties reach.
  const meaningful = filters.filter(
    ({ label }) => !['within', 'reach', 'with'].includes(label.filter),
  )
  const keeps = isStuck
    ? await countEach(meaningful, (names) => only(query, ['lang', ...names]))
    : []
  return { drops, keeps, radius, all }
}

function filtersInUse(
  { q, chosen, bbox, located, updatedSince, ties, within }: Exploration,
  { near, label }: { near: Position | null; label: string | null },
) {
  const filters: InUse[] = []
  const add = (names: string[], filter: string, values: string[]) =>
    filters.push({ names, label: { filter, values } })
  if (q) add(['q'], 'q', [q])
  for (const [name, values] of Object.entries(chosen)) {
    add(name === 'territory' ? ['territory', 'reach', 'with'] : [name], name, values)
  }
  if (bbox) add(['bbox'], 'bbox', [])
  if (located) add(['located'], 'located', [located])
  if (updatedSince) add(['updatedSince'], 'updatedSince', [updatedSince])
  // How far ties reach has no meaning without a place.
  for (const [name, value] of Object.entries(ties)) {
    add(name === 'area' ? ['area', 'reach', 'with'] : [name], name, [value])
  }
  if (near && within) {
    add(['within'], 'within', [String(within)])
    add(['where', 'near', 'within'], 'where', [label ?? ''])
  }
  return filters
}

function without(query: ApiQuery, names: string[]): ApiQuery {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.includes(name)))
}

const only = (query: ApiQuery, names: string[]): ApiQuery =>
  Object.fromEntries(Object.entries(query).filter(([name]) => names.includes(name)))

/** The nearest match tells how far one has to look at least; what is counted may lie farther away. */
async function smallestRadius(query: ApiQuery, current: number, list: ListAll, count: Count) {
  const anywhere = without(query, ['within'])
  const { items } = await list({ ...anywhere, sort: 'distance', limit: 1 })
  const [nearest] = items as { distanceMeters?: number | null }[]
  if (typeof nearest?.distanceMeters !== 'number') return null
  const kilometers = nearest.distanceMeters / 1000
  const beyond = Math.ceil(kilometers / 500) * 500
  const farther = [...new Set([...radii, beyond])]
    .filter((radius) => radius >= kilometers && radius > current)
    .sort((a, b) => a - b)
  for (const within of farther) {
    const found = await count({ ...query, within })
    if (found > 0) return { within, count: found }
  }
  return null
}
