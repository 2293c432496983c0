import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { resolveNames } from '#lib/records/resolve-names.ts'
import { formText } from '#lib/ui/form-text.ts'
import { listConcepts } from '#lib/vocabulary/list-concepts.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const asked = Object.fromEntries(event.url.searchParams)
  // Links name the two by their slugs, the form by what was typed.
  const naming = (['kept', 'merged'] as const)
    .filter((path) => `${path}_name` in asked)
    .map((path) => ({ path, named: 'actors' as const }))
  const { values, choices } = await resolveNames(event, naming, asked)
  const { kept = '', merged = '' } = values
  const isClear = kept && merged && Object.keys(choices).length === 0
  const client = api(event)
  const askAgain = async (code: string | null) => {
    const merges = dataOrError(await client.GET('/merges')).items
    return { values, choices, code, preview: null, concepts: [], merges }
  }
  if (!isClear) return askAgain(null)
  const [preview, concepts] = await Promise.all([
    client.GET('/merges/preview', { params: { query: { kept, merged } } }),
    listConcepts(event),
  ])
  if (!preview.data) return askAgain(preview.error.code)
  return { values, choices, code: null, preview: preview.data, concepts, merges: [] }
}

export const actions: Actions = {
  merge: async (event) => {
    const form = await event.request.formData()
    const text = (name: string) => formText(form, name)
    const choices = Object.fromEntries(
      [...form.entries()]
        .filter(([name]) => name.startsWith('choice.'))
        .map(([name]) => [name.slice('choice.'.length), text(name)]),
    )
    const { data, error } = await api(event).POST('/merges', {
      body: {
        kept: text('kept'),
        merged: text('merged'),
        keptVersion: Number(text('keptVersion')),
        mergedVersion: Number(text('mergedVersion')),
        choices: choices as Record<string, 'kept' | 'merged' | 'both'>,
        why: text('why') || null,
      },
    })
    if (!data) return fail(error.status, { code: error.code, choices, why: text('why') })
    return { merged: text('merged'), into: data.slug }
  },
  undo: async (event) => {
    const form = await event.request.formData()
    const merged = formText(form, 'merged')
    const { data, error } = await api(event).POST('/merges/undo', { body: { merged } })
    if (!data) return fail(error.status, { code: error.code })
    return { undone: data.slug }
  },
  apart: async (event) => {
    const form = await event.request.formData()
    const pair = { one: formText(form, 'kept'), other: formText(form, 'merged') }
    const { error, response } = await api(event).POST('/not-duplicates', { body: pair })
    if (error) return fail(response.status, { code: error.code })
    redirect(303, `/${event.params.lang}/review`)
  },
}
