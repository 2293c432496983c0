import { expect, test } from './testing.ts'

test('practices print on one or two pages, without what is only for screens', async ({ page }) => {
  await page.goto('/en/practices')
  const links = page.getByRole('article').getByRole('heading').getByRole('link')
  const addresses = await links.evaluateAll((all) =>
    all.map((link) => (link as HTMLAnchorElement).href),
  )
  expect(addresses.length).toBeGreaterThan(3)

  for (const address of addresses.slice(0, 3)) {
    await page.goto(address)
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('navigation', { name: 'Main' })).toBeHidden()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length
    expect(sheets).toBeGreaterThan(0)
    expect(sheets).toBeLessThanOrEqual(2)
    await page.emulateMedia({ media: null })
  }
})
