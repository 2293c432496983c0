import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import { findDraft } from '#lib/submissions/find-draft.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types.js'

/** The actors that whoever is signed in can add to; nobody is asked to sign in to read how it goes. */
export const load: PageServerLoad = async (event) => {
  const { session } = await event.parent()
  event.setHeaders({ 'cache-control': 'no-store' })
  const own = session.account
    ? dataOrError(await api(event).GET('/account/actors')).items
    : undefined
  const { pathname, searchParams, search } = event.url
  const asked = searchParams.get('actor')
  return {
    added: event.params.added,
    own,
    chosen: own?.find(({ slug }) => slug === asked)?.slug ?? (own?.length === 1 && own[0]?.slug),
    key: crypto.randomUUID(),
    signIn: signInPath(event.params.lang, pathname + search),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const slug = formText(form, 'actor')
    if (slug === '') return fail(400, { isMissing: true })
    const problem = await openDraft(event, slug, formText(form, '_key'))
    if (problem) return fail(problem.status, { code: problem.code })
    const { lang, added } = event.params
    redirect(303, `/${lang}/submit/${added}-title`)
  },
}

/** Opens what was begun for this actor before, here or elsewhere, or begins something new. */
async function openDraft(event: RequestEvent, slug: string, key: string) {
  const client = api(event)
  const current = await findDraft(event)
  if (current?.actor?.slug === slug) return undefined
  const { data: drafts } = await client.GET('/drafts')
  const begun = drafts?.items.find(({ actor }) => actor === slug)
  const { error } = begun
    ? await client.POST('/drafts/{reference}/open', {
        params: { path: { reference: begun.reference } },
      })
    : await client.POST('/drafts', {
        headers: { 'idempotency-key': key },
        body: { actor: slug, language: event.params.lang },
      })
  return error
}
