import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { placeParams, placePath, readPlace, tiedParams } from '#lib/territories/territory-links.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { code, lang } = event.params
  const place = readPlace(code, event.url.searchParams)
  const { path, query } = tiedParams(place)
  const untied = { path, query: { ...placeParams(place).query, lang } }
  const params = { path, query: { ...query, lang } }
  const client = api(event)
  const [figures, picture, twins] = await Promise.all([
    client.GET('/territories/{code}/figures', { params }).then(dataOrError),
    client.GET('/territories/{code}/map', { params: untied }).then(dataOrError),
    client.GET('/territories/{code}/twins', { params: untied }).then(dataOrError),
  ])
  return { figures, picture, twins, today: new Date().toISOString() }
}

export const actions: Actions = {
  default: async (event) => {
    const place = readPlace(event.params.code, event.url.searchParams)
    const { data, response } = await api(event).POST('/territories/{code}/reports', {
      params: tiedParams(place),
    })
    if (!data) return fail(response.status)
    redirect(
      303,
      `/${event.params.lang}${placePath({ code: place.code, area: null }, `reports/${data.reference}`)}`,
    )
  },
}
