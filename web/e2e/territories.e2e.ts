import { expect, hydrated, numberIn, test } from './testing.ts'

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('someone from a ministry finds their country and who cooperates in it', async ({ page }) => {
    await page.goto('/hu/territories')
    await page.getByLabel('Terület neve vagy kódja').fill('magyar')
    await page.getByRole('button', { name: 'Keresés' }).click()
    await page.getByRole('link', { name: 'Magyarország' }).first().click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Magyarország')

    const figure = page.getByRole('link', { name: /^\d+ szereplő$/ }).first()
    const count = numberIn(await figure.textContent())
    expect(count).toBeGreaterThan(3)
    await page.getByText('Hogyan számoljuk').first().click()
    await expect(
      page.getByText('Közzétett szereplők, amelyek helye a területen van.'),
    ).toBeVisible()
    await figure.click()
    expect(numberIn(await page.getByRole('heading', { level: 1 }).textContent())).toBe(count)
  })

  test('every number beside a word is that of the list it leads to', async ({ page }) => {
    await page.goto('/fr/territories/FR')
    const links = page.locator('.key .figure a')
    const figures = await links.evaluateAll((all) =>
      all.map((link) => ({
        address: (link as HTMLAnchorElement).href,
        text: link.textContent,
      })),
    )
    expect(figures.length).toBe(5)
    const missing = page.getByRole('link', { name: /: \d+ acteurs?$/ }).first()
    const there = {
      address: (await missing.getAttribute('href')) ?? '',
      text: await missing.textContent(),
    }
    for (const { address, text } of [...figures.slice(0, 4), there]) {
      await page.goto(address)
      const heading = await page.getByRole('heading', { level: 1 }).textContent()
      expect(numberIn(heading), text ?? '').toBe(numberIn(text))
    }
  })

  test('years and evidence narrow what is counted, and the lists with it', async ({ page }) => {
    await page.goto('/fr/territories/FR')
    const across = page.getByRole('link', { name: /au-delà de la limite$/ })
    const before = numberIn(await across.first().textContent())
    await page.getByLabel(/Années.*de/i).fill('2019')
    await page.getByRole('button', { name: 'Afficher', exact: true }).click()
    await expect(page).toHaveURL(/from=2019/)
    const after = numberIn(await across.first().textContent())
    expect(after).toBeLessThan(before)
    await across.first().click()
    expect(numberIn(await page.getByRole('heading', { level: 1 }).textContent())).toBe(after)
  })

  test('territories are compared, put beside each other and removed', async ({ page }) => {
    await page.goto('/fr/territories/FR/compare')
    await page.getByLabel('Un autre territoire, par nom ou code').fill('rouma')
    await page.getByRole('button', { name: 'Mettre à côté' }).click()
    const beside = page.getByRole('columnheader', { name: /Roumanie/ })
    await expect(beside).toBeVisible()
    await page.getByLabel('Preuve').selectOption('confirmed')
    await page.getByRole('button', { name: 'Afficher', exact: true }).click()
    await expect(page).toHaveURL(/minEvidence=confirmed/)
    await expect(page.getByRole('row', { name: /^Collaborations 0 0/ })).toBeVisible()
    await page.getByRole('link', { name: 'Retirer Roumanie' }).click()
    await expect(page).toHaveURL(/minEvidence=confirmed/)
    await expect(page.getByRole('columnheader', { name: /France/ })).toBeVisible()
    await expect(beside).toHaveCount(0)
  })

  test('white spots are told and can be taken away', async ({ page, request }) => {
    await page.goto('/fr/territories/FR/white-spots')
    await page.getByLabel('Distance').selectOption('50')
    await page.getByRole('button', { name: 'Afficher les zones blanches' }).click()
    const answer = await page.getByRole('status').textContent()
    const csv = await page.getByRole('link', { name: 'CSV' }).getAttribute('href')
    const rows = (await (await request.get(csv ?? '')).text()).trim().split('\n')
    expect(rows.length - 1).toBe(Number(/\d[\d\s]*/.exec(answer ?? '')?.[0].replaceAll(/\s/g, '')))
  })

  test('a report is kept under a link to cite, and prints on a few sheets', async ({ page }) => {
    await page.goto('/fr/territories/RO/report?from=2019')
    const shown = await page.locator('.sheet .top li').allTextContents()
    await page
      .getByRole('button', { name: 'Conserver ces chiffres sous un lien permanent' })
      .click()
    await expect(page).toHaveURL(/\/fr\/territories\/RO\/reports\/[\w-]{16}$/)
    const address = page.url()
    await expect(page.getByText('Rien n’a changé depuis.')).toBeVisible()
    await expect(page.getByText(/^Chiffres.*Sont comptés : liens depuis 2019/)).toBeVisible()
    await expect(page.getByRole('link', { name: address })).toBeVisible()
    expect(await page.locator('.sheet .top li').allTextContents()).toEqual(shown)

    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('navigation', { name: 'Pages sur ce territoire' })).toBeHidden()
    await expect(page.getByText('Lien à citer')).toBeVisible()
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1')
    const sheets = pdf.match(/\/Type\s*\/Page\b/g)?.length
    expect(sheets).toBeGreaterThan(0)
    expect(sheets).toBeLessThanOrEqual(6)
  })

  test('an area can be typed, and one that is none is told so', async ({ page }) => {
    await page.goto('/en/territories')
    await page.getByText('Type the corners of an area instead').click()
    await page.getByLabel(/^Corners/).fill('16, 45\n23, 45\n23, 49\n16, 49')
    await page.getByRole('button', { name: 'Show the area' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('Area of your own')
    expect(numberIn(await page.locator('.figure').first().textContent())).toBeGreaterThan(3)
    const pages = page.getByRole('navigation', { name: 'Pages about this territory' })
    await pages.getByRole('link', { name: 'Compare' }).click()
    await page.getByLabel('Another territory, by name or code').fill('hungary')
    await page.getByRole('button', { name: 'Put beside it' }).click()
    await expect(page.getByRole('columnheader', { name: 'Area of your own' })).toBeVisible()
    await expect(page.getByRole('columnheader', { name: 'Hungary' })).toBeVisible()
    await page.goto('/en/territories?corners=1,1;2')
    await expect(page.getByRole('alert')).toContainText('This is not an area')
    await expect(page.getByLabel(/^Corners/)).toHaveValue('1,1;2')
  })
})

