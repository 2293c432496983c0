import { api } from '#lib/api/client.ts'
import type { Language } from '#lib/i18n/languages.ts'

interface Event {
  fetch: typeof fetch
  url: URL
  params: { lang: Language }
}

/** Themes and skills by their slugs, for pages that say what a document holds. */
export async function listConcepts(event: Event) {
  const client = api(event)
  const options = { params: { query: { lang: event.params.lang } } }
  const lists = await Promise.all([client.GET('/themes', options), client.GET('/skills', options)])
  return lists.flatMap(({ data }) => data?.items.map(({ slug, label }) => ({ slug, label })) ?? [])
}
