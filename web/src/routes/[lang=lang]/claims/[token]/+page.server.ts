import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { token, lang } = event.params
  const answer = await api(event).GET('/claims/{token}', { params: { path: { token } } })
  const signIn = signInPath(lang, event.url.pathname)
  if (answer.response.status === 401) redirect(303, signIn)
  return { claim: dataOrError(answer), signIn }
}

export const actions: Actions = {
  default: async (event) => {
    const { token, lang } = event.params
    const client = api(event)
    const params = { path: { token } }
    const { error } = await client.POST('/claims/{token}/confirm', { params })
    if (error) return fail(error.status, { code: error.code })
    const { actor } = await client.GET('/claims/{token}', { params }).then(dataOrError)
    redirect(303, `/${lang}/actors/${actor.slug}/claim`)
  },
}
