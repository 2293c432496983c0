import { redirect } from '@sveltejs/kit'
import { requireAccount } from '#lib/accounts/signed-in.ts'
import { api, dataOrError } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { role, isStrong } = await requireAccount(event)
  if (role === 'administrator' && !isStrong) {
    const to = encodeURIComponent(event.url.pathname)
    redirect(303, `/${event.params.lang}/account/second-factor?to=${to}`)
  }
  return { mails: (await api(event).GET('/mails').then(dataOrError)).items }
}

export const actions: Actions = {
  default: async (event) => {
    const id = Number(formText(await event.request.formData(), 'id'))
    await api(event).POST('/mails/{id}/attempts', { params: { path: { id } } })
  },
}
