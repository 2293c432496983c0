import { fail, redirect } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import { resumePath } from '#lib/submissions/steps.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** Opening the mailed link changes nothing: mail scanners open links too. */
export const load: PageServerLoad = ({ url, setHeaders }) => {
  setHeaders({ 'cache-control': 'no-store' })
  return { key: url.searchParams.get('key') ?? '' }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const given = form.get('key')
    const token = typeof given === 'string' ? given : ''
    const { data, error } = await api(event).POST('/drafts/open', {
      body: { token },
    })
    if (!data) return fail(error.status, { code: error.code })
    redirect(303, `/${event.params.lang}${resumePath(data)}`)
  },
}
