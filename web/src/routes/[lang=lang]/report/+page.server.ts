import { error, fail } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { proofOf } from '#lib/ui/good-faith.ts'
import { type Feature, isFeature } from '#lib/records/feature.ts'
import { formText } from '#lib/ui/form-text.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { isKind } from './report.ts'

/** The record that the report is about; its address says which. */
export const load: PageServerLoad = async (event) => {
  const { feature, slug } = aboutOf(event.url)
  const [name, { data: ticket }] = await Promise.all([
    nameOf(event, feature, slug),
    api(event).GET('/form-ticket'),
  ])
  return { feature, slug, name, ticket, key: crypto.randomUUID() }
}

function aboutOf(url: URL): { feature: Feature; slug: string } {
  const feature = url.searchParams.get('feature') ?? 'actors'
  const slug = url.searchParams.get('slug')
  if (!isFeature(feature) || !slug) error(404)
  return { feature, slug }
}

async function nameOf(
  event: Parameters<PageServerLoad>[0],
  feature: Feature,
  slug: string,
): Promise<string> {
  const options = { params: { path: { slug }, query: { lang: event.params.lang } } } as const
  const client = api(event)
  if (feature === 'actors') return dataOrError(await client.GET('/actors/{slug}', options)).name
  if (feature === 'practices') {
    return dataOrError(await client.GET('/practices/{slug}', options)).title
  }
  return dataOrError(await client.GET('/collaborations/{slug}', options)).title
}

export const actions: Actions = {
  default: async (event) => {
    const form = await event.request.formData()
    const text = (name: string) => formText(form, name)
    const values = { kind: text('kind'), message: text('message'), email: text('email') }
    const wrong: ('kind' | 'message' | 'email')[] = []
    if (!isKind(values.kind)) wrong.push('kind')
    if (values.message.length < 3 || values.message.length > 5_000) wrong.push('message')
    if (values.email && !/^\S+@\S+\.\S+$/.test(values.email)) wrong.push('email')
    if (wrong.length > 0 || !isKind(values.kind)) return fail(400, { values, wrong })

    const { data, error: problem } = await api(event).POST('/reports', {
      headers: { 'idempotency-key': text('key') },
      body: {
        ...aboutOf(event.url),
        kind: values.kind,
        message: values.message,
        language: event.params.lang,
        proof: proofOf(form),
        ...(values.email && { email: values.email }),
      },
    })
    if (!data) return fail(problem.status, { values, wrong, code: problem.code })
    return { reference: data.reference, answered: values.email !== '' }
  },
}
