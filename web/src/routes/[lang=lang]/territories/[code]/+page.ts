import { api, dataOrError } from '#lib/api/client.ts'
import { knownYears } from '#lib/network/known-years.ts'
import { placeParams, readPlace, tiedParams } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { code, lang } = event.params
  const place = readPlace(code, event.url.searchParams)
  const { path, query } = placeParams(place)
  const tied = tiedParams(place)
  const params = { path, query: { ...query, lang } }
  const client = api(event)
  const [figures, picture, twins, years] = await Promise.all([
    client
      .GET('/territories/{code}/figures', {
        params: { path, query: { ...tied.query, lang } },
      })
      .then(dataOrError),
    client.GET('/territories/{code}/map', { params }).then(dataOrError),
    client.GET('/territories/{code}/twins', { params }).then(dataOrError),
    knownYears(event),
  ])
  return { figures, picture, twins, years }
}
