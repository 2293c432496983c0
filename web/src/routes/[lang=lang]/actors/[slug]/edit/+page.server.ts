import { fail, redirect } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import { ifMatch } from '#lib/api/forms.ts'
import { eraseRecord, loadEditor, saveSection } from '#lib/editing/edit.server.ts'
import { confirmedAt } from '#lib/actors/confirmed-at.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { slug } = event.params
  const [editor, { data: actor }] = await Promise.all([
    loadEditor(event, 'actors'),
    api(event).GET('/actors/{slug}', { params: { path: { slug } } }),
  ])
  return {
    ...editor,
    freshness: actor && { level: actor.freshness, lastConfirmedAt: confirmedAt(actor) },
    isConfirmed: event.url.searchParams.has('confirmed'),
  }
}

export const actions: Actions = {
  save: (event) => saveSection(event, 'actors'),
  erase: (event) => eraseRecord(event, 'actors'),
  confirm: async (event) => {
    const { error } = await api(event).POST('/actors/{slug}/confirm', {
      params: { path: { slug: event.params.slug } },
      headers: ifMatch(await event.request.formData()),
    })
    if (error) return fail(error.status, { section: 'confirm', values: {}, code: error.code })
    redirect(303, `${event.url.pathname}?confirmed`)
  },
}
