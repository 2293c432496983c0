import { fail } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const params = { path: { token: event.params.token } }
  return { request: await api(event).GET('/still-true/{token}', { params }).then(dataOrError) }
}

const answers = ['true', 'changed', 'closed'] as const

export const actions: Actions = {
  default: async (event) => {
    const given = formText(await event.request.formData(), 'answer')
    const answer = answers.find((each) => each === given)
    if (!answer) return fail(400, { code: 'invalid_request' as const })
    const { error } = await api(event).POST('/still-true/{token}', {
      params: { path: { token: event.params.token } },
      body: { answer },
    })
    return error ? fail(error.status, { code: error.code }) : { code: null }
  },
}
