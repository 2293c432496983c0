import { api } from '#lib/api/client.ts'
import type { ActorCard } from '#lib/api/types.ts'
import type { Language } from '#lib/i18n/languages.ts'

interface FetchContext {
  fetch: typeof fetch
  url: Pick<URL, 'origin'>
}

const MOST = 8

/** Actors that a typed name may mean, best first. */
export async function findActors(context: FetchContext, name: string, lang: Language) {
  const query = { q: name, lang, limit: MOST }
  const { data } = await api(context).GET('/actors', { params: { query } })
  return data?.items ?? []
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim()

/** Whether an actor is called exactly so, accents and capitals aside. */
export const isNamed = ({ name, shortName }: Pick<ActorCard, 'name' | 'shortName'>, text: string) =>
  [name, shortName ?? name].some((each) => fold(each) === fold(text))
