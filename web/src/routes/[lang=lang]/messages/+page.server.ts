import { redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const answer = await api(event).GET('/messages')
  if (answer.response.status === 401) {
    redirect(303, signInPath(event.params.lang, event.url.pathname))
  }
  return { threads: dataOrError(answer).items }
}
