import type { Evidence } from '#lib/api/types.ts'
import type { ApiQuery, Ignored } from '#lib/explore/exploration.ts'

/** From the weakest to the strongest, as the API has it; the first asks for nothing. */
export const evidences = [
  'disputed',
  'imported',
  'claimed',
  'confirmed',
] as const satisfies readonly Evidence[]

export const colourings = ['theme', 'country', 'kind', 'community'] as const
export type Colouring = (typeof colourings)[number]

export const tables = ['actors', 'ties'] as const
export type TableName = (typeof tables)[number]

/** What each table can be sorted by; the first when nothing is said. */
export const columns = {
  actors: ['degree', 'weight', 'name', 'country', 'community'],
  ties: ['weight', 'source', 'target', 'evidence', 'from', 'to'],
} as const
export type Column = (typeof columns)[TableName][number]

/** Which ties: the years in which they lasted, and what must back them. */
export interface TieFilters {
  from: number | null
  to: number | null
  minEvidence: Evidence | null
}

/** What the address of the network says besides the filters of lists. */
export interface NetworkView extends TieFilters {
  of: 'actors' | 'collaborations'
  colour: Colouring
  table: TableName
  by: Column
  isAscending: boolean
  /** Which page of the table: a cursor of the API. */
  after: string | null
  ignored: Ignored[]
}

const YEAR = /^[1-9]\d{3}$/

/** Words are read from the beginning of the alphabet, numbers from the greatest. */
const isWord = (column: Column) => ['name', 'country', 'source', 'target'].includes(column)

/** Reads an address; what cannot be meant is left out and told. */
export function readNetworkView(params: Pick<URLSearchParams, 'get'>): NetworkView {
  const ignored: Ignored[] = []
  const among = <T extends string>(name: string, known: readonly T[]): T | null => {
    const value = params.get(name)?.trim()
    if (!value) return null
    const found = known.find((each) => each === value)
    if (found === undefined) ignored.push({ name, value })
    return found ?? null
  }
  // Lists have the same filters, and tell what of them cannot be meant.
  const year = (name: string) => {
    const value = params.get(name)?.trim()
    return value && YEAR.test(value) ? Number(value) : null
  }

  const [from, to] = [year('from'), year('to')]
  const isBackwards = from !== null && to !== null && from > to
  const table = among('table', tables) ?? 'actors'
  const by = among<Column>('by', columns[table]) ?? columns[table][0]
  const direction = among('dir', ['asc', 'desc'])
  return {
    of: among('of', ['actors', 'collaborations']) ?? 'actors',
    from,
    to: isBackwards ? null : to,
    minEvidence: evidences.find((each) => each === params.get('minEvidence')) ?? null,
    colour: among('colour', colourings) ?? 'theme',
    table,
    by,
    isAscending: direction ? direction === 'asc' : isWord(by),
    after: params.get('after'),
    ignored,
  }
}

/** The network as the API is asked for it; `lang` belongs to lists only. */
export function networkQuery(
  { lang: _, ...filters }: ApiQuery,
  { of, from, to, minEvidence }: Pick<NetworkView, 'of' | keyof TieFilters>,
): ApiQuery {
  return {
    ...(of === 'collaborations' && { of }),
    ...filters,
    ...(from && { from }),
    ...(to && { to }),
    ...(minEvidence && minEvidence !== evidences[0] && { minEvidence }),
  }
}

/** A query as part of an address. */
export function toSearch(query: ApiQuery): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const each of [value].flat()) params.append(name, String(each))
  }
  return params.toString()
}
