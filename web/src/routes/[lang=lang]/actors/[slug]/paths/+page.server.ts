import { error } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { ActorCard } from '#lib/api/types.ts'
import { evidences } from '#lib/network/network-view.ts'
import { findActors, isNamed } from '#lib/actors/find-actors.ts'
import type { PageServerLoad } from './$types.js'

const USUAL_STEPS = 3
const MOST_STEPS = 6

export const load: PageServerLoad = async (event) => {
  const { params, url } = event
  const { slug, lang } = params
  const client = api(event)
  const [to, own] = await Promise.all([
    client.GET('/actors/{slug}', { params: { path: { slug }, query: { lang } } }).then(dataOrError),
    event.parent().then(async ({ session }) => {
      if (!session.account) return []
      const { data } = await client.GET('/account/actors')
      return data?.items.filter((each) => each.status === 'published') ?? []
    }),
  ])

  const name = url.searchParams.get('name')?.trim().slice(0, 200) ?? ''
  const named = name ? await findActors(event, name, lang) : []
  const asked = url.searchParams.get('from') ?? choose(named, name) ?? own[0]?.slug ?? null
  const most = url.searchParams.has('far') ? MOST_STEPS : USUAL_STEPS
  const minEvidence = evidences.find((each) => each === url.searchParams.get('minEvidence'))
  const base = {
    to: { slug: to.slug, name: to.name },
    own: own
      .filter((each) => each.slug !== slug)
      .map((each) => ({ slug: each.slug, name: each.name })),
    name,
    named: named.map((each) => ({ slug: each.slug, name: each.name, place: each.place })),
    isFar: most === MOST_STEPS,
    minEvidence: minEvidence ?? null,
  }
  if (!asked || asked === slug) return { ...base, paths: null, isSame: asked === slug }

  const query = { from: asked, to: slug, max: most, lang, ...(minEvidence && { minEvidence }) }
  const {
    data,
    error: problem,
    response,
  } = await client.GET('/network/paths', { params: { query } })
  if (data) return { ...base, paths: data, isSame: false }
  // An address with a slug that is no longer anyone’s asks for the name again.
  if (response.status === 404) return { ...base, name: name || asked, paths: null, isSame: false }
  error(response.status, problem.title, { code: problem.code })
}

/** Whom a typed name means: the one of that name, or the only one found. */
function choose(found: ActorCard[], name: string): string | undefined {
  const exact = found.filter((each) => isNamed(each, name))
  return (exact.length === 1 ? exact : found.length === 1 ? found : [])[0]?.slug
}
