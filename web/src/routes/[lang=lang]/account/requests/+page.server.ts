import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { ifMatch, signInPath } from '#lib/api/forms.ts'
import type { Role } from '#lib/api/types.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const answer = await api(event).GET('/account/ties')
  if (answer.response.status === 401) {
    redirect(303, signInPath(event.params.lang, event.url.pathname))
  }
  return { ties: dataOrError(answer).items, isDone: event.url.searchParams.has('done') }
}

const DATE = /^\d{4}(-\d{2}(-\d{2})?)?$/

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const id = Number(formText(form, 'id'))
    const answer = (['correct', 'dispute'] as const).find(
      (each) => each === formText(form, 'answer'),
    )
    const note = formText(form, 'note')
    const start = formText(form, 'start')
    const end = formText(form, 'end')
    const values = { id, note, start, end }
    if (answer === 'dispute' && !note) return fail(400, { ...values, wrong: 'note' as const })
    if (answer === 'correct' && [start, end].some((date) => date && !DATE.test(date))) {
      return fail(400, { ...values, wrong: 'date' as const })
    }
    const { error } = await api(event).POST('/actors/{slug}/ties/{id}/answer', {
      params: { path: { slug: formText(form, 'slug'), id } },
      headers: ifMatch(form),
      body: {
        answer: answer ?? 'confirm',
        ...(note && { note }),
        ...(answer === 'correct' && {
          role: formText(form, 'role') as Role,
          start: start || null,
          end: end || null,
        }),
      },
    })
    if (!error) redirect(303, `${event.url.pathname}?done`)
    if (error.code === 'invalid_request') return fail(400, { ...values, wrong: 'date' as const })
    return fail(error.status, { ...values, code: error.code })
  },
}
