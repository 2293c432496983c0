import type { Page } from '@playwright/test'
import { browserArguments, findBrowser } from './browser.ts'
import { desktop, expect, hydrated, numberIn, test } from './testing.ts'

/** Without a graphics card, Chromium draws WebGL with the processor. */
const args = [
  ...browserArguments.filter((argument) => argument !== '--disable-gpu'),
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
]

test.use({ viewport: desktop, launchOptions: { executablePath: await findBrowser(), args } })

const drawing = (page: Page) => page.getByRole('application')
const drawn = (page: Page) => expect(drawing(page)).toHaveAttribute('aria-busy', 'false')

test('an actor found in the drawing shows its ties, what makes them and what backs them', async ({
  page,
}) => {
  await page.goto('/en/network')
  await drawn(page)
  await page.getByLabel('Find in the network').fill('cries')
  await page.getByRole('option', { name: /CRIES/ }).click()
  await expect(page).toHaveURL(/selected=cries/)
  const panel = page.getByRole('complementary', { name: 'Ties of the chosen actor' })
  await expect(panel.getByRole('heading', { level: 2 })).toContainText('CRIES')
  const tied = numberIn(await panel.getByRole('heading', { level: 3 }).textContent())
  expect(tied).toBeGreaterThan(10)

  const first = panel.getByRole('group').first()
  await first.locator('summary').click()
  await expect(first.getByRole('listitem').first()).toContainText(/taken from a named source/)
  await first.getByRole('link', { name: /^Go to/ }).click()
  await expect(page).not.toHaveURL(/selected=cries/)
  await expect(panel.getByRole('heading', { level: 2 })).not.toContainText('CRIES')
})

test('keys lead from actor to actor, and let go again', async ({ page }) => {
  await page.goto('/en/network')
  await drawn(page)
  await drawing(page).focus()
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('status').filter({ hasText: /, \d+ ties?$/ })).toBeAttached()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/selected=/)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(page).not.toHaveURL(/selected=/)
})

test('les années choisies restent dans l’adresse, et les chiffres suivent', async ({ page }) => {
  await page.goto('/fr/network?country=HU')
  await hydrated(page)
  const heading = page.getByRole('heading', { level: 1 })
  const before = await heading.textContent()
  const to = page.getByLabel('À', { exact: true }).first()
  await to.focus()
  await to.selectOption('2015')
  await expect(page).toHaveURL(/country=HU/)
  await expect(page).toHaveURL(/to=2015/)
  await expect(heading).not.toHaveText(before ?? '')
  await expect(to).toBeFocused()
  await page.goBack()
  await expect(to).toHaveValue('')
  await page.goForward()
  await expect(to).toHaveValue('2015')
  await page.reload()
  const shown = page.getByRole('group', { name: /Années/ }).locator('output')
  await expect(shown).toContainText('2015')

  const play = page.getByRole('button', { name: 'Faire défiler les années' })
  await play.click()
  await expect(shown).toContainText('2016')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(play).toBeVisible()
  // The years on their way are still shown, and none after them.
  await expect(async () => {
    const paused = (await shown.textContent()) ?? ''
    await page.waitForTimeout(1500)
    await expect(shown).toHaveText(paused, { timeout: 1 })
    expect(new URL(page.url()).searchParams.get('to')).toBe(paused.slice(-4))
  }).toPass({ timeout: 6_000 })
})

test.describe('sans JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('les tableaux contiennent tout, se trient et mènent aux liens de chacun', async ({
    page,
  }) => {
    await page.goto('/fr/network?country=RO&country=HU')
    const { actors } = await page.request
      .get('/api/network/actors?country=RO&country=HU')
      .then(async (answer) => ((await answer.json()) as { counts: { actors: number } }).counts)
    await expect(page.getByRole('heading', { level: 1 })).toContainText(`${String(actors)} acteurs`)
    await expect(page.getByRole('rowheader')).toHaveCount(Math.min(50, actors))

    await page.getByRole('link', { name: 'Acteur', exact: true }).click()
    const names = await page.getByRole('rowheader').getByRole('link').allTextContents()
    expect(names).toEqual(names.toSorted(new Intl.Collator('en', { sensitivity: 'base' }).compare))

    await page
      .getByRole('link', { name: /^Voir les liens de/ })
      .first()
      .click()
    await expect(page.getByRole('complementary')).toContainText(/Lié à \d+ acteur/)
    await page.getByRole('link', { name: 'Liens', exact: true }).click()
    await expect(page.getByRole('columnheader', { name: 'Preuve' })).toBeVisible()
  })
})

