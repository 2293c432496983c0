import { api, dataOrError } from '#lib/api/client.ts'
import { findPlaces, namesakes, placeLabel } from '#lib/places/find-place.ts'
import { readHere } from '../here-query.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { slug, lang } = event.params
  const { where, within } = readHere(event.url.searchParams)
  const client = api(event)
  const params = { path: { slug }, query: { lang } }
  const [{ title, language }, places] = await Promise.all([
    client.GET('/practices/{slug}', { params }).then(dataOrError),
    where ? findPlaces(event, where, lang) : [],
  ])
  const [place] = places
  const asked = { practice: { slug, title, language }, where, within }
  if (!place) return { ...asked, place: null, others: [], feasibility: null }
  const near = place.coordinates.join(',')
  const feasibility = await client
    .GET('/practices/{slug}/feasibility', {
      params: { path: { slug }, query: { near, within, lang } },
    })
    .then(dataOrError)
  return {
    ...asked,
    place: { name: place.name, label: placeLabel(place) },
    others: namesakes(places, where).map(placeLabel),
    feasibility,
  }
}
