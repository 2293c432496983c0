import { expect, hydrated, phone, test } from './testing.ts'

test('a visitor says what is wrong, is told what is missing, and keeps what was typed', async ({
  page,
}) => {
  await page.goto('/en/actors/cries')
  await hydrated(page)
  await page.getByRole('link', { name: 'Report or suggest a change' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Report or suggest a change')
  await page.getByLabel('Something is out of date').check()
  await page.getByLabel('What should we know?').fill('It moved to Lugoj.')
  await page.getByLabel('Your e-mail address').fill('someone@nowhere')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('alert')).toBeFocused()
  await expect(page.getByLabel('What should we know?')).toHaveValue('It moved to Lugoj.')

  await page.getByLabel('Your e-mail address').fill('')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('status')).toContainText('Your reference is MA-')
})

test.describe('without JavaScript, on a phone', () => {
  test.use({ javaScriptEnabled: false, viewport: phone })

  test('a report is sent in Hungarian', async ({ page }) => {
    await page.goto('/hu/report?feature=collaborations&slug=coopterr')
    await page.getByLabel('Valami téves').check()
    await page.getByLabel('Mit kell tudnunk?').fill('ab')
    await page.getByRole('button', { name: 'Küldés' }).click()
    await expect(page.getByRole('alert')).toBeVisible()
    await expect(page.getByLabel('Valami téves')).toBeChecked()
    await page.getByLabel('Mit kell tudnunk?').fill('A projekt 2023-ban véget ért.')
    await page.getByRole('button', { name: 'Küldés' }).click()
    await expect(page.getByText('A hivatkozási számod: MA-')).toBeVisible()
  })
})
