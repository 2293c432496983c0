import { fail, redirect } from '@sveltejs/kit'
import { afterSignIn } from '#lib/accounts/after-sign-in.ts'
import { api } from '#lib/api/client.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** Opening the page changes nothing: programs that look into mails open every link. */
export const load: PageServerLoad = async (event) => {
  const { token } = event.params
  event.setHeaders({ 'cache-control': 'no-store' })
  const { data } = await api(event).GET('/sign-ins/{token}', { params: { path: { token } } })
  return { isOpen: data?.isOpen ?? false }
}

export const actions: Actions = {
  default: async (event) => {
    const { token } = event.params
    const { data, error: problem } = await api(event).POST('/sign-ins/{token}/session', {
      params: { path: { token } },
    })
    if (!data) return fail(problem.status, { code: problem.code })
    redirect(303, afterSignIn(data, event.params.lang))
  },
}
