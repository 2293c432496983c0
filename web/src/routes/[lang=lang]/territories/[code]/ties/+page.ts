import { api, dataOrError } from '#lib/api/client.ts'
import { readPlace, tiedParams, tiedQuery } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

const SLUG = /^(?=.{1,300}$)[a-z0-9]+(-[a-z0-9]+)*$/

const oneOf = <T extends string>(value: string | null, words: readonly T[]): T | undefined =>
  words.find((word) => word === value)

export const load: PageLoad = async (event) => {
  const { searchParams } = event.url
  const place = readPlace(event.params.code, searchParams)
  const { path, query } = tiedParams(place)
  const side = oneOf(searchParams.get('side'), ['inside', 'across'] as const)
  const themes = oneOf(searchParams.get('themes'), ['same', 'other'] as const)
  const actor = SLUG.exec(searchParams.get('actor') ?? '')?.[0]
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(searchParams.get('page'))) || 1))
  const answer = await api(event).GET('/territories/{code}/ties', {
    params: {
      path,
      query: {
        ...query,
        ...(side && { side }),
        ...(themes && { themes }),
        ...(actor && { actor }),
        page,
        lang: event.params.lang,
      },
    },
  })
  return { ties: dataOrError(answer), side, themes, actor, tied: tiedQuery(place.tied ?? {}) }
}