test('the filters go along from the list to the network and back', async ({ page }) => {
  await page.goto('/en/actors?country=HU&theme=culture-arts')
  await page
    .getByRole('navigation', { name: 'View' })
    .getByRole('link', { name: 'Network' })
    .click()
  await expect(page).toHaveURL(/\/en\/network\?country=HU&theme=culture-arts$/)
  await expect(page.getByText(/beside the filters count what the list finds/)).toBeVisible()
  await page.getByRole('link', { name: 'List and map' }).click()
  await expect(page).toHaveURL(/\/en\/actors\?country=HU&theme=culture-arts$/)

  await page.goto('/en/network?of=collaborations&country=HU')
  await expect(page.getByText(/beside the filters count the collaborations/)).toBeVisible()
})

test('the map shows the ties of what is listed, and of the years chosen', async ({ page }) => {
  await page.goto('/en/actors?country=HU&country=RO')
  await page.getByLabel('show ties').check()
  await expect(page).toHaveURL(/arcs=true/)
  const shown = page.getByRole('status').filter({ hasText: /^\s*\d+ ties?/ })
  await expect(shown).toBeVisible()
  await expect(page.locator('.leaflet-overlay-pane canvas')).toBeAttached()
  const all = numberIn(await shown.textContent())
  await page.getByLabel('Evidence', { exact: true }).selectOption('confirmed')
  await expect(page).toHaveURL(/minEvidence=confirmed/)
  await expect(shown).toHaveText(/^\s*0 ties/)
  expect(all).toBeGreaterThan(0)
})

test('figures have their definitions, and can be sorted and downloaded', async ({ page }) => {
  await page.goto('/en/network?country=HU&country=RO')
  await page.getByRole('link', { name: 'Figures of the network' }).click()
  await expect(page).toHaveURL(/figures\?country=HU&country=RO$/)
  await expect(page.getByRole('row', { name: /^Density/ })).toContainText('all possible ties')
  await page.getByRole('link', { name: 'Rank', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: 'Rank' })).toHaveAttribute(
    'aria-sort',
    'descending',
  )
  const download = page.getByRole('link', { name: 'Download as CSV' })
  const file = await page.request.get((await download.getAttribute('href')) ?? '')
  const { counts } = (await (
    await page.request.get('/api/network/actors?country=HU&country=RO')
  ).json()) as { counts: { actors: number } }
  expect((await file.text()).trim().split('\n')).toHaveLength(counts.actors + 1)
})

test.describe('Hogyan kapcsolódunk, JavaScript nélkül', () => {
  test.use({ javaScriptEnabled: false })

  test('a beírt név elvezet a láncig, és minden lépés megmondja, mi köti össze', async ({
    page,
  }) => {
    await page.goto('/hu/actors/cries')
    await page.getByRole('link', { name: 'Hogyan kapcsolódunk egymáshoz?' }).click()
    await page.getByLabel('Saját szervezet').fill('zone franche')
    await page.getByRole('button', { name: 'Az utak megmutatása' }).click()
    await expect(page.getByRole('heading', { name: /út, 2 lépés/ })).toBeVisible()
    const chain = page.getByRole('article').first()
    await expect(chain.getByRole('link', { name: 'Zone Franche' })).toBeVisible()
    await expect(chain.getByText('megnevezett forrásból').first()).toBeVisible()

    await page.getByLabel('Saját szervezet').fill('xqzzy qqwx')
    await page.getByRole('button', { name: 'Az utak megmutatása' }).click()
    await expect(page.getByRole('alert')).toContainText('Nem ismerünk')
  })
})
