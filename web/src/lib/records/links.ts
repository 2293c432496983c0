/** `https://www.cries.ro/` → `cries.ro`: what a reader recognises of an address. */
export function siteName(url: string) {
  try {
    const { hostname, pathname } = new URL(url)
    const path = pathname.replace(/\/$/, '')
    return hostname.replace(/^www\./, '') + (path.length > 24 ? '/…' : path)
  } catch {
    return url
  }
}

/** Only web addresses become links; anything else that a record holds stays text. */
export function isWebAddress(url: string) {
  return /^https?:\/\//i.test(url)
}
