import { isHttpError } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { NetworkActors } from '#lib/api/types.ts'
import type { ApiQuery } from '#lib/explore/exploration.ts'
import type { Language } from '#lib/i18n/languages.ts'
import type { NetworkView } from './network-view.ts'
import { pageOfTies, ROWS_A_PAGE, type TieRow } from './rows.ts'

interface TableEvent {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** The table that stands for the drawing, one page of it. */
export interface Table {
  counts: NetworkActors['counts']
  years: NetworkActors['years']
  actors: NetworkActors['items'] | null
  ties: TieRow[] | null
  /** What leads to the next page. */
  next: { after: string } | { page: number } | null
}

/** Reads the page of the table that an address asks for. */
export const readTable = (event: TableEvent, view: NetworkView, query: ApiQuery): Promise<Table> =>
  view.table === 'actors' ? readActors(event, view, query) : readTies(event, view, query)

async function readActors(event: TableEvent, view: NetworkView, query: ApiQuery): Promise<Table> {
  const { by, isAscending, after } = view
  const asked = {
    ...query,
    sort: by as 'degree',
    order: isAscending ? ('asc' as const) : ('desc' as const),
    limit: ROWS_A_PAGE,
    ...(after && { cursor: after }),
  }
  try {
    const answer = await api(event).GET('/network/actors', { params: { query: asked } })
    const { counts, years, items, next } = dataOrError(answer)
    return { counts, years, actors: items, ties: null, next: next ? { after: next } : null }
  } catch (error) {
    // The one thing in an address that only the API can read.
    if (after && isHttpError(error, 400)) return readActors(event, { ...view, after: null }, query)
    throw error
  }
}

/** The API lists ties actor by actor; all of them it answers as columns. */
async function readTies(event: TableEvent, view: NetworkView, query: ApiQuery): Promise<Table> {
  const network = dataOrError(await api(event).GET('/network', { params: { query } }))
  const { counts, years } = network
  return {
    counts,
    years,
    actors: null,
    ties: pageOfTies(network, view, event.params.lang),
    next: view.page * ROWS_A_PAGE < counts.ties ? { page: view.page + 1 } : null,
  }
}
