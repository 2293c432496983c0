import { error, redirect } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types.js'

/** For those who moderate; whoever is not signed in does that first and comes back. */
export const load: LayoutServerLoad = async ({ parent, params, url }) => {
  const { session } = await parent()
  const to = encodeURIComponent(url.pathname + url.search)
  if (!session.account) redirect(303, `/${params.lang}/sign-in?to=${to}`)
  if (session.account.role === 'person') error(403, 'Forbidden', { code: 'forbidden' })
  return { isAdministrator: session.account.role === 'administrator' }
}
