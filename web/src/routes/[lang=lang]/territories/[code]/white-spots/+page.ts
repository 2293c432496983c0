import { api, dataOrError } from '#lib/api/client.ts'
import { isSlug } from '#lib/api/slug.ts'
import { missingTheme } from '#lib/territories/missing-theme.ts'
import { placeParams, readPlace } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

/** A number out of an address, within what makes sense. */
function readNumber(text: string | null, usual: number, [least, most]: [number, number]): number {
  const value = Number(text)
  return text && Number.isFinite(value) ? Math.min(most, Math.max(least, Math.round(value))) : usual
}

const readSlug = (text: string | null) => (text && isSlug(text) ? text : undefined)

export const load: PageLoad = async (event) => {
  const { lang, code } = event.params
  const { searchParams } = event.url
  const client = api(event)
  const { path, query } = placeParams(readPlace(code, searchParams))
  const practice = readSlug(searchParams.get('practice'))
  const vocabulary = client.GET('/themes', { params: { query: { lang } } }).then(dataOrError)
  const written = searchParams.get('theme')?.trim() ?? ''
  const asksTheme =
    written && !practice
      ? (await vocabulary).items.find(({ slug }) => slug === written)?.slug
      : undefined
  const isFirst = !practice && !asksTheme
  const params = { path, query: { ...query, lang } }
  const [{ items: themes }, practices, picture, twins] = await Promise.all([
    vocabulary,
    client
      .GET('/practices', { params: { query: { lang, limit: 100, sort: 'name' } } })
      .then(dataOrError),
    client.GET('/territories/{code}/map', { params }).then(dataOrError),
    isFirst ? client.GET('/territories/{code}/twins', { params }).then(dataOrError) : null,
  ])
  const proposed = twins && missingTheme(twins)
  const theme = practice ? undefined : (asksTheme ?? proposed?.slug ?? themes[0]?.slug)
  const within = readNumber(searchParams.get('within'), 30, [1, 2000])
  const population = readNumber(searchParams.get('population'), 1000, [0, 100_000_000])
  const asked = {
    ...query,
    ...(practice ? { practice } : { theme: theme ?? '' }),
    within,
    population,
    lang,
  }
  const spots = dataOrError(
    await client.GET('/territories/{code}/white-spots', { params: { path, query: asked } }),
  )
  const parameters = new URLSearchParams(
    Object.entries(asked).map(([name, value]) => [name, String(value)]),
  )
  return {
    spots,
    picture,
    themes,
    ignored: written && isFirst ? [{ name: 'theme', value: written }] : [],
    practices: practices.items.map(({ slug, title }) => ({ slug, title })),
    theme,
    practice,
    proposed,
    area: query.area,
    download: {
      csv: `/api/territories/${path.code}/white-spots.csv?${String(parameters)}`,
      geojson: `/api/territories/${path.code}/white-spots.geojson?${String(parameters)}`,
    },
  }
}
