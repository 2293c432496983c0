import { api, dataOrError } from '#lib/api/client.ts'
import type { PageLoad } from './$types.js'

const WORTH_READING = 3

export const load: PageLoad = async (event) => {
  const client = api(event)
  const query = { lang: event.params.lang }
  const [statistics, practices, themes, configuration] = await Promise.all([
    client.GET('/statistics').then(dataOrError),
    client.GET('/practices', { params: { query: { ...query, limit: 100 } } }).then(dataOrError),
    client.GET('/themes', { params: { query } }).then(dataOrError),
    client.GET('/configuration').then(dataOrError),
  ])
  return {
    statistics,
    configuration,
    practices: worthReading(practices.items),
    themes: themes.items
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count)
      .slice(0, 10),
  }
}

/** Those told most fully: with the most steps, from as many countries as possible. */
function worthReading<Practice extends { stepCount: number; place: { country: string | null } }>(
  practices: Practice[],
) {
  const byCountry = Map.groupBy(
    practices.toSorted((a, b) => b.stepCount - a.stepCount),
    ({ place }) => place.country,
  )
  return [...byCountry.values()]
    .flatMap(([first]) => first ?? [])
    .sort((a, b) => b.stepCount - a.stepCount)
    .slice(0, WORTH_READING)
}
