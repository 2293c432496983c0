import { redirect } from '@sveltejs/kit'
import type { Account, Session } from '#lib/api/types.ts'

interface Asked {
  url: URL
  params: { lang: string }
  parent: () => Promise<{ session: Session }>
}

/** Whoever is signed in; others are sent to sign in, and come back here. */
export async function requireAccount({ url, params, parent }: Asked): Promise<Account> {
  const { session } = await parent()
  if (session.account) return session.account
  redirect(303, `/${params.lang}/sign-in?to=${encodeURIComponent(url.pathname + url.search)}`)
}

/** A path of this site that an address names, or nothing. */
export function toOwnPath(path: string | null | undefined): string | undefined {
  return path && /^\/(?![/\\])[^\s\\]*$/.test(path) && path.length <= 500 ? path : undefined
}
