import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { token, lang } = event.params
  const params = { path: { token } }
  const invitation = await api(event).GET('/invitations/{token}', { params }).then(dataOrError)
  const { session } = await event.parent()
  return { invitation, signIn: session.account ? null : signInPath(lang, event.url.pathname) }
}

export const actions: Actions = {
  default: async (event) => {
    const { token, lang } = event.params
    const client = api(event)
    const params = { path: { token } }
    const { error, response } = await client.POST('/invitations/{token}/accept', { params })
    if (response.status === 401) redirect(303, signInPath(lang, event.url.pathname))
    if (error) return fail(error.status, { code: error.code })
    const { actor } = await client.GET('/invitations/{token}', { params }).then(dataOrError)
    redirect(303, `/${lang}/actors/${actor.slug}/people`)
  },
}
