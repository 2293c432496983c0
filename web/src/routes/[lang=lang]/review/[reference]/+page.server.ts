import { api, dataOrError } from '#lib/api/client.ts'
import { decide } from '#lib/moderation/decide.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { reference } = event.params
  const options = { params: { path: { reference } } }
  const client = api(event)
  const [review, configuration] = await Promise.all([
    client.GET('/review/proposals/{reference}', options),
    client.GET('/configuration'),
  ])
  return { review: dataOrError(review), configuration: dataOrError(configuration) }
}

export const actions: Actions = { decide }
