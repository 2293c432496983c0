import type { Page } from '@playwright/test'
import { anAddress, mailTo } from './mail.ts'
import { signInHere } from './sign-in.ts'
import { expect } from './testing.ts'

/** A write of the API from a page, with its cookies. */
const post = (page: Page, url: string, body?: object) =>
  page.evaluate(
    async ([url, body]) => {
      const response = await fetch(url, {
        method: 'POST',
        ...(body && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      return response.status
    },
    [url, body] as const,
  )

/** Signs someone in and lets them prove, by a mail at the actor's domain, that it is theirs. */
export async function becomeOwner(
  page: Page,
  { lang, slug, domain }: { lang: string; slug: string; domain: string },
): Promise<string> {
  const address = anAddress('owner')
  await page.goto(`/${lang}/sign-in`)
  await signInHere(page, address)
  const proof = `${anAddress('proof').split('@')[0] ?? ''}@${domain}`
  const claim = { proof: 'domain', email: proof }
  expect(await post(page, `/api/actors/${slug}/claims`, claim)).toBe(201)
  const token = (await mailTo(proof)).links[0]?.split('/').at(-1) ?? ''
  expect(await post(page, `/api/claims/${token}/confirm`)).toBe(204)
  return address
}
