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

test('what was typed before scripts ran stays, and is looked for', async ({ page }) => {
  const runScripts = await openBeforeScripts(page, '/en/territories')
  const corners = page.locator('textarea[name="corners"]')
  await page.locator('details.corners summary').click()
  await corners.fill('45, 20')
  const name = page.locator('main input[type="text"]').first()
  await name.fill('Roman')
  await runScripts()
  await expect(corners).toHaveValue('45, 20')
  await expect(name).toHaveValue('Roman')
  await expect(page.getByRole('option', { name: 'Romania' }).first()).toBeVisible()
})

test('a choice and a text of a form stay too', async ({ page }) => {
  const runScripts = await openBeforeScripts(page, '/en/report?feature=actors&slug=cries')
  const closed = page.getByRole('radio', { name: 'It no longer exists' })
  await closed.check()
  await page.getByLabel('What should we know?').fill('It closed in May.')
  await runScripts()
  await expect(closed).toBeChecked()
  await expect(page.getByLabel('What should we know?')).toHaveValue('It closed in May.')
})

test('a form that cannot be sent stays as it was filled in', async ({ browser, baseURL }) => {
  // The browser complains of what it cannot reach.
  const page = await browser.newPage({ baseURL: baseURL ?? '' })
  await page.goto('/en/report?feature=actors&slug=cries')
  await hydrated(page)
  await page.getByRole('radio', { name: 'It no longer exists' }).check()
  await page.getByLabel('What should we know?').fill('It closed in May.')
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('It could not be sent')).toBeVisible()
  await expect(page.getByLabel('What should we know?')).toHaveValue('It closed in May.')
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText('Your reference is MA-')).toBeVisible()
  await expect(page.getByText('It could not be sent')).toHaveCount(0)
  await page.close()
})
