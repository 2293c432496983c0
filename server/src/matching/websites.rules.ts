import { parse } from 'tldts'

/** What of a website tells whose it is. */
export interface Website {
  /** The domain that was registered, below a public suffix such as `co.uk` or `wordpress.com`. */
  domain: string
  /** The host without `www`, and the path without what many sites have. */
  host: string
  path: string
  /** On a host of many, such as Facebook, where only the page tells whose it is. */
  isPage: boolean
}

/** Hosts that give pages, not domains; those that give domains (wordpress.com) are public suffixes. */
const SHARED_DOMAINS = new Set(
  (
    'facebook.com fb.com instagram.com twitter.com x.com linkedin.com youtube.com google.com goo.gl tiktok.com ' +
    'linktr.ee meetup.com eventbrite.com helloasso.com patreon.com medium.com bit.ly pitchero.com ' +
    'wordpress.com wordpress.org blogspot.com blogger.com tumblr.com wix.com wixsite.com weebly.com jimdo.com ' +
    'webnode.com over-blog.com e-monsite.com free.fr orange.fr pagesperso-orange.fr altervista.org ' +
    'business.site github.com gitlab.com framasoft.org framasite.org t.me telegram.me whatsapp.com vimeo.com flickr.com'
  ).split(' '),
)

/** Parts of a path that say nothing of whose page it is. */
const COMMON_PATH =
  /^(?:|[a-z]{2}(?:[-_][a-z]{2})?|home|index\.\w+|default\.\w+|about(?:-us)?|contact(?:-us)?|contacts?|kontakt|contatti|contacto|welcome)$/

/** Reads an address as people write it, with or without scheme; undefined where it names no registered domain. */
export function readWebsite(address: string): Website | undefined {
  const url = toUrl(address)
  if (!url) return undefined
  const { hostname, domain } = parse(url.hostname, { allowPrivateDomains: true })
  if (!hostname || !domain) return undefined
  const host = hostname.replace(/^(?:www\d?|m|[a-z]{2}-[a-z]{2})\./, '')
  const path = url.pathname
    .toLowerCase()
    .split('/')
    .filter((part) => !COMMON_PATH.test(part))
    .join('/')
  const isPage = SHARED_DOMAINS.has(domain) && (host === domain || host.startsWith('sites.'))
  return { domain, host, path, isPage }
}

function toUrl(address: string): URL | undefined {
  const trimmed = address.trim()
  const url = URL.parse(/^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}

/** Whether two websites are one; `related` are parts of one domain, as those of groups of a federation. */
export function compareWebsites(
  one: Website | undefined,
  other: Website | undefined,
): 'unknown' | 'different' | 'related' | 'same' {
  if (!one || !other) return 'unknown'
  // A profile says nothing against a website of one's own, nor for that of somebody else.
  if (one.isPage !== other.isPage) return 'unknown'
  if (one.domain !== other.domain) return 'different'
  if (one.isPage) return one.path !== '' && one.path === other.path ? 'same' : 'different'
  if (one.host !== other.host && one.host !== one.domain && other.host !== other.domain) {
    return SHARED_DOMAINS.has(one.domain) ? 'different' : 'related'
  }
  if (SHARED_DOMAINS.has(one.domain) && one.host !== other.host) return 'unknown'
  return one.path === other.path && one.host === other.host ? 'same' : 'related'
}
