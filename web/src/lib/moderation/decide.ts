import { fail, type RequestEvent } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import { formText, formTexts } from '#lib/ui/form-text.ts'
import { toReason } from './reasons.ts'

/** Sends what a moderator decided by a form: `reference` (several), `decision`, `template`, `reason`. */
export async function decide(event: RequestEvent) {
  const form = await event.request.formData()
  const references = formTexts(form, 'reference')
  const decision = form.get('decision') === 'accept' ? 'accept' : 'reject'
  const template = toReason(form.get('template'))
  const reason = formText(form, 'reason')
  if (references.length === 0) return fail(400, { code: 'none_chosen', references })
  if (decision === 'reject' && !template && !reason) {
    return fail(400, { code: 'no_reason' as const, references })
  }
  const { data, error } = await api(event).POST('/review/decisions', {
    body: { references, decision, ...(template && { template }), ...(reason && { reason }) },
  })
  if (!data) return fail(error.status, { code: error.code, references })
  return { results: data.results }
}
