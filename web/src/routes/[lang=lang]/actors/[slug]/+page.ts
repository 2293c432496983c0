import { api, dataOrError } from '#lib/api/client.ts'
import type { PageLoad } from './$types.js'

export const load: PageLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const params = { path: { slug }, query: { lang } }
  const [actor, configuration, isOwn] = await Promise.all([
    client.GET('/actors/{slug}', { params }).then(dataOrError),
    client.GET('/configuration').then(dataOrError),
    event.parent().then(async ({ session }) => {
      if (!session.account) return false
      const { data: own } = await client.GET('/account/actors')
      return own?.items.some((each) => each.slug === slug) ?? false
    }),
  ])
  return { actor, configuration, isOwn }
}
