import { api, dataOrError } from '#lib/api/client.ts'
import type { Choropleth } from '#lib/api/types.ts'
import { knownYears } from '#lib/network/known-years.ts'
import { readTied, tiedQuery } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

/** The compiler asks for each figure that the API knows. */
const known: Record<Choropleth['figure'], true> = {
  actors: true,
  practices: true,
  collaborations: true,
  across: true,
  acrossShare: true,
  eiIndex: true,
  newcomers: true,
}
const figures = Object.keys(known) as Choropleth['figure'][]

export const load: PageLoad = async (event) => {
  const { lang } = event.params
  const { searchParams } = event.url
  const figure = figures.find((each) => each === searchParams.get('figure')) ?? 'actors'
  const level = Math.min(3, Math.max(0, Math.trunc(Number(searchParams.get('level'))) || 0))
  const country = /^[A-Z]{2}$/.exec(searchParams.get('country') ?? '')?.[0]
  const classes = searchParams.get('classes') === 'quantiles' ? 'quantiles' : 'natural'
  const tied = readTied(searchParams)
  const client = api(event)
  const vocabulary = client.GET('/themes', { params: { query: { lang } } }).then(dataOrError)
  const asksTheme = searchParams.get('theme')?.trim() ?? ''
  const theme = asksTheme
    ? (await vocabulary).items.find(({ slug }) => slug === asksTheme)?.slug
    : undefined
  const [{ items: themes }, choropleth, countries, years] = await Promise.all([
    vocabulary,
    client
      .GET('/territories/choropleth', {
        params: {
          query: {
            figure,
            level,
            classes,
            lang,
            ...tied,
            ...(country && { country }),
            ...(theme && figure === 'actors' && { theme: [theme] }),
          },
        },
      })
      .then(dataOrError),
    client.GET('/territories', { params: { query: { level: 0, lang } } }).then(dataOrError),
    knownYears(event),
  ])
  return {
    choropleth,
    figures,
    years,
    tied: tiedQuery(tied),
    country: country ?? '',
    theme: theme ?? '',
    themes,
    ignored: asksTheme && !theme ? [{ name: 'theme', value: asksTheme }] : [],
    countries: countries.items
      .filter(({ actorCount }) => actorCount > 0)
      .sort((one, other) => one.name.localeCompare(other.name, lang)),
  }
}
