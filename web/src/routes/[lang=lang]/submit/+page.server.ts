import { redirect } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import { findDraft } from '#lib/submissions/find-draft.ts'
import { resumePath } from '#lib/submissions/steps.ts'
import type { Actions, PageServerLoad } from './$types.js'

/** Where to begin, or go on: the drafts of this browser and of whoever is signed in. */
export const load: PageServerLoad = async (event) => {
  const { session } = await event.parent()
  const draft = await findDraft(event)
  const own = session.account ? (await api(event).GET('/drafts')).data?.items : undefined
  return {
    draft: draft && {
      name: draft.answers.name?.name ?? draft.actor?.name ?? '',
      expiresAt: draft.expiresAt,
      path: resumePath(draft),
    },
    others: (own ?? []).filter(({ reference }) => reference !== draft?.reference),
  }
}

export const actions: Actions = {
  open: async (event) => {
    const form = await event.request.formData()
    const given = form.get('reference')
    const reference = typeof given === 'string' ? given : ''
    const { data } = await api(event).POST('/drafts/{reference}/open', {
      params: { path: { reference } },
    })
    redirect(303, `/${event.params.lang}${data ? resumePath(data) : '/submit'}`)
  },
  erase: async (event) => {
    await api(event).DELETE('/drafts/current')
    redirect(303, `/${event.params.lang}/submit`)
  },
}
