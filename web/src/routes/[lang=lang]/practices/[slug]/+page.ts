import { api, dataOrError } from '#lib/api/client.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const params = { path: { slug }, query: { lang } }
  const [practice, travels, configuration] = await Promise.all([
    client.GET('/practices/{slug}', { params }).then(dataOrError),
    client.GET('/practices/{slug}/adoptions', { params }).then(dataOrError),
    client.GET('/configuration').then(dataOrError),
  ])
  return { practice, travels, configuration }
}
