import { error, redirect } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { LayoutServerLoad } from './$types.js'

/** For those who moderate; whoever is not signed in, or gave no one-time password, does that first and comes back. */
export const load: LayoutServerLoad = async (event) => {
  const { parent, params, url } = event
  const { session } = await parent()
  const to = encodeURIComponent(url.pathname + url.search)
  if (!session.account) redirect(303, `/${params.lang}/sign-in?to=${to}`)
  if (session.account.role === 'person') error(403, 'Forbidden', { code: 'forbidden' })
  if (!session.account.isStrong) redirect(303, `/${params.lang}/account/second-factor?to=${to}`)
  return {
    isAdministrator: session.account.role === 'administrator',
    counts: dataOrError(await api(event).GET('/review/counts')),
  }
}
