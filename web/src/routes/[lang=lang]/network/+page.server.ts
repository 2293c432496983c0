import { api, dataOrError } from '#lib/api/client.ts'
import { filterQuery } from '#lib/explore/exploration.ts'
import { exploreNetwork } from '#lib/network/explore-network.ts'
import { networkQuery, readNetworkView, toSearch } from '#lib/network/network-view.ts'
import { readTable } from '#lib/network/read-table.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { url, params } = event
  const { lang } = params
  const client = api(event)
  const view = readNetworkView(url.searchParams)
  const listed = await exploreNetwork(event, view.of)
  const { exploration, place } = listed
  const query = networkQuery(filterQuery(exploration, lang, place.near), view)
  const selected = url.searchParams.get('selected')
  const [table, ties, themes] = await Promise.all([
    readTable(event, view, query),
    selected
      ? client.GET('/network/actors/{slug}/ties', {
          params: { path: { slug: selected }, query: { ...query, lang } },
        })
      : null,
    client.GET('/themes', { params: { query: { lang } } }),
  ])
  return {
    explored: {
      ...listed,
      exploration: { ...exploration, ignored: [...exploration.ignored, ...view.ignored] },
    },
    view,
    search: toSearch(query),
    table,
    ties: ties?.data ?? null,
    themes: dataOrError(themes).items.map(({ slug, label }) => [slug, label] as const),
  }
}
