import { isHttpError } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { NetworkMetrics } from '#lib/api/types.ts'
import type { ApiQuery } from '#lib/explore/exploration.ts'
import { ROWS_A_PAGE } from './read-table.ts'

interface FetchContext {
  fetch: typeof fetch
  url: Pick<URL, 'origin'>
}

export const measures = [
  'degree',
  'weight',
  'betweenness',
  'pageRank',
  'community',
  'name',
  'country',
] as const
export type Measure = (typeof measures)[number]

export interface FiguresAsked {
  by: Measure
  isAscending: boolean
  after: string | null
}

/** Words are read from the beginning of the alphabet, communities from the largest, figures from the greatest. */
const isAscending = (by: Measure) => by === 'name' || by === 'country' || by === 'community'

/** How the table of figures is sorted. */
export function readFiguresAsked(params: URLSearchParams): FiguresAsked {
  const by = measures.find((each) => each === params.get('by')) ?? 'betweenness'
  const direction = params.get('dir')
  return {
    by,
    isAscending: direction === 'asc' || (direction !== 'desc' && isAscending(by)),
    after: params.get('after'),
  }
}

/** The figures of a network, which may take the server some seconds; or that it could not reckon them. */
export async function readFigures(
  context: FetchContext,
  query: ApiQuery,
  { by, isAscending: ascends, after }: FiguresAsked,
): Promise<NetworkMetrics | 'failed'> {
  const asked = {
    ...query,
    sort: by,
    order: ascends ? ('asc' as const) : ('desc' as const),
    limit: ROWS_A_PAGE,
    ...(after && { cursor: after }),
  }
  try {
    return dataOrError(await api(context).GET('/network/metrics', { params: { query: asked } }))
  } catch (error) {
    if (!isHttpError(error) || error.status >= 500) return 'failed'
    // The one thing in an address that only the API can read.
    if (!after || error.status !== 400) throw error
    return readFigures(context, query, { by, isAscending: ascends, after: null })
  }
}
