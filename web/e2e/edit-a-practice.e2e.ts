import { becomeOwner } from './owners.ts'
import { expect, hydrated, phone, test } from './testing.ts'

const told = [
  {
    lang: 'fr',
    slug: 'ideas-factory',
    domain: 'ideasfactorybg.org',
    practice: 'baba-residence',
    save: 'Enregistrer cette partie',
    saved: 'Enregistré. Tout le monde peut le voir.',
    stale: 'l’original a changé depuis',
    checked: 'La traduction reste juste',
    conflict: 'Quelqu’un d’autre a enregistré un changement entre-temps',
  },
  {
    lang: 'hu',
    slug: 'utopia',
    domain: 'utopia.sk',
    practice: 'participatory-budget-towns',
    save: 'Rész mentése',
    saved: 'Mentve. Már mindenki láthatja.',
    stale: 'az eredeti azóta megváltozott',
    checked: 'A fordítás így is helyes',
    conflict: 'Közben valaki más is mentett módosítást',
  },
]

for (const owner of told) {
  test.describe(`a practice (${owner.lang})`, () => {
    test.use({ viewport: phone })

    test('its steps are moved by the keyboard and translated; the translation goes stale and is renewed', async ({
      page,
      context,
    }) => {
      await becomeOwner(page, owner)
      const read = `/${owner.lang}/practices/${owner.practice}`
      const recipe = page.locator('#recipe')
      const title = (n: number) => recipe.locator(`[name="steps.${String(n)}.title"]`)
      const save = async () => {
        await recipe.getByRole('button', { name: owner.save }).click()
        await expect(page.getByText(owner.saved)).toBeVisible()
      }

      await page.goto(`${read}/edit`)
      await hydrated(page)
      const [first, second] = [await title(0).inputValue(), await title(1).inputValue()]
      await recipe.locator('[data-index="0"] [data-act="down"]').first().focus()
      await page.keyboard.press('Enter')
      await expect(title(1)).toHaveValue(first)
      // The focus goes with the step, so that it can be moved on.
      await expect(recipe.locator('[data-index="1"] [data-act="down"]').first()).toBeFocused()

      // By the pointer too, there and back.
      for (const step of [first, second]) {
        await recipe.locator('[data-index="1"] .grip').first().hover()
        const above = await recipe.locator('[data-index="0"]').first().boundingBox()
        await page.mouse.down()
        await page.mouse.move(20, (above?.y ?? 0) + 30, { steps: 8 })
        await page.mouse.up()
        await expect(title(0)).toHaveValue(step)
      }
      const translation = recipe.locator('[name="steps.0.translations.title.0.text"]')
      await recipe.locator('[data-index="0"] summary').first().click()
      await translation.fill('Qwzx 1')
      await save()
      await page.goto(read)
      await expect(page.locator('.steps h3').nth(0)).toContainText('Qwzx 1')
      await expect(page.locator('.steps h3').nth(1)).toContainText(first)

      await page.goto(`${read}/edit`)
      await hydrated(page)
      await title(0).fill(`${second}, again`)
      await save()
      await page.goto(read)
      await expect(page.locator('.steps h3').nth(0)).toContainText(owner.stale)

      // Whoever edits sees at once which part it is.
      await page.goto(`${read}/edit`)
      await hydrated(page)
      await expect(translation).toBeVisible()
      await translation.fill('Qwzx 2')
      await recipe.locator('[data-index="0"]').getByLabel(owner.checked).check()
      await save()
      await page.goto(read)
      await expect(page.locator('.steps h3').nth(0)).toContainText('Qwzx 2')
      await expect(page.locator('.steps h3').nth(0)).not.toContainText(owner.stale)

      // Its town is chosen while it is typed.
      await page.goto(`${read}/edit`)
      await hydrated(page)
      const basics = page.locator('#basics')
      const town = basics.locator('[name="place_typed"]')
      await town.fill('Timisoa')
      await page.getByRole('option', { name: 'Timișoara' }).first().click()
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()
      await expect(town).toHaveValue(/^Timișoara, /)

      // Of two windows the second sees both versions.
      const other = await context.newPage()
      await other.goto(`${read}/edit`)
      await page.goto(`${read}/edit`)
      await hydrated(page)
      await hydrated(other)
      await other
        .locator('#recipe [name="roles.0.text"], #recipe [value="add:roles"]')
        .first()
        .click()
      await other.locator('#recipe [name="roles.0.text"]').fill('Role of the first')
      await other.locator('#recipe').getByRole('button', { name: owner.save }).click()
      await expect(other.getByText(owner.saved)).toBeVisible()
      await title(0).fill('Title of the second')
      await recipe.getByRole('button', { name: owner.save }).click()
      await expect(recipe.getByText(owner.conflict)).toBeVisible()
      await expect(recipe.locator('.changes')).toContainText('Role of the first')
      await expect(recipe.locator('.changes')).toContainText('Title of the second')
      await expect(title(0)).toHaveValue('Title of the second')
      await other.close()
    })
  })
}
