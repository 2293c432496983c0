import { redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { placePath } from '#lib/territories/territory-links.ts'
import type { PageServerLoad } from './$types.js'

const MOST_FOUND = 30

export const load: PageServerLoad = async (event) => {
  const { lang } = event.params
  const q = event.url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const area = readCorners(event.url.searchParams.get('corners'))
  const client = api(event)
  let refused: string | undefined
  if (area) {
    const params = { path: { code: 'drawn' }, query: { area } }
    const { error } = await client.GET('/territories/{code}/map', { params })
    if (!error) redirect(303, `/${lang}${placePath({ code: null, area })}`)
    refused = error.code
  }

  const list = async (query: { q?: string; level?: number }) =>
    dataOrError(await client.GET('/territories', { params: { query: { ...query, lang } } }))
  const [found, countries, configuration] = await Promise.all([
    q ? list({ q }) : null,
    list({ level: 0 }),
    client.GET('/configuration').then(dataOrError),
  ])
  return {
    q,
    wrongCorners: area && event.url.searchParams.get('corners'),
    refused,
    found: found?.items
      .toSorted((one, other) => other.actorCount - one.actorCount)
      .slice(0, MOST_FOUND),
    countries: countries.items
      .filter(({ actorCount }) => actorCount > 0)
      .sort((one, other) => one.name.localeCompare(other.name, lang)),
    hasRegions: countries.levels.some((level) => level > 0),
    configuration,
  }
}

/** Corners as they are typed: one a line or after a semicolon. */
function readCorners(text: string | null): string | null {
  const corners = (text ?? '').split(/[;\n]+/).map((corner) => corner.replaceAll(/\s+/g, ''))
  const area = corners.filter(Boolean).join(';')
  return area || null
}
