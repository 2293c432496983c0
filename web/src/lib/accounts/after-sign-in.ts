import type { SignedIn } from '#lib/api/types.ts'
import { toOwnPath } from './signed-in.ts'

/** Where to go after signing in; whoever moderates gives the one-time password first. */
export function afterSignIn({ returnTo, needsSecondFactor }: SignedIn, lang: string): string {
  const to = toOwnPath(returnTo) ?? `/${lang}/account`
  return needsSecondFactor ? `/${lang}/account/second-factor?to=${encodeURIComponent(to)}` : to
}
