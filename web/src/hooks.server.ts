import type { Handle, HandleFetch, HandleServerError } from '@sveltejs/kit/hooks'
import { parseSetCookie, type Cookie } from 'set-cookie-parser'
import { API_URL, INTERNAL_KEY, PMTILES_URL, TILE_URL } from '$app/env/private'
import { splitPath } from '#lib/i18n/languages.ts'
import { APPEARANCE_COOKIE, toAppearance } from '#lib/shell/appearance.ts'

/** openapi-fetch looks at these; SvelteKit replays only the headers named here when it hydrates. */
const replayed = new Set(['content-length', 'content-type', 'transfer-encoding'])

const securityHeaders = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'geolocation=(self), camera=(), microphone=(), payment=(), usb=()',
  'cross-origin-opener-policy': 'same-origin',
  'x-frame-options': 'DENY',
}

export const handle: Handle = async ({ event, resolve }) => {
  const [lang = 'en'] = splitPath(event.url.pathname)
  event.locals.appearance = toAppearance(event.cookies.get(APPEARANCE_COOKIE))

  const response = await resolve(event, {
    filterSerializedResponseHeaders: (name) => replayed.has(name),
    preload: ({ type, path }) => type !== 'font' || /latin-(wght|full)-normal/.test(path),
    transformPageChunk: ({ html }) =>
      html.replace('%lang%', lang).replace('%appearance%', event.locals.appearance),
  })

  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  // The appearance is written into the page.
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    response.headers.append('vary', 'Cookie')
  }
  // A merge can be undone, and browsers keep a 301 for good unless told otherwise.
  if (response.status === 301) response.headers.set('cache-control', 'no-cache')
  allowOperatorHosts(response.headers)
  return response
}

/** Tiles come from elsewhere only when the operator has said so. */
function allowOperatorHosts(headers: Headers) {
  const policy = headers.get('content-security-policy')
  if (!policy) return
  const tiles = TILE_URL && originOf(TILE_URL)
  const archive = PMTILES_URL && originOf(PMTILES_URL)
  const extended = policy
    .replace(/img-src [^;]*/, (directive) => (tiles ? `${directive} ${tiles}` : directive))
    .replace(/connect-src [^;]*/, (directive) => (archive ? `${directive} ${archive}` : directive))
  headers.set('content-security-policy', extended)
}

/** `https://{s}.tiles.example/{z}/…` → `https://*.tiles.example`; a path on this site needs nothing. */
function originOf(template: string) {
  const match = /^(https?:\/\/)(?:\{s\}\.)?([^/{}]+)/.exec(template)
  return match && `${match[1]}${template.includes('{s}.') ? '*.' : ''}${match[2]}`
}

/** While rendering on the server, `/api` is the API itself rather than a detour through the proxy. */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const { origin, pathname, search } = new URL(request.url)
  if (origin !== event.url.origin || !pathname.startsWith('/api/')) return fetch(request)

  const direct = new Request(`${API_URL}${pathname.slice('/api'.length)}${search}`, request)
  direct.headers.set('cookie', event.request.headers.get('cookie') ?? '')
  direct.headers.set('user-agent', event.request.headers.get('user-agent') ?? '')
  if (INTERNAL_KEY) {
    // SvelteKit has checked where a form comes from; the API counts requests by the visitor's address.
    direct.headers.set('x-maillage-key', INTERNAL_KEY)
    direct.headers.set('x-client-address', event.getClientAddress())
  }
  // Not SvelteKit's own `fetch`: the API has the same origin, and that would look for a page of ours.
  const response = await globalThis.fetch(direct)
  for (const { name, value, ...options } of parseSetCookie(response.headers.getSetCookie())) {
    event.cookies.set(name, value, { ...toOptions(options), encode: (text) => text })
  }
  return response
}

/** Cookies of the API reach the browser as it set them. */
function toOptions({ path = '/', expires, maxAge, httpOnly, secure, sameSite }: Partial<Cookie>) {
  return {
    path,
    httpOnly: httpOnly ?? false,
    secure: secure ?? false,
    ...(expires && { expires }),
    ...(maxAge !== undefined && { maxAge }),
    sameSite: sameSite?.toLowerCase() === 'strict' ? ('strict' as const) : ('lax' as const),
  }
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
  // Not the address, which may hold the secret of a link.
  if (kind === 'unknown') console.error(event.route.id, error)
}
