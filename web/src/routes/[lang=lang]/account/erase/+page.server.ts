import { fail, redirect } from '@sveltejs/kit'
import { requireAccount } from '#lib/accounts/signed-in.ts'
import { api } from '#lib/api/client.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  await requireAccount(event)
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    if (form.get('sure') !== 'yes') return fail(400, { code: 'missing' })
    const { error: problem } = await api(event).DELETE('/account')
    if (problem?.code === 'second_factor_required') {
      const to = encodeURIComponent(event.url.pathname)
      redirect(303, `/${event.params.lang}/account/second-factor?to=${to}`)
    }
    if (problem) return fail(problem.status, { code: problem.code })
    redirect(303, `/${event.params.lang}/erased`)
  },
}
