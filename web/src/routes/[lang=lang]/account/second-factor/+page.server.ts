import { fail, redirect } from '@sveltejs/kit'
import { requireAccount, toOwnPath } from '#lib/accounts/signed-in.ts'
import { api } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { hasSecondFactor, isStrong } = await requireAccount(event)
  event.setHeaders({ 'cache-control': 'no-store' })
  return { hasSecondFactor, isStrong, to: toOwnPath(event.url.searchParams.get('to')) }
}

export const actions: Actions = {
  prepare: async (event) => {
    const { data, error: problem } = await api(event).POST('/account/second-factor')
    return data ? { factor: data } : fail(problem.status, { code: problem.code })
  },
  confirm: async (event) => {
    const form = await event.request.formData()
    const { data, error: problem } = await api(event).POST('/account/second-factor/confirmation', {
      body: { code: formText(form, 'code') },
    })
    if (data) return { recoveryCodes: data.codes }
    const factor = {
      secret: formText(form, 'secret'),
      picture: formText(form, 'picture'),
    }
    return fail(problem.status, { code: problem.code, factor })
  },
  give: async (event) => {
    const form = await event.request.formData()
    const { error: problem } = await api(event).POST('/session/strength', {
      body: { code: formText(form, 'code') },
    })
    if (problem) return fail(problem.status, { code: problem.code })
    redirect(303, toOwnPath(event.url.searchParams.get('to')) ?? `/${event.params.lang}/account`)
  },
  remove: async (event) => {
    const { error: problem } = await api(event).DELETE('/account/second-factor')
    if (problem) return fail(problem.status, { code: problem.code })
    redirect(303, `/${event.params.lang}/account`)
  },
}
