import { error, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { knownYears } from '#lib/network/known-years.ts'
import { placeParams, placePath, readPlace, tiedQuery } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

/** As many as fit beside each other. */
const MOST = 4

export const load: PageLoad = async (event) => {
  const { lang, code } = event.params
  const { searchParams } = event.url
  const client = api(event)
  const place = readPlace(code, searchParams)
  const { path, query } = placeParams(place)
  const others = [...new Set(searchParams.getAll('with').flatMap((each) => each.split(',')))]
  const chosen = others.filter((each) => each !== '' && each !== code).slice(0, MOST - 1)
  const add = searchParams.get('add')?.trim().slice(0, 200)
  const found = add ? await find(add) : undefined
  const tied = place.tied ?? {}
  if (found) {
    const shown = { with: [...chosen, found].join(','), ...tiedQuery(tied) }
    redirect(303, `/${lang}${placePath(place, 'compare', shown)}`)
  }

  async function find(q: string) {
    const answer = await client.GET('/territories', { params: { query: { q, lang } } })
    const [best] = dataOrError(answer)
      .items.filter((each) => each.code !== code)
      .sort((one, other) => other.actorCount - one.actorCount)
    return best?.code
  }

  const [compared, twins, years] = await Promise.all([
    client
      .GET('/territories/compare', {
        params: { query: { ...tied, ...query, code: [path.code, ...chosen], lang } },
      })
      .then(dataOrError),
    client
      .GET('/territories/{code}/twins', { params: { path, query: { ...query, lang } } })
      .then(dataOrError),
    knownYears(event),
  ])
  const [first] = compared.items
  if (!first) error(404, 'Not found', { code: 'not_found' })
  const items = [first, ...compared.items.slice(1)] as const
  return { items, twins, years, unknown: add ?? null, isFull: items.length === MOST }
}
