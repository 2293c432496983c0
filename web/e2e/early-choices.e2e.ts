import type { Page } from '@playwright/test'
import { expect, hydrated, test } from './testing.ts'

/** Opens a page whose scripts wait until what it gives back is called. */
async function openBeforeScripts(page: Page, path: string): Promise<() => Promise<void>> {
  let goOn = () => {}
  const told = new Promise<void>((resolve) => (goOn = resolve))
  await page.route('**/_app/**/*.js', async (route) => {
    await told
    await route.continue()
  })
  await page.goto(path, { waitUntil: 'commit' })
  await page.locator('footer').waitFor()
  return async () => {
    goOn()
    await hydrated(page)
  }
}

test('a filter that was ticked before scripts ran stays, and is followed', async ({ page }) => {
  const runScripts = await openBeforeScripts(page, '/en/actors')
  const themes = page.locator('main input[name="theme"]')
  const words = page.locator('main input[name="q"]')
  await themes.nth(0).check()
  await themes.nth(1).check()
  await words.fill('food')
  await runScripts()
  await expect(page).toHaveURL(/q=food.*theme=.*theme=/)
  await expect(page.locator('main input[name="theme"]:checked')).toHaveCount(2)
  await expect(words).toHaveValue('food')
})

test('what was typed and chosen before scripts ran stays', async ({ page }) => {
  const runScripts = await openBeforeScripts(page, '/en/territories')
  await page.locator('textarea[name="corners"]').evaluate((area: HTMLTextAreaElement) => {
    area.value = '45, 20'
  })
  await runScripts()
  await expect(page.locator('textarea[name="corners"]')).toHaveValue('45, 20')
})
