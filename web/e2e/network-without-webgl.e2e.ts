import { browserArguments, findBrowser } from './browser.ts'
import { desktop, expect, test } from './testing.ts'

const args = [...browserArguments, '--disable-3d-apis']

test.use({ viewport: desktop, launchOptions: { executablePath: await findBrowser(), args } })

test('without WebGL the page of the network says so, and its tables hold everything', async ({
  page,
}) => {
  await page.goto('/en/network')
  await expect(page.getByText(/This browser cannot draw the network/)).toBeVisible()
  await expect(page.getByRole('application')).toHaveCount(0)
  await expect(page.getByRole('rowheader')).toHaveCount(50)
})
