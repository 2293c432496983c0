import { api, dataOrError } from '#lib/api/client.ts'
import { readActor, readPlace, tiedParams, tiedQuery } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { searchParams } = event.url
  const place = readPlace(event.params.code, searchParams)
  const { path, query } = tiedParams(place)
  const actor = readActor(searchParams)
  const answer = await api(event).GET('/territories/{code}/reached', {
    params: { path, query: { ...query, ...(actor && { actor }), lang: event.params.lang } },
  })
  return { reached: dataOrError(answer), actor, tied: tiedQuery(place.tied ?? {}) }
}
