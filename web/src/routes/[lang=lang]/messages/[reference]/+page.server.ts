import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { ifMatch, signInPath } from '#lib/api/forms.ts'
import { proofOf } from '#lib/ui/good-faith.ts'
import { formProse, formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { reference, lang } = event.params
  const client = api(event)
  const answer = await client.GET('/messages/{reference}', { params: { path: { reference } } })
  if (answer.response.status === 401) redirect(303, signInPath(lang, event.url.pathname))
  const thread = dataOrError(answer)
  const isReceiver = thread.side === 'actor'
  const actor = isReceiver
    ? (
        await client.GET('/actors/{slug}', {
          params: { path: { slug: thread.actor.slug }, query: { lang } },
        })
      ).data
    : undefined
  const { data: ticket } = isReceiver ? {} : await client.GET('/form-ticket')
  return {
    thread,
    ticket,
    contact: actor?.contact ?? null,
    isSent: event.url.searchParams.has('sent'),
    key: crypto.randomUUID(),
  }
}

const pathOf = (event: RequestEvent) => ({
  params: { path: { reference: event.params.reference } },
})

/** Back to the conversation, so that a reload sends nothing again. */
const back = (event: RequestEvent) => redirect(303, event.url.pathname)

export const actions: Actions = {
  answer: async (event) => {
    const form = await event.request.formData()
    const text = formProse(form, 'text')
    if (!text.trim()) return fail(400, { act: 'answer' as const, text, isMissing: true })
    const { error } = await api(event).POST('/messages/{reference}/answers', {
      ...pathOf(event),
      headers: { 'idempotency-key': formText(form, 'key') },
      body: { text, addressesMeant: form.has('addressesMeant'), proof: proofOf(form) },
    })
    if (!error) return back(event)
    const { status, code, fields } = error
    const holdsAddress = fields?.['addressesMeant'] !== undefined
    return fail(status, {
      act: 'answer' as const,
      text,
      ...(holdsAddress ? { holdsAddress } : { code }),
    })
  },
  decline: async (event) => {
    const form = await event.request.formData()
    const template = formText(form, 'template')
    const own = formText(form, 'reason')
    const reason = [template, own].filter(Boolean).join('\n')
    if (!reason) return fail(400, { act: 'decline' as const, text: own, isMissing: true })
    const { error } = await api(event).POST('/messages/{reference}/decline', {
      ...pathOf(event),
      headers: ifMatch(form),
      body: { reason },
    })
    return error
      ? fail(error.status, { act: 'decline' as const, text: own, code: error.code })
      : back(event)
  },
  report: async (event) => {
    const reason = formText(await event.request.formData(), 'reason')
    if (!reason) return fail(400, { act: 'report' as const, text: reason, isMissing: true })
    const { error } = await api(event).POST('/messages/{reference}/report', {
      ...pathOf(event),
      body: { reason },
    })
    return error
      ? fail(error.status, { act: 'report' as const, text: reason, code: error.code })
      : back(event)
  },
  close: async (event) => {
    const { error } = await api(event).POST('/messages/{reference}/close', {
      ...pathOf(event),
      headers: ifMatch(await event.request.formData()),
    })
    return error
      ? fail(error.status, { act: 'close' as const, text: '', code: error.code })
      : back(event)
  },
  pause: async (event) => {
    const form = await event.request.formData()
    const until = formText(form, 'until')
    const { error } = await api(event).POST('/actors/{slug}/contact-pause', {
      params: { path: { slug: formText(form, 'slug') } },
      body: { until: until || null },
    })
    return error
      ? fail(error.status, { act: 'pause' as const, text: until, code: error.code })
      : back(event)
  },
  resume: async (event) => {
    const slug = formText(await event.request.formData(), 'slug')
    const { error } = await api(event).DELETE('/actors/{slug}/contact-pause', {
      params: { path: { slug } },
    })
    return error
      ? fail(error.status, { act: 'pause' as const, text: '', code: error.code })
      : back(event)
  },
}
