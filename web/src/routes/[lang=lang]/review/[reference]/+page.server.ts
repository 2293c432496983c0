import { api, dataOrError } from '#lib/api/client.ts'
import { listConcepts } from '#lib/vocabulary/list-concepts.ts'
import { decide } from '#lib/moderation/decide.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { reference } = event.params
  const options = { params: { path: { reference } } }
  const client = api(event)
  const [review, configuration, concepts] = await Promise.all([
    client.GET('/review/proposals/{reference}', options),
    client.GET('/configuration'),
    listConcepts(event),
  ])
  return { review: dataOrError(review), configuration: dataOrError(configuration), concepts }
}

export const actions: Actions = { decide }
