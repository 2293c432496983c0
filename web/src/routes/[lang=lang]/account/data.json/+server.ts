import { redirect } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import type { RequestHandler } from './$types.js'

/** Everything that is held on whoever asks, as a file. */
export const GET: RequestHandler = async (event) => {
  const { data } = await api(event).GET('/account/data')
  if (!data) redirect(303, `/${event.params.lang}/sign-in`)
  return new Response(JSON.stringify(data.tables, null, 2), {
    headers: {
      'content-type': 'application/json',
      'content-disposition': 'attachment; filename="maillage.json"',
      'cache-control': 'no-store',
    },
  })
}
