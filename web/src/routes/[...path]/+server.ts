import { cutLanguage, negotiateLanguage, toLanguage } from '#lib/i18n/languages.ts'
import type { RequestHandler } from './$types.js'

/** `/actors?q=…` → `/fr/actors?q=…` for whoever prefers French, and `/de/actors` too; `/pt-BR` → `/pt`. */
export const GET: RequestHandler = ({ params, url, request }) => {
  const [tag, rest] = cutLanguage(params.path)
  const lang =
    toLanguage(tag?.toLowerCase().split('-')[0] ?? '') ??
    negotiateLanguage(request.headers.get('accept-language'))
  const path = rest.replace(/\/+$/, '').split('/').map(encodeURIComponent).join('/')
  return new Response(null, {
    status: 302,
    headers: {
      location: `/${lang}${path && `/${path}`}${url.search}`,
      vary: 'Accept-Language',
      'cache-control': 'no-cache',
    },
  })
}
