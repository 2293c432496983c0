import { redirect } from '@sveltejs/kit'
import { api } from '#lib/api/client.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = async (event) => {
  await api(event).DELETE('/session')
  redirect(303, `/${event.params.lang}`)
}
