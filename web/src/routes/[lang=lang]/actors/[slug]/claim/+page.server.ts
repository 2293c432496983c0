import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const { session } = await event.parent()
  if (session.account) {
    const claim = await client.GET('/actors/{slug}/claim', { params: { path: { slug } } })
    const state = dataOrError(claim)
    return { actor: state.actor, state, signIn: null, key: crypto.randomUUID() }
  }
  const options = { params: { path: { slug }, query: { lang } } }
  const actor = await client.GET('/actors/{slug}', options).then(dataOrError)
  return {
    actor: { slug: actor.slug, name: actor.name },
    state: null,
    signIn: signInPath(lang, event.url.pathname),
    key: '',
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { slug } = event.params
    const form = await event.request.formData()
    const proof =
      formText(form, 'proof') === 'domain' ? ('domain' as const) : ('moderator' as const)
    const values = { email: formText(form, 'email'), message: formText(form, 'message') }
    if (proof === 'domain' && !/^\S+@\S+\.\S+$/.test(values.email)) {
      return fail(400, { values, wrong: 'email' as const })
    }
    if (proof === 'moderator' && values.message.length < 10) {
      return fail(400, { values, wrong: 'message' as const })
    }
    const { error } = await api(event).POST('/actors/{slug}/claims', {
      params: { path: { slug } },
      headers: { 'idempotency-key': formText(form, 'key') },
      body:
        proof === 'domain' ? { proof, email: values.email } : { proof, message: values.message },
    })
    if (!error) redirect(303, event.url.pathname)
    if (error.fields?.['email']) return fail(400, { values, wrong: 'email' as const })
    return fail(error.status, { values, code: error.code })
  },
}
