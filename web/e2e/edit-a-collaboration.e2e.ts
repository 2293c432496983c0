import { becomeOwner } from './owners.ts'
import { expect, hydrated, test } from './testing.ts'

test('who takes part is chosen by name from suggestions, and the change waits (hu)', async ({
  page,
}) => {
  await becomeOwner(page, { lang: 'hu', slug: 'tve', domain: 'tudatosvasarlo.hu' })
  await page.goto('/hu/collaborations/solid-base/edit')
  await hydrated(page)
  const section = page.locator('#participants').first()
  const rows = section.locator('[data-row]')
  const count = await rows.count()
  await section.locator('[data-act="add"]').click()
  const name = section.locator(`[name="participants.${String(count)}.slug_name"]`)
  await expect(name).toBeFocused()
  await name.pressSequentially('asociatia cries')
  await section.getByRole('option', { name: /CRIES/ }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(section.locator(`[name="participants.${String(count)}.slug"]`)).toHaveValue('cries')
  await section.getByRole('button', { name: 'Rész mentése' }).click()
  // Whom it names has not said so: a moderator looks first.
  await expect(page.getByText(/Elküldve, száma MA-/)).toBeVisible()
  await page.goto('/hu/collaborations/solid-base')
  await expect(page.getByRole('link', { name: /CRIES/ })).toHaveCount(0)
})

test('without JavaScript a practice is found by part of its name, then chosen; themes have their names in the history', async ({
  page,
  browser,
  baseURL,
}) => {
  await becomeOwner(page, { lang: 'en', slug: 'cospe', domain: 'cospe.org' })
  const context = await browser.newContext({
    baseURL: baseURL ?? '',
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  const plain = await context.newPage()
  await plain.goto('/en/collaborations/susy/edit')
  const work = plain.locator('#work')
  await work.locator('[value="add:practices"]').click()
  await work.getByLabel('Name').last().fill('festival')
  await work.getByRole('button', { name: 'Save this part' }).click()
  await expect(plain.getByRole('alert')).toContainText('Which one do you mean?')
  await work.getByRole('radio', { name: /goes back to the villages/ }).check()
  await work.getByRole('checkbox', { name: 'Youth', exact: true }).check()
  await work.getByRole('button', { name: 'Save this part' }).click()
  await expect(plain.getByText('Saved. Everyone can see it now.')).toBeVisible()
  await plain.goto('/en/collaborations/susy/history?version=2')
  await expect(plain.locator('.changes')).toContainText('A festival whose income goes back')
  await expect(plain.locator('.changes')).toContainText('Youth')

  // Who is signed out meanwhile signs in and sends the same again.
  await plain.goto('/en/collaborations/susy/edit')
  const cookies = await context.cookies()
  await context.clearCookies()
  await work.getByRole('checkbox', { name: 'Youth', exact: true }).uncheck()
  await work.getByRole('button', { name: 'Save this part' }).click()
  await expect(plain.getByText('You are not signed in any more.')).toBeVisible()
  await context.addCookies(cookies)
  await plain.getByRole('button', { name: 'Send', exact: true }).click()
  await expect(plain.getByText('Saved. Everyone can see it now.')).toBeVisible()
  await expect(work.getByRole('checkbox', { name: 'Youth', exact: true })).not.toBeChecked()
  await context.close()
})
