import { api, dataOrError } from '#lib/api/client.ts'
import type { ListQuery } from '#lib/api/types.ts'
import { explore } from '#lib/explore/explore.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const client = api(event)
  return {
    explored: await explore(event, 'practices', async (query) =>
      dataOrError(
        await client.GET('/practices', {
          // Values come from the address as they are; the API says 400 to what it does not know.
          params: { query: query as ListQuery<'/practices'> },
        }),
      ),
    ),
  }
}
