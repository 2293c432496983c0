import { api, dataOrError } from '#lib/api/client.ts'
import { placeParams } from '#lib/territories/territory-links.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { code, reference, lang } = event.params
  const client = api(event)
  const report = dataOrError(
    await client.GET('/territories/{code}/reports/{reference}', {
      params: { path: { code, reference }, query: { lang } },
    }),
  )
  const { path, query } = placeParams(report.figures.subject)
  const answer = await client.GET('/territories/{code}/map', {
    params: { path, query: { ...query, lang } },
  })
  // What was cited is shown, without its picture where that was asked for too often.
  const picture = answer.error?.code === 'too_many_requests' ? null : dataOrError(answer)
  // Who has moved since must not be shown where they were, nor as if they had been where they are.
  return { report, picture: report.isCurrent ? picture : picture && { ...picture, points: [] } }
}
