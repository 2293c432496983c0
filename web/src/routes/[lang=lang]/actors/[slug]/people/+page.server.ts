import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { ifMatch, signInPath } from '#lib/api/forms.ts'
import type { Problem } from '#lib/api/types.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const params = { path: { slug } }
  const answer = await client.GET('/actors/{slug}/people', { params })
  if (answer.response.status === 401) redirect(303, signInPath(lang, event.url.pathname))
  const people = dataOrError(answer)
  const claims = people.mayDecide
    ? ((await client.GET('/actors/{slug}/claims', { params })).data?.items ?? [])
    : []
  return { ...people, claims, key: crypto.randomUUID() }
}

const done = (event: RequestEvent, error: Problem | undefined, act: string) =>
  error ? fail(error.status, { act, code: error.code }) : redirect(303, event.url.pathname)

const roleOf = (form: FormData) =>
  formText(form, 'role') === 'owner' ? ('owner' as const) : ('editor' as const)

export const actions: Actions = {
  invite: async (event) => {
    const form = await event.request.formData()
    const email = formText(form, 'email')
    const act = 'invite'
    if (!/^\S+@\S+\.\S+$/.test(email)) return fail(400, { act, email, isWrong: true })
    const { error } = await api(event).POST('/actors/{slug}/invitations', {
      params: { path: event.params },
      headers: { 'idempotency-key': formText(form, 'key') },
      body: { email, role: roleOf(form) },
    })
    if (error) return fail(error.status, { act, email, code: error.code })
    return { act, isDone: true }
  },
  withdraw: async (event) => {
    const id = Number(formText(await event.request.formData(), 'id'))
    const { slug } = event.params
    const { error } = await api(event).DELETE('/actors/{slug}/invitations/{id}', {
      params: { path: { slug, id } },
    })
    return done(event, error, 'withdraw')
  },
  role: async (event) => {
    const form = await event.request.formData()
    const path = { slug: event.params.slug, id: Number(formText(form, 'id')) }
    const { error } = await api(event).POST('/actors/{slug}/people/{id}/role', {
      params: { path },
      headers: ifMatch(form),
      body: { role: roleOf(form) },
    })
    return done(event, error, 'role')
  },
  remove: async (event) => {
    const form = await event.request.formData()
    const path = { slug: event.params.slug, id: Number(formText(form, 'id')) }
    const { error } = await api(event).DELETE('/actors/{slug}/people/{id}', {
      params: { path },
      headers: ifMatch(form),
    })
    return done(event, error, 'remove')
  },
  handOver: async (event) => {
    const form = await event.request.formData()
    const { error } = await api(event).POST('/actors/{slug}/hand-over', {
      params: { path: { slug: event.params.slug } },
      headers: ifMatch(form),
      body: { to: Number(formText(form, 'id')) },
    })
    return done(event, error, 'handOver')
  },
  leave: async (event) => {
    const form = await event.request.formData()
    const { slug, lang } = event.params
    const { data, error } = await api(event).POST('/actors/{slug}/leave', {
      params: { path: { slug } },
      body: { askModerators: form.has('askModerators') },
    })
    if (error) return fail(error.status, { act: 'leave', code: error.code })
    if (data.hasLeft) redirect(303, `/${lang}/actors/${slug}`)
    return { act: 'leave', isDone: true }
  },
  claim: async (event) => {
    const form = await event.request.formData()
    const path = { slug: event.params.slug, id: Number(formText(form, 'id')) }
    const reason = formText(form, 'reason')
    const { error } = await api(event).POST('/actors/{slug}/claims/{id}/decision', {
      params: { path },
      body: {
        status: formText(form, 'status') === 'accepted' ? 'accepted' : 'refused',
        ...(reason && { reason }),
      },
    })
    return done(event, error, 'claim')
  },
}
