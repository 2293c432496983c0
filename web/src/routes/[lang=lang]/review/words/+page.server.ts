import { fail } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const client = api(event)
  const query = { lang: event.params.lang }
  const [suggestions, themes, skills] = await Promise.all([
    client.GET('/vocabulary/suggestions'),
    client.GET('/themes', { params: { query } }),
    client.GET('/skills', { params: { query } }),
  ])
  const toOption = ({ slug, label }: { slug: string; label: string }) => ({ value: slug, label })
  return {
    suggestions: dataOrError(suggestions).items,
    concepts: {
      theme: dataOrError(themes).items.map(toOption),
      skill: dataOrError(skills).items.map(toOption),
    },
  }
}

/** A slug out of an English word. */
const toSlug = (label: string) =>
  label
    .normalize('NFD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const text = (name: string) => formText(form, name)
    const id = Number(text('id'))
    const decision = text('decision')
    const english = text('english')
    const { error, response } = await api(event).POST('/vocabulary/suggestions/{id}/decision', {
      params: { path: { id } },
      body:
        decision === 'fold'
          ? { decision, concept: text('concept') }
          : decision === 'accept'
            ? { decision, slug: toSlug(english), labels: { en: english } }
            : { decision: 'refuse' },
    })
    if (error) return fail(response.status, { id, code: error.code, english })
    return { decided: true }
  },
}
