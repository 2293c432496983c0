import { api, dataOrError } from '#lib/api/client.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const params = { path: { slug }, query: { lang } }
  const [collaboration, configuration] = await Promise.all([
    client.GET('/collaborations/{slug}', { params }).then(dataOrError),
    client.GET('/configuration').then(dataOrError),
  ])
  return { collaboration, configuration }
}
