import { api } from '#lib/api/client.ts'
import { filterQuery } from '#lib/explore/exploration.ts'
import { exploreNetwork } from '#lib/network/explore-network.ts'
import { networkQuery, readNetworkView, toSearch } from '#lib/network/network-view.ts'
import { readFigures, readFiguresAsked } from '#lib/network/read-figures.ts'
import type { PageServerLoad } from './$types.js'

/** So long a page waits for figures; later ones it comes back for. */
const PATIENCE_MS = 1500

export const load: PageServerLoad = async (event) => {
  const { url, params } = event
  const view = readNetworkView(url.searchParams)
  const { exploration, place, result } = await exploreNetwork(event, view.of)
  const query = networkQuery(filterQuery(exploration, params.lang, place.near), view)
  const asked = readFiguresAsked(url.searchParams)
  const reckoned = readFigures(event, query, asked)
  // Where nobody waits for it any more, its failure is told on the next visit.
  reckoned.catch(() => undefined)
  const first = { ...query, sort: 'degree' as const, limit: 1 }
  const [figures, { data: whole }] = await Promise.all([
    Promise.race([
      reckoned,
      new Promise<'waiting'>((resolve) => setTimeout(resolve, PATIENCE_MS, 'waiting')),
    ]),
    api(event).GET('/network/actors', { params: { query: first } }),
  ])
  return {
    exploration,
    facets: result.facets,
    view,
    asked,
    figures,
    years: whole?.years ?? null,
    counts: whole?.counts ?? null,
    search: toSearch(query),
  }
}
