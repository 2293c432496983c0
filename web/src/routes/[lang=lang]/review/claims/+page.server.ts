import { fail } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => ({
  claims: dataOrError(await api(event).GET('/claims')).items,
})

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const id = Number(formText(form, 'id'))
    const status = formText(form, 'decision') === 'accepted' ? 'accepted' : 'refused'
    const reason = formText(form, 'reason')
    const { error, response } = await api(event).POST('/actors/{slug}/claims/{id}/decision', {
      params: { path: { slug: formText(form, 'slug'), id } },
      body: { status, ...(reason && { reason }) },
    })
    if (error) return fail(response.status, { id, code: error.code })
    return { decided: true }
  },
}
