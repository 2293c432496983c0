import { api, dataOrError } from '#lib/api/client.ts'
import { readActor, readPlace, tiedParams, tiedQuery } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/

const oneOf = <T extends string>(value: string | null, words: readonly T[]): T | undefined =>
  words.find((word) => word === value)

export const load: PageLoad = async (event) => {
  const { searchParams } = event.url
  const place = readPlace(event.params.code, searchParams)
  const { path, query } = tiedParams(place)
  const side = oneOf(searchParams.get('side'), ['inside', 'across'] as const)
  const themes = oneOf(searchParams.get('themes'), ['same', 'other'] as const)
  const actor = readActor(searchParams)
  const towards = CODE.exec(searchParams.get('with') ?? '')?.[0]
  const page = Math.min(10_000, Math.max(1, Math.trunc(Number(searchParams.get('page'))) || 1))
  const { lang } = event.params
  const client = api(event)
  const [ties, there] = await Promise.all([
    client
      .GET('/territories/{code}/ties', {
        params: {
          path,
          query: {
            ...query,
            ...(side && { side }),
            ...(themes && { themes }),
            ...(actor && { actor }),
            ...(towards && { with: towards }),
            page,
            lang,
          },
        },
      })
      .then(dataOrError),
    towards
      ? client.GET('/territories/{code}', { params: { path: { code: towards }, query: { lang } } })
      : null,
  ])
  return {
    ties,
    side,
    themes,
    actor,
    towards: towards && { code: towards, name: there?.data?.name ?? towards },
    tied: tiedQuery(place.tied ?? {}),
  }
}
