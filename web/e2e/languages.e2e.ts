import { desktop, expect, hydrated, numberIn, test } from './testing.ts'

test.use({ viewport: desktop })

const languages = {
  en: 'English',
  fr: 'Français',
  it: 'Italiano',
  pt: 'Português',
  hu: 'Magyar',
  ro: 'Română',
}
const codes = Object.keys(languages)

test('each language has the page, names itself and links the others', async ({ page }) => {
  for (const lang of codes) {
    for (const path of ['', '/actors', '/practices', '/collaborations', '/actors/cries']) {
      await page.goto(`/${lang}${path}`)
      await expect(page.locator('html')).toHaveAttribute('lang', lang)
      const links = page.locator('link[rel="alternate"][hreflang]')
      const others = await links.evaluateAll((all) =>
        all.map((link) => link.getAttribute('hreflang')),
      )
      expect(others.toSorted()).toEqual([...codes, 'x-default'].toSorted())
      const hungarian = page.locator('link[hreflang="hu"]')
      expect(await hungarian.getAttribute('href')).toMatch(new RegExp(`/hu${path}$`))
    }
  }
})

test('the switch keeps the page and its filters, through all six', async ({ page }) => {
  const filters = '?theme=food-csa&country=RO&country=HU&sort=updated'
  await page.goto(`/en/actors${filters}`)
  const results = numberIn(await page.getByRole('heading', { level: 1 }).textContent())
  let shown = 'English'
  for (const [code, name] of Object.entries(languages)) {
    await hydrated(page)
    await page.locator('header summary').filter({ hasText: shown }).click()
    await page.locator('header').getByRole('link', { name, exact: true }).click()
    await expect(page).toHaveURL(
      new RegExp(`/${code}/actors\\?theme=food-csa&country=RO&country=HU&sort=updated`),
    )
    await expect(page.locator('html')).toHaveAttribute('lang', code)
    expect(numberIn(await page.getByRole('heading', { level: 1 }).textContent())).toBe(results)
    shown = name
  }
})

test('the front door leads to the language that the browser asks for', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ locale: 'hu-HU', baseURL: baseURL ?? '' })
  const page = await context.newPage()
  await page.goto('/')
  await expect(page).toHaveURL(/\/hu$/)
  await context.close()
})

test('an address in a language that is not ours leads to the best that is', async ({
  browser,
  baseURL,
}) => {
  const context = await browser.newContext({ locale: 'it-IT', baseURL: baseURL ?? '' })
  const page = await context.newPage()
  await page.goto('/de/actors?country=HU')
  await expect(page).toHaveURL(/\/it\/actors\?country=HU$/)
  await page.goto('/pt-BR/practices')
  await expect(page).toHaveURL(/\/pt\/practices$/)
  await context.close()
})

test('a page that does not exist has a search', async ({ page }) => {
  const response = await page.request.get('/en/nothing/here')
  expect(response.status()).toBe(404)
  expect(await response.text()).toContain('name="q"')
})

test('what is written in another language says in which', async ({ page }) => {
  await page.goto('/hu/actors/?q=cries')
  const summary = page.getByRole('article').first().locator('.card-summary')
  await expect(summary).toContainText('angol nyelven')
  await expect(summary.locator('[lang="en"]')).toBeVisible()
})
