import { fail, redirect } from '@sveltejs/kit'
import { toOwnPath } from '#lib/accounts/signed-in.ts'
import { api } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions } from './$types.js'

export const actions: Actions = {
  default: async (event) => {
    const email = formText(await event.request.formData(), 'email')
    const returnTo = toOwnPath(event.url.searchParams.get('to'))
    const { error: problem } = await api(event).POST('/sign-ins', {
      body: { email, language: event.params.lang, ...(returnTo && { returnTo }) },
    })
    if (problem) return fail(problem.status, { email, code: problem.code, fields: problem.fields })
    redirect(303, `/${event.params.lang}/sign-in/code`)
  },
}
