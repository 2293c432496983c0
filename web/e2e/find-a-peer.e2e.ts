import { expect, phone, test } from './testing.ts'

test.use({ viewport: phone, javaScriptEnabled: false })

test('finds a peer by place and theme on a phone, without JavaScript', async ({ page }) => {
  await page.goto('/en')
  const map = page.locator('.map.needs-scripts').first()
  await expect(map).toBeAttached()
  await expect(map).toBeHidden()
  await page.getByLabel('What').fill('community-supported agriculture')
  await page.getByLabel('Where').fill('timisoara')
  await page.getByRole('button', { name: 'Search' }).click()

  await expect(page).toHaveURL(/\/en\/actors\?.*where=timisoara/)
  const cards = page.getByRole('article')
  await expect(cards.first()).toContainText('CRIES')

  const distances = await page.locator('.card-distance').allInnerTexts()
  expect(distances.length).toBeGreaterThan(3)
  const kilometres = distances.map((text) =>
    text.startsWith('<') ? 0 : Number.parseFloat(text.replaceAll(',', '')),
  )
  expect(kilometres).toEqual(kilometres.toSorted((one, other) => one - other))
  await expect(page.locator('.card-reasons').first()).toBeVisible()

  await cards.first().getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('CRIES')
  await expect(page.getByRole('link', { name: 'cries.ro' })).toBeVisible()
  await expect(page.getByText('Source', { exact: true })).toBeVisible()
  await expect(map).toBeAttached()
  await expect(map).toBeHidden()
})

test('narrows by a filter and changes the language, without JavaScript', async ({ page }) => {
  await page.goto('/en/actors?country=HU')
  const title = page.getByRole('heading', { level: 1 })
  await expect(title).toHaveText(/^\s*11 actors/)

  await page.getByText('Filters').click()
  await page.getByRole('checkbox', { name: /Rural development/ }).check()
  await page
    .getByRole('button', { name: /Show|Search|Apply/ })
    .first()
    .click()
  await expect(page).toHaveURL(/theme=rural-development/)
  await expect(title).toHaveText(/^\s*5 actors/)

  await page.locator('header summary').filter({ hasText: 'English' }).click()
  await page.getByRole('link', { name: 'Magyar' }).click()
  await expect(page).toHaveURL(/\/hu\/actors\?.*theme=rural-development/)
  await expect(title).toHaveText(/^\s*5 szereplő/)
})
