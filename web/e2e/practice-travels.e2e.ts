import { faultsOf } from './faults.ts'
import { anAddress, mailTo } from './mail.ts'
import { claim } from './sign-in.ts'
import { desktop, expect, numberIn, phone, test } from './testing.ts'

const PRACTICE = 'season-long-food-partnership'

const journeys = [
  { lang: 'en', title: 'Can we do this here?', viewport: desktop, javaScriptEnabled: true },
  { lang: 'fr', title: 'Pouvons-nous le faire ici', viewport: phone, javaScriptEnabled: false },
] as const

for (const { lang, title, ...use } of journeys) {
  test.describe(`can we do this here? (${lang})`, () => {
    test.use(use)

    test('a place says what is there, what is missing and who offers it', async ({ page }) => {
      await page.goto(`/${lang}/practices/${PRACTICE}`)
      await page.locator('#here-where').fill('Timisoara, Romania')
      await page.locator('#here-within').selectOption('100')
      await page.locator('form:has(#here-where) button').click()

      await expect(page.getByRole('heading', { level: 1 })).toContainText(title)
      await expect(page.locator('#here-within')).toHaveValue('100')
      // The three skills that it builds, by the two in Timișoara who practise it; nobody offers the resources.
      const share = page.locator('#here-share')
      await expect(share).toContainText('Timișoara')
      expect(numberIn(await share.textContent())).toBe(3)
      if (use.javaScriptEnabled) expect(await faultsOf(page)).toEqual([])

      const links = page.locator('main section li > div > p > a')
      const lines = await links.count()
      expect(lines).toBe(3)
      for (const index of Array.from({ length: lines }, (_, n) => n)) {
        const link = links.nth(index)
        const text = (await link.textContent()) ?? ''
        const count = Number(/\d+/.exec(text)?.[0] ?? 1)
        await link.click()
        await expect(page).toHaveURL(/offers=/)
        await expect(page.locator('main article')).toHaveCount(count)
        await expect(page.locator('main .chip').first()).toBeVisible()
        await page.goBack()
      }
    })

    test('a place that there is none of is told, and kept in the field', async ({ page }) => {
      await page.goto(`/${lang}/practices/${PRACTICE}/here?where=Xqzzyville&within=-3`)
      await expect(page.getByRole('status').filter({ hasText: 'Xqzzyville' })).toBeVisible()
      await expect(page.locator('#here-where')).toHaveValue('Xqzzyville')
      await expect(page.locator('#here-within')).toHaveValue('50')
    })

    test('an organisation says that it took the practice up, which waits for a moderator', async ({
      page,
    }) => {
      test.setTimeout(180_000)
      const { slug, domain } =
        lang === 'en'
          ? { slug: 'demnet', domain: 'demnet.hu' }
          : { slug: 'nmi', domain: 'nmikon.hu' }
      await page.goto(`/${lang}/practices/${PRACTICE}`)
      await page.locator(`main a[href$="/${PRACTICE}/adopt"]`).click()
      await expect(page.locator('main a.button.solid')).toHaveAttribute('href', /sign-in/)

      const address = anAddress('adopter')
      await claim(page, {
        lang,
        slug,
        mailbox: `${address.split('@')[0] ?? ''}@${domain}`,
        address,
      })
      await mailTo(address)
      await page.goto(`/${lang}/practices/${PRACTICE}/adopt`)
      await page.locator('input[name="start"]').fill('last year')
      await page.locator('textarea[name="outcome"]').fill('It works')
      await page.locator('main form button.solid').click()
      await expect(page.getByRole('alert')).toBeVisible()
      await expect(page.locator('textarea[name="outcome"]')).toHaveValue('It works')

      await page.locator('input[name="start"]').fill('2019-05')
      await page.locator('input[name="where"]').fill('Timisoara, Romania')
      await page.locator('main form button.solid').click()
      await expect(page).toHaveURL(/sent=waiting/)
      await expect(page.getByRole('status').first()).toBeVisible()
      await expect(page.locator('input[name="start"]')).toHaveValue('2019-05')
      if (use.javaScriptEnabled) expect(await faultsOf(page)).toEqual([])

      // Nobody sees it yet.
      await page.goto(`/${lang}/practices/${PRACTICE}`)
      await expect(page.getByText('It works')).toHaveCount(0)
    })
  })
}
