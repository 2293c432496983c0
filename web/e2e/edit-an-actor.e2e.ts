import { becomeOwner } from './owners.ts'
import { expect, hydrated, phone, test } from './testing.ts'

const told = [
  {
    lang: 'en',
    slug: 'come-un-albero',
    domain: 'comeunalbero.org',
    legalForm: 'Legal form',
    save: 'Save this part',
    saved: 'Saved. Everyone can see it now.',
    conflict: 'Someone else saved a change meanwhile',
    saveMine: 'Save my version',
    restore: 'Bring version 2 back',
    restored: 'The version is back.',
    asked: /^Sent as MA-/,
    signedOut: 'You are not signed in any more.',
  },
  {
    lang: 'fr',
    slug: 'le-108',
    domain: 'le108.org',
    legalForm: 'Forme juridique',
    save: 'Enregistrer cette partie',
    saved: 'Enregistré. Tout le monde peut le voir.',
    conflict: 'Quelqu’un d’autre a enregistré un changement entre-temps',
    saveMine: 'Enregistrer ma version',
    restore: 'Rétablir la version 2',
    restored: 'La version est rétablie.',
    asked: /^Envoyé sous la référence MA-/,
    signedOut: 'Vous n’êtes plus connecté(e).',
  },
]

for (const owner of told) {
  test.describe(`an owner (${owner.lang})`, () => {
    test.use({ viewport: phone })

    test('edits, meets another’s change, and brings a version back', async ({ page, context }) => {
      test.slow()
      await becomeOwner(page, owner)
      const edit = `/${owner.lang}/actors/${owner.slug}/edit`
      const basics = page.locator('#basics')
      await page.goto(edit)
      await basics.getByLabel(owner.legalForm).fill('Forma prima')
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()

      // Two pages show the same version; the second to save sees both.
      const other = await context.newPage()
      await other.goto(edit)
      await page.goto(edit)
      await other.locator('#basics').getByLabel(owner.legalForm).fill('Forma secunda')
      await other.locator('#basics').getByRole('button', { name: owner.save }).click()
      await expect(other.getByText(owner.saved)).toBeVisible()
      await basics.getByLabel(owner.legalForm).fill('Forma tertia')
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(basics.getByText(owner.conflict)).toBeVisible()
      await expect(basics.locator('.changes .row')).toHaveText(/Forma secunda.*Forma tertia/s)
      await expect(basics.getByLabel(owner.legalForm)).toHaveValue('Forma tertia')
      await basics.getByRole('button', { name: owner.saveMine }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()

      // What is typed in one part stays while another is saved, and is not left without a question.
      const summary = page.locator('[name="texts.summary.0.text"]')
      await page.goto(edit)
      await hydrated(page)
      await summary.fill('Typed, not saved')
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()
      await expect(summary).toHaveValue('Typed, not saved')
      // Also what is typed while the same part is on its way.
      await page.route('**/edit?/save', async (route) => {
        await basics.getByLabel(owner.legalForm).fill('Typed on')
        await route.continue()
      })
      await basics.getByLabel(owner.legalForm).fill('Saved')
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(page.locator('.notice').getByText(owner.saved)).toBeVisible()
      await expect(basics.getByLabel(owner.legalForm)).toHaveValue('Typed on')
      await page.unroute('**/edit?/save')
      await Promise.all([
        page.waitForResponse((response) => response.url().includes('?/save')),
        basics.getByRole('button', { name: owner.save }).click(),
      ])
      await page.waitForLoadState('networkidle')
      await expect(basics.getByText(owner.conflict)).toHaveCount(0)
      await expect(basics.getByLabel(owner.legalForm)).toHaveValue('Typed on')
      const profile = page.locator('main a').first()
      const asked = async (answer: 'dismiss' | 'accept') =>
        (await page.waitForEvent('dialog'))[answer]()
      await Promise.all([asked('dismiss'), profile.click()])
      await expect(summary).toHaveValue('Typed, not saved')
      await Promise.all([asked('accept'), profile.click()])
      await expect(page).toHaveURL(new RegExp(`/${owner.slug}$`))

      const history = `/${owner.lang}/actors/${owner.slug}/history`
      await page.goto(`${history}?version=4&against=2`)
      await expect(page.locator('.changes .row')).toHaveText(/Forma prima.*Forma tertia/s)
      await page.goto(`${history}?version=2`)
      await page.getByRole('button', { name: owner.restore }).click()
      await expect(page.getByText(owner.restored)).toBeVisible()
      await page.goto(edit)
      await expect(basics.getByLabel(owner.legalForm)).toHaveValue('Forma prima')
      await other.close()

      // A picture, with what it shows in the language of the page.
      await page.goto(edit)
      await hydrated(page)
      const images = page.locator('#images')
      await images.locator('[name="picture.file"]').setInputFiles('web/static/og.png')
      await images.locator('[name^="picture.0.alt"]').waitFor()
      await images.getByRole('button', { name: owner.save }).click()
      await expect(page.locator(`[id="picture.0.alt.${owner.lang}"]`)).toHaveAttribute(
        'aria-invalid',
        'true',
      )
      await images.locator('[name^="picture.0.alt"]').fill('Une carte, a map')
      await images.getByRole('button', { name: owner.save }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()

      // The pin goes a step by the keyboard; the town stays chosen.
      const place = page.locator('#place')
      await hydrated(page)
      const before = Number(await place.locator('[name="lat"]').inputValue())
      await place.getByRole('application').focus()
      await page.keyboard.press('ArrowUp')
      await expect(place.locator('[name="lat"]')).not.toHaveValue(String(before))
      await place.getByRole('button', { name: owner.save }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()
      expect(Number(await place.locator('[name="lat"]').inputValue())).toBeGreaterThan(before)

      await page.goto(`/${owner.lang}/actors/${owner.slug}`)
      await expect(page.getByRole('img', { name: 'Une carte, a map' })).toBeVisible()

      // What was given can be taken away again.
      await page.goto(edit)
      await hydrated(page)
      const erasing = page.locator('details.erase')
      await erasing.locator('summary').click()
      await erasing.locator('button').click()
      await expect(page.getByRole('alert')).toBeFocused()
      await erasing.locator('[name="sure"]').check()
      await erasing.locator('button').click()
      await expect(page.getByText(owner.asked)).toBeVisible()

      await page.goto(`${edit}?saved=basics`)
      await hydrated(page)
      await summary.fill('Typed, then signed out')
      await context.clearCookies()
      await page.locator('#texts').getByRole('button', { name: owner.save }).click()
      await expect(page.getByRole('alert')).toContainText(owner.signedOut)
      await expect(summary).toHaveValue('Typed, then signed out')
      const led = await page.request.get(edit, { maxRedirects: 0 })
      expect(led.headers()['location']).toBe(
        `/${owner.lang}/sign-in?to=${encodeURIComponent(edit)}`,
      )
    })
  })
}
