import { api, dataOrError } from '#lib/api/client.ts'
import { explore } from '#lib/explore/explore.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { networkQuery, type NetworkView } from './network-view.ts'

interface ExploreEvent {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** The filters of a network with what can be chosen, as the list of the same shows them. */
export async function exploreNetwork(event: ExploreEvent, of: NetworkView['of']) {
  const client = api(event)
  const explored = await explore<unknown>(
    event,
    of,
    async (query) =>
      of === 'actors'
        ? dataOrError(await client.GET('/actors', { params: { query } }))
        : dataOrError(await client.GET('/collaborations', { params: { query } })),
    // Who has no tie is in the list, and not in the network.
    async (query) => {
      const asked = networkQuery(query, { of, from: null, to: null, minEvidence: null })
      const params = { query: { ...asked, limit: 1 } }
      return dataOrError(await client.GET('/network/actors', { params })).counts.actors
    },
  )
  // A network is no page of a list.
  return { ...explored, result: { ...explored.result, items: [] } }
}
