import { fail, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import { signInPath } from '#lib/api/forms.ts'
import { findPlaces } from '#lib/places/find-place.ts'
import { formText } from '#lib/ui/form-text.ts'
import { readAdoption } from './read-adoption.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async (event) => {
  const { slug, lang } = event.params
  const client = api(event)
  const [{ session }, practice] = await Promise.all([
    event.parent(),
    client
      .GET('/practices/{slug}', { params: { path: { slug }, query: { lang } } })
      .then(dataOrError),
  ])
  const asked = {
    practice: { slug: practice.slug, title: practice.title, language: practice.language },
    practitioners: practice.practitioners.map(({ slug, name }) => ({ slug, name })),
    sent: event.url.searchParams.get('sent'),
  }
  const signIn = session.account ? null : signInPath(lang, event.url.pathname)
  if (signIn) return { ...asked, signIn, own: [], actor: null, version: '' }
  const answer = await client.GET('/practices/{slug}/own-adoptions', { params: { path: { slug } } })
  const { items } = dataOrError(answer)
  const wanted = event.url.searchParams.get('actor')
  const chosen = items.find(({ actor }) => actor.slug === wanted) ?? items[0] ?? null
  return {
    ...asked,
    signIn,
    own: items.map(({ actor }) => actor),
    actor: chosen,
    version: answer.response.headers.get('etag') ?? '',
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { slug, lang } = event.params
    const form = await event.request.formData()
    const actor = formText(form, 'actor')
    const { values, wrong, adoption } = readAdoption(form)
    const isWithdrawn = formText(form, '_do') === 'withdraw'
    if (!isWithdrawn && Object.keys(wrong).length > 0) return fail(400, { values, wrong })
    const client = api(event)
    const isPlaced = values.where !== '' && !isWithdrawn
    const [place] = isPlaced ? await findPlaces(event, values.where, lang) : []
    if (isPlaced && !place) {
      return fail(400, { values, wrong: { where: 'adopt.error.where' as const } })
    }
    const path = { slug, actor }
    const headers = { 'if-match': formText(form, 'version') }
    const { error, response } = isWithdrawn
      ? await client.DELETE('/practices/{slug}/adoptions/{actor}', {
          params: { path, header: headers },
        })
      : await client.PUT('/practices/{slug}/adoptions/{actor}', {
          params: { path, header: headers },
          body: {
            ...adoption,
            ...(place && {
              place: {
                town: place.name,
                country: place.country,
                placeId: /^\d+$/.test(place.id) ? Number(place.id) : null,
              },
            }),
          },
        })
    if (error) return fail(error.status, { values, wrong: {}, code: error.code })
    const sent = response.status === 202 ? 'waiting' : isWithdrawn ? 'withdrawn' : 'live'
    redirect(303, `${event.url.pathname}?${new URLSearchParams({ actor, sent }).toString()}`)
  },
}
