import { api } from '#lib/api/client.ts'
import type { LayoutServerLoad } from './$types.js'

/** The API's cookie; who has none is signed in nowhere, and needs not to be asked about. */
const SESSION_COOKIE = '__Host-session'

export const load: LayoutServerLoad = async (event) => {
  const { locals, cookies } = event
  const session = cookies.get(SESSION_COOKIE) ? (await api(event).GET('/session')).data : undefined
  return { appearance: locals.appearance, session: session ?? { account: null } }
}
