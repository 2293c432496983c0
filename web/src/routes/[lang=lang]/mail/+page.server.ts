import { error } from '@sveltejs/kit'
import { api, dataOrError } from '#lib/api/client.ts'
import type { PageServerLoad } from './$types.js'

/** Exists for who sits at the machine of an instance without a mail server; the API says whether that is so. */
export const load: PageServerLoad = async (event) => {
  if (!['localhost', '127.0.0.1', '[::1]'].includes(event.url.hostname)) error(404)
  event.setHeaders({ 'cache-control': 'no-store' })
  return { mails: (await api(event).GET('/mails/shown').then(dataOrError)).items }
}
