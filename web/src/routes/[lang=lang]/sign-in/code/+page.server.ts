import { fail, redirect } from '@sveltejs/kit'
import { afterSignIn } from '#lib/accounts/after-sign-in.ts'
import { api } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  default: async (event) => {
    const code = formText(await event.request.formData(), 'code')
    const { data, error: problem } = await api(event).POST('/sign-ins/code', { body: { code } })
    if (!data) return fail(problem.status, { code: problem.code })
    redirect(303, afterSignIn(data, event.params.lang))
  },
}
