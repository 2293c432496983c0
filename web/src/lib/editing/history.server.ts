import { fail, redirect } from '@sveltejs/kit'
import type { RequestEvent } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { Language } from '#lib/i18n/languages.ts'
import { listConcepts } from '#lib/vocabulary/list-concepts.ts'
import type { Feature } from '#lib/records/feature.ts'

type Event = RequestEvent & { params: { lang: Language; slug: string } }

/** The changes of a record, and what one of them changed where the address names it. */
export async function loadHistory(event: Event, feature: Feature) {
  const client = api(event)
  const { slug } = event.params
  const path = `/${feature}/{slug}/history` as '/actors/{slug}/history'
  const history = dataOrError(await client.GET(path, { params: { path: { slug } } }))
  const version = Number(event.url.searchParams.get('version'))
  const against = Number(event.url.searchParams.get('against'))
  const comparison = version
    ? dataOrError(
        await client.GET(`${path}/{version}` as '/actors/{slug}/history/{version}', {
          params: { path: { slug, version }, query: against ? { against } : {} },
        }),
      )
    : null
  const concepts = comparison ? await listConcepts(event) : []
  // Whoever may read the document may bring a version of it back.
  const { response } = await client.GET(
    `/${feature}/{slug}/document` as '/actors/{slug}/document',
    { params: { path: { slug } } },
  )
  return { feature, history, comparison, concepts, mayRestore: response.ok }
}

/** Makes a record what it was in a version. */
export async function restoreVersion(event: Event, feature: Feature) {
  const form = await event.request.formData()
  const { slug, lang } = event.params
  const text = (name: string) => {
    const value = form.get(name)
    return typeof value === 'string' ? value.trim() : ''
  }
  const why = text('why')
  const { data, error: problem } = await api(event).POST(
    `/${feature}/{slug}/history/{version}/restore` as '/actors/{slug}/history/{version}/restore',
    {
      params: { path: { slug, version: Number(text('version')) } },
      headers: { 'if-match': `"v${text('current')}"` },
      body: { ...(why && { why }) },
    },
  )
  if (!data) return fail(problem.status, { code: problem.code, why })
  const result = 'reference' in data ? { waits: data.reference } : { restored: '1' }
  redirect(303, `/${lang}/${feature}/${slug}/history?${String(new URLSearchParams(result))}`)
}