test('a map is drawn of a figure, with its classes and a table', async ({ page }) => {
  await page.goto('/en/territories/map')
  await hydrated(page)
  await page.getByLabel('Figure').selectOption({ label: 'Openness (E-I index)' })
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.getByRole('heading', { name: 'Openness (E-I index)' })).toBeVisible()
  await expect(page.getByText(/^Map of \d+ territories/)).toBeAttached()
  await expect(page.getByText('Classes are natural breaks')).toBeVisible()
  expect(await page.getByRole('row').count()).toBeGreaterThan(5)
  await page.getByLabel('Evidence').selectOption('confirmed only')
  await page.getByRole('button', { name: 'Show', exact: true }).click()
  await expect(page).toHaveURL(/figure=eiIndex.*minEvidence=confirmed/)
  await expect(page.getByText('There is nothing to show at this level.')).toBeVisible()
})

test('a territory is chosen with the keyboard alone, on the map and by its name', async ({
  page,
}) => {
  await page.goto('/en/territories')
  await hydrated(page)
  const map = page.getByRole('application')
  await expect(map.locator('.leaflet-container')).toBeVisible()
  await map.focus()
  await page.keyboard.press('Enter')
  const place = page.getByText('This place is in:').locator('..').getByRole('link')
  await expect(place.first()).toBeVisible()

  await page.getByLabel('Name or code of a territory').fill('Roma')
  await expect(page.getByRole('option', { name: /Romania/ })).toBeVisible()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /Romania/ })).toBeVisible()

  const from = page.getByRole('slider', { name: 'From' })
  const first = Number(await from.inputValue())
  await from.press('ArrowRight')
  await expect(page).toHaveURL(new RegExp(`from=${String(first + 1)}$`))
  // What is chosen besides does not undo it.
  await page.getByLabel('Evidence').selectOption('confirmed only')
  await expect(page).toHaveURL(/minEvidence=confirmed/)
  expect(new URL(page.url()).searchParams.get('from')).toBe(String(first + 1))
})

test('an area is drawn with the keyboard', async ({ page }) => {
  await page.goto('/en/territories')
  await hydrated(page)
  await page.getByLabel('Draw an area').check()
  const map = page.getByRole('application')
  await expect(map.locator('.leaflet-container')).toBeVisible()
  await map.focus()
  await page.keyboard.press('Enter')
  for (const key of ['ArrowLeft', 'ArrowUp', 'ArrowRight']) {
    await page.keyboard.press(key)
    await page.keyboard.press('Enter')
  }
  await expect(page.getByText('4 corners')).toBeAttached()
  await page.getByRole('button', { name: 'Show this area' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Area of your own')
})
