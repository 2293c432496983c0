import { api } from '#lib/api/client.ts'
import type { Language } from '#lib/i18n/languages.ts'

export interface FoundRecord {
  slug: string
  name: string
  town: string | null
}

const MOST_FOUND = 8

/** The public actors or practices that words may name, best first. */
export async function findRecords(
  context: { fetch: typeof fetch; url: URL },
  named: 'actors' | 'practices',
  q: string,
  lang: Language,
): Promise<FoundRecord[]> {
  const query = { q, lang, limit: MOST_FOUND }
  if (named === 'actors') {
    const { data } = await api(context).GET('/actors', { params: { query } })
    return data?.items.map(({ slug, name, place }) => ({ slug, name, town: place.town })) ?? []
  }
  const { data } = await api(context).GET('/practices', { params: { query } })
  return (
    data?.items.map(({ slug, title, place }) => ({ slug, name: title, town: place.town })) ?? []
  )
}
