import type { Executor } from '@maillage/db'
import { findTaken } from '../feasibility/taken.queries.ts'
import { lineKey, type TakenLine } from '../feasibility/taken.rules.ts'
import type { Evidence } from '../collaborations/evidence.rules.ts'
import { parseArea } from '../http/area.rules.ts'
import { parseBounds, parsePosition } from '../http/geography.ts'
import { invalid } from '../http/problem.ts'
import { toTerritoryCode } from '../places/territories.rules.ts'
import { requireConcepts } from '../vocabulary/vocabulary.queries.ts'
import { type FacetName, facetNames, type Filters, type SearchFeature } from './filters.queries.ts'
import type { Reach, Reaching, Years } from './reach.queries.ts'
import type { Tied } from './tied.queries.ts'
import { type Correction, understandText } from './text.queries.ts'

/** Filters as they stand in an address. */
export interface FilterParameters extends Partial<Record<FacetName, string[]>> {
  q?: string
  bbox?: string
  near?: string
  within?: number
  updatedSince?: string
  located?: boolean
  area?: string
  reach?: Reach
  with?: string
  newIn?: string
  offers?: string
  practice?: string
  from?: number
  to?: number
  minEvidence?: Evidence
}

/** Reads the filters of a list; a text is understood as the list of this feature would. */
export async function readFilters(
  db: Executor,
  feature: SearchFeature,
  parameters: FilterParameters,
): Promise<{ filters: Filters; corrected: Correction[] }> {
  const { q, bbox, near, within, updatedSince, located, newIn } = parameters
  if (within !== undefined && near === undefined) throw invalid({ within: 'needs near' })
  const chosen: Filters['chosen'] = {}
  for (const facet of facetNames) {
    const values = parameters[facet]
    if (values?.length) chosen[facet] = [...new Set(values)].sort()
  }
  await requireConcepts(db, { theme: chosen.theme, skill: chosen.skill })
  if (chosen.territory) chosen.territory = chosen.territory.map(toTerritoryCode)

  const filters: Filters = {
    feature,
    chosen,
    bbox: bbox === undefined ? undefined : parseBounds(bbox),
    near: near === undefined ? undefined : parsePosition(near),
    withinMeters: within === undefined ? undefined : within * 1000,
    updatedSince: updatedSince === undefined ? undefined : readTime(updatedSince),
    located,
    area: parameters.area === undefined ? undefined : parseArea(parameters.area),
    newIn: newIn === undefined ? undefined : readYears(newIn),
    practice: parameters.practice,
    tied: toTied(parameters),
  }
  filters.reaching = readReaching(filters, parameters)
  filters.offered =
    parameters.offers === undefined ? undefined : await readOffered(db, parameters.offers)
  const text = q === undefined ? undefined : await understandText(db, q)
  return { filters: { ...filters, text: text?.query }, corrected: text?.corrected ?? [] }
}

/** What a practice takes, all of it or the line that an address names. */
async function readOffered(db: Executor, named: string): Promise<TakenLine[]> {
  const [slug = '', part] = named.split(':')
  const taken = await findTaken(db, slug)
  const lines = taken?.lines.filter((line) => part === undefined || lineKey(slug, line) === named)
  if (!lines || (part !== undefined && lines.length === 0)) {
    throw invalid({ offers: 'names nothing that a published practice takes' })
  }
  return lines
}

/** A year, two, or one and all after it. */
function readYears(text: string): Years {
  const [first = '', last = first] = text.split('/')
  const years = { first: Number(first), last: last === '..' ? undefined : Number(last) }
  if (years.last !== undefined && years.last < years.first) {
    throw invalid({ newIn: 'must not go backwards' })
  }
  return years
}

/** Years must not go backwards. */
export function checkYears(from: number | undefined, to: number | undefined): void {
  if (from !== undefined && to !== undefined && from > to) {
    throw invalid({ to: 'must not be before from' })
  }
}

/** Which ties count, by their years and how well they are backed. */
export function toTied({ from, to, minEvidence }: Tied): Tied {
  checkYears(from, to)
  return { from, to, minEvidence }
}

/** How far ties reach can only be said from one place. */
function readReaching(
  { chosen: { territory: codes = [] }, area }: Filters,
  { reach, with: towards }: FilterParameters,
): Reaching | undefined {
  if (reach === undefined && towards === undefined) return undefined
  const asked = reach === undefined ? 'with' : 'reach'
  const [code] = codes
  const places = codes.length + (area ? 1 : 0)
  if (places !== 1) throw invalid({ [asked]: 'needs one territory, or an area' })
  const scope = area ? { area } : { code: code ?? '' }
  return {
    scope,
    reach: reach ?? 'any',
    towards: towards === undefined ? undefined : toTerritoryCode(towards),
  }
}

function readTime(text: string): Date {
  const time = new Date(text)
  // PostgreSQL has no year 0, and JavaScript takes years that no record can have.
  if (Number.isNaN(time.getTime()) || time.getUTCFullYear() < 1) {
    throw invalid({
      updatedSince:
        'must be a date such as 2026-01-31, or a date and time such as 2026-01-31T12:00:00Z',
    })
  }
  return time
}
