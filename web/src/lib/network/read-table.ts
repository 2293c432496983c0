import { isHttpError } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { NetworkActors, NetworkTies } from '#lib/api/types.ts'
import type { ApiQuery } from '#lib/explore/exploration.ts'
import type { NetworkView } from './network-view.ts'

export const ROWS_A_PAGE = 50

/** The table that stands for the drawing, one page of it. */
export type Table = Pick<NetworkActors, 'counts' | 'years' | 'next'> & {
  actors: NetworkActors['items'] | null
  ties: NetworkTies['items'] | null
}

/** Reads the page of the table that an address asks for. */
export async function readTable(
  event: Parameters<typeof api>[0],
  view: NetworkView,
  query: ApiQuery,
): Promise<Table> {
  const { table, by, isAscending, after } = view
  const asked = {
    ...query,
    order: isAscending ? ('asc' as const) : ('desc' as const),
    limit: ROWS_A_PAGE,
    ...(after && { cursor: after }),
  }
  const client = api(event)
  try {
    if (table === 'actors') {
      const params = { query: { ...asked, sort: by as 'degree' } }
      const { items, ...page } = dataOrError(await client.GET('/network/actors', { params }))
      return { ...page, actors: items, ties: null }
    }
    const params = { query: { ...asked, sort: by as 'weight' } }
    const { items, ...page } = dataOrError(await client.GET('/network/ties', { params }))
    return { ...page, actors: null, ties: items }
  } catch (error) {
    // The one thing in an address that only the API can read.
    if (after && isHttpError(error, 400)) return readTable(event, { ...view, after: null }, query)
    throw error
  }
}
