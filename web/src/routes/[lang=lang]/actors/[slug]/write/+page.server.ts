import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import { proofOf } from '#lib/ui/good-faith.ts'
import { formProse, formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

const empty = { senderName: '', subject: '', text: '' }

export const load: PageServerLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const options = { params: { path: { slug }, query: { lang } } }
  const actor = await client.GET('/actors/{slug}', options).then(dataOrError)
  const token = event.url.searchParams.get('draft')
  const kept = token
    ? (await client.GET('/contact-drafts/{token}', { params: { path: { token } } })).data
    : undefined
  const { session } = await event.parent()
  return {
    actor: { slug: actor.slug, name: actor.name, contact: actor.contact },
    isSignedIn: session.account !== null,
    words: kept ?? { ...empty, senderName: session.account?.name ?? '' },
    key: crypto.randomUUID(),
    ticket: (await client.GET('/form-ticket')).data,
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { slug, lang } = event.params
    const form = await event.request.formData()
    const values = {
      senderName: formText(form, 'senderName'),
      subject: formText(form, 'subject'),
      text: formProse(form, 'text'),
    }
    const wrong = [
      ...(values.senderName ? [] : ['senderName' as const]),
      ...(values.subject ? [] : ['subject' as const]),
      ...(values.text.trim() ? [] : ['text' as const]),
    ]
    if (wrong.length > 0) return fail(400, { values, wrong })

    const client = api(event)
    const draft = event.url.searchParams.get('draft')
    const sent = await client.POST('/actors/{slug}/messages', {
      params: { path: { slug } },
      headers: { 'idempotency-key': formText(form, 'key') },
      body: {
        ...values,
        language: lang,
        addressesMeant: form.has('addressesMeant'),
        proof: proofOf(form),
        ...(draft && { draft }),
      },
    })
    if (sent.data) redirect(303, `/${lang}/messages/${sent.data.reference}?sent`)
    if (sent.response.status === 401) {
      const kept = await client.POST('/contact-drafts', {
        body: { slug, ...values, proof: proofOf(form) },
      })
      if (!kept.data) return fail(kept.response.status, { values, code: kept.error.code })
      redirect(303, signInPath(lang, `${event.url.pathname}?draft=${kept.data.token}`))
    }
    const { status, code, fields } = sent.error
    if (fields?.['addressesMeant']) return fail(status, { values, holdsAddress: true })
    return fail(status, { values, code })
  },
}
