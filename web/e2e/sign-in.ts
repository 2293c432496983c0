import type { Page } from '@playwright/test'
import { mailTo } from './mail.ts'
import { expect } from './testing.ts'

/** Signs in by the mailed link, from the page to sign in at that is open. */
export async function signInHere(page: Page, address: string): Promise<void> {
  await page.locator('main input[name="email"]').fill(address)
  await page.locator('main form button[type="submit"]').last().click()
  const { links } = await mailTo(address)
  await page.goto(links[0] ?? '')
  await page.locator('main form button[type="submit"]').last().click()
  await expect(page).not.toHaveURL(/sign-in/)
}

/** Makes a person the owner of an actor, by a mail at the domain of its website. */
export async function claim(
  page: Page,
  { lang, slug, mailbox, address }: Record<'lang' | 'slug' | 'mailbox' | 'address', string>,
): Promise<void> {
  await page.goto(`/${lang}/actors/${slug}/claim`)
  await page.locator('main a.button.solid').click()
  await signInHere(page, address)
  await expect(page).toHaveURL(new RegExp(`/${lang}/actors/${slug}/claim`))
  await page.locator('input[name="email"]').fill(mailbox)
  await page.locator('form:has(input[value="domain"]) button').click()
  await expect(page.getByRole('status')).toBeVisible()
  const { links, text } = await mailTo(mailbox)
  expect(text).not.toContain(address)
  await page.goto(links[0] ?? '')
  await page.locator('main form button[type="submit"]').click()
  await expect(page).toHaveURL(new RegExp(`/${lang}/actors/${slug}/claim`))
}
