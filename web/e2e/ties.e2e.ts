import { anAddress, mailTo } from './mail.ts'
import { claim } from './sign-in.ts'
import { expect, phone, test } from './testing.ts'

const journeys = [
  {
    lang: 'en',
    slug: 'cries',
    domain: 'cries.ro',
    confirmed: 'confirmed by the actor',
    disputed: 'disputed',
    done: 'Thank you: your answer is kept and shown.',
    history: { dispute: 'Tie disputed' },
  },
  {
    lang: 'it',
    slug: 'solidarius-italia',
    domain: 'solidariusitalia.it',
    confirmed: 'confermato',
    disputed: 'contestat',
    done: 'Grazie: la risposta è salvata e mostrata.',
    history: { dispute: 'Legame contestato' },
  },
] as const

for (const { lang, slug, domain, confirmed, disputed, done, history } of journeys) {
  test.describe(`ties that need two (${lang})`, () => {
    test.use({ viewport: phone, javaScriptEnabled: lang === 'en' })

    test('an owner by domain mail confirms one and disputes another', async ({ page }) => {
      test.setTimeout(180_000)
      const address = anAddress('owner')
      await claim(page, { lang, slug, mailbox: `info@${domain}`, address })
      await mailTo(address)

      await page.goto(`/${lang}/account/requests`)
      const ties = page.locator('main li:has(form)')
      const count = await ties.count()
      expect(count).toBeGreaterThan(1)
      const collaboration = (await ties.first().getByRole('link').getAttribute('href')) ?? ''
      await ties.first().locator('button[value="confirm"]').click()
      await expect(page.getByText(done)).toBeVisible()
      await expect(ties).toHaveCount(count - 1)

      const other = (await ties.first().getByRole('link').getAttribute('href')) ?? ''
      await ties.first().locator('summary').click()
      await ties.first().locator('button[value="dispute"]').click()
      await expect(page.getByRole('alert')).toBeVisible()
      await ties.first().locator('textarea').fill('Nobody asked us.')
      await ties.first().locator('button[value="dispute"]').click()
      await expect(page.getByText(done)).toBeVisible()

      await page.goto(collaboration)
      await expect(page.getByText(confirmed).first()).toBeVisible()
      await page.goto(other)
      await expect(page.getByText(disputed).first()).toBeVisible()
      await page.goto(`/${lang}/actors/${slug}`)
      await expect(page.getByText(disputed).first()).toBeVisible()

      // On second thoughts it was only another role.
      await page.goto(`/${lang}/account/requests`)
      const tie = ties.filter({ has: page.locator(`a[href="${other}"]`) })
      await tie.locator('summary').click()
      await tie.locator('select').selectOption('host')
      await tie.locator('input[name="start"]').fill('21')
      await tie.locator('button[value="correct"]').click()
      await expect(page.getByRole('alert')).toBeVisible()
      await tie.locator('input[name="start"]').fill('')
      await tie.locator('button[value="correct"]').click()
      await expect(page.getByText(done)).toBeVisible()
      await page.goto(other)
      await expect(page.getByText(confirmed).first()).toBeVisible()
      await expect(page.getByText(disputed)).toHaveCount(0)
      await page.goto(`${other}/history`)
      await expect(page.getByText(history.dispute)).toBeVisible()
    })
  })
}
