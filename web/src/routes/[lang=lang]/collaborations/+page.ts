import { api, dataOrError } from '#lib/api/client.ts'
import { explore } from '#lib/explore/explore.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const client = api(event)
  return {
    explored: await explore(event, 'collaborations', async (query) =>
      dataOrError(await client.GET('/collaborations', { params: { query } })),
    ),
  }
}
