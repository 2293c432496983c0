import { api, dataOrError } from '#lib/api/client.ts'
import { placeParams, readPlace } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { code, lang } = event.params
  const { path, query } = placeParams(readPlace(code, event.url.searchParams))
  const params = { path, query: { ...query, lang } }
  const client = api(event)
  const [figures, picture, twins] = await Promise.all([
    client.GET('/territories/{code}/figures', { params }).then(dataOrError),
    client.GET('/territories/{code}/map', { params }).then(dataOrError),
    client.GET('/territories/{code}/twins', { params }).then(dataOrError),
  ])
  return { figures, picture, twins }
}
