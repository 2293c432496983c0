import { api, dataOrError } from '#lib/api/client.ts'
import { mapHosts } from '#lib/map/hosts.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const configuration = dataOrError(await api(event).GET('/configuration'))
  return { hosts: mapHosts(configuration, event.url.host) }
}
