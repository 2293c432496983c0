import { fail } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { decide } from '#lib/moderation/decide.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

const lists = ['waiting', 'live', 'reports'] as const

export const load: PageServerLoad = async (event) => {
  const wanted = event.url.searchParams.get('show')
  const show = lists.find((list) => list === wanted) ?? 'waiting'
  const queue = dataOrError(await api(event).GET('/review', { params: { query: { show } } }))
  return { show, queue }
}

export const actions: Actions = {
  decide,
  answer: async (event) => {
    const form = await event.request.formData()
    const status = form.get('decision') === 'resolved' ? 'resolved' : 'dismissed'
    const answer = formText(form, 'answer')
    const { data, error } = await api(event).POST('/reports/{reference}/decision', {
      params: { path: { reference: formText(form, 'reference') } },
      body: { status, answer: answer || null },
    })
    if (!data) return fail(error.status, { code: error.code, references: [] })
    return { answered: data.reference }
  },
}
