import { getDomain, parse } from 'tldts'

/** Many have a page or a mailbox there; an address at one of them proves nothing of an organisation. */
const sharedHosts = new Set([
  ...['facebook.com', 'instagram.com', 'linkedin.com', 'twitter.com', 'x.com', 'youtube.com'],
  ...['youtu.be', 'tiktok.com', 'meetup.com', 'medium.com', 'linktr.ee', 'eventbrite.com'],
  ...['google.com', 'wordpress.com', 'wixsite.com', 'wix.com', 'weebly.com', 'jimdo.com'],
  ...['jimdofree.com', 'blogspot.com', 'tumblr.com', 'github.io', 'github.com', 'helloasso.com'],
  ...['gmail.com', 'googlemail.com', 'outlook.com', 'hotmail.com', 'live.com', 'msn.com'],
  ...['yahoo.com', 'yahoo.fr', 'yahoo.it', 'yahoo.co.uk', 'ymail.com', 'icloud.com', 'me.com'],
  ...['aol.com', 'gmx.com', 'gmx.net', 'gmx.de', 'web.de', 'mail.com', 'proton.me'],
  ...['protonmail.com', 'tutanota.com', 'orange.fr', 'wanadoo.fr', 'free.fr', 'laposte.net'],
  ...['sfr.fr', 'libero.it', 'virgilio.it', 'alice.it', 'tiscali.it', 'sapo.pt', 'freemail.hu'],
  ...['citromail.hu', 'pt.lu', 'yahoo.ro', 'mail.ru', 'yandex.com', 'europa.eu'],
])

/** The registrable domain of an organisation’s website, if mail at it can prove who someone is. */
export function provingDomain(website: string | null): string | null {
  if (website === null) return null
  const { domain, isIp, isIcann } = parse(website, { allowPrivateDomains: true })
  if (!domain || isIp || isIcann === false) return null
  return sharedHosts.has(domain) ? null : domain
}

/** Whether a mailbox is at the domain of the website. */
export function provesDomain(email: string, website: string | null): boolean {
  const domain = provingDomain(website)
  const [, host] = email.split('@')
  return domain !== null && getDomain(host ?? '', { allowPrivateDomains: true }) === domain
}
