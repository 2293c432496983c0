import { negotiateLanguage } from '#lib/i18n/languages.ts'
import type { RequestHandler } from './$types.js'

/** `/actors?q=…` → `/fr/actors?q=…` for whoever prefers French. */
export const GET: RequestHandler = ({ params, url, request }) => {
  const lang = negotiateLanguage(request.headers.get('accept-language'))
  const path = params.path.replace(/\/+$/, '').split('/').map(encodeURIComponent).join('/')
  return new Response(null, {
    status: 302,
    headers: {
      location: `/${lang}${path && `/${path}`}${url.search}`,
      vary: 'Accept-Language',
      'cache-control': 'no-cache',
    },
  })
}
