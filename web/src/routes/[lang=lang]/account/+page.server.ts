import { fail, type RequestEvent } from '@sveltejs/kit'
import { ifMatch } from '#lib/api/forms.ts'
import { requireAccount } from '#lib/accounts/signed-in.ts'
import { api, dataOrError } from '#lib/api/client.ts'
import { toLanguage } from '#lib/i18n/languages.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  await requireAccount(event)
  event.setHeaders({ 'cache-control': 'no-store' })
  const [account, sessions, own] = await Promise.all([
    api(event).GET('/account').then(dataOrError),
    api(event).GET('/account/sessions').then(dataOrError),
    api(event).GET('/account/actors').then(dataOrError),
  ])
  return { account, sessions: sessions.items, own: own.items }
}

const idOf = async (event: RequestEvent) => Number(formText(await event.request.formData(), 'id'))

export const actions: Actions = {
  save: async (event) => {
    const form = await event.request.formData()
    const { error: problem } = await api(event).PUT('/account', {
      headers: ifMatch(form),
      body: {
        name: formText(form, 'name') || null,
        language: toLanguage(formText(form, 'language')) ?? 'en',
      },
    })
    if (problem) return fail(problem.status, { code: problem.code, name: formText(form, 'name') })
    return { saved: true }
  },
  address: async (event) => {
    const email = formText(await event.request.formData(), 'email')
    const { error: problem } = await api(event).POST('/account/address-changes', {
      body: { email },
    })
    if (!problem) return { waiting: email }
    return fail(problem.status, {
      email,
      code: problem.code,
      wrongAddress: problem.fields?.['email'] !== undefined,
    })
  },
  end: async (event) => {
    const id = await idOf(event)
    await api(event).DELETE('/account/sessions/{id}', { params: { path: { id } } })
  },
  endOthers: async (event) => {
    await api(event).DELETE('/account/sessions')
  },
  withdraw: async (event) => {
    const id = await idOf(event)
    await api(event).POST('/account/consents/{id}/withdrawal', { params: { path: { id } } })
  },
}
