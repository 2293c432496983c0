import type { Page } from '@playwright/test'
import { desktop, expect, hydrated, numberIn, test } from './testing.ts'

test.use({ viewport: desktop })

const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const map = (page: Page) => page.getByRole('application')
const inView = (page: Page) => page.getByText(/^(\d+ actors?|No actor) in view/)

const total = async (page: Page) => numberIn(await heading(page).textContent())

test('the number beside a choice is the number of results after it', async ({ page }) => {
  test.slow()
  for (const query of ['', '?q=cooperative', '?country=FR&country=IT', '?theme=culture-arts']) {
    await page.goto(`/en/actors${query}`)
    await hydrated(page)
    const before = (await heading(page).textContent()) ?? ''
    const choices = page
      .locator('fieldset label:visible')
      .filter({ has: page.getByRole('checkbox') })
    for (const index of [0, 3, 7]) {
      const choice = choices.nth(index)
      const checkbox = choice.getByRole('checkbox')
      if (await checkbox.isChecked()) continue
      const promised = numberIn(await choice.locator('.count').textContent())
      await checkbox.check()
      await expect(heading(page)).toHaveText(new RegExp(`^\\s*${String(promised)} actor`))
      await page.goBack()
      await expect(heading(page)).toHaveText(before)
      await expect(checkbox).not.toBeChecked()
    }
  }
})

test('a choice becomes a chip, and its cross takes it away', async ({ page }) => {
  await page.goto('/en/actors?country=HU&theme=culture-arts')
  await hydrated(page)
  const narrowed = await total(page)
  await page.getByRole('link', { name: /Remove.*Culture & arts/i }).click()
  await expect(page).not.toHaveURL(/theme=/)
  await expect(page).toHaveURL(/country=HU/)
  await expect(heading(page)).toHaveText(/^\s*11 actors/)
  expect(narrowed).toBeLessThan(11)
})

test('the order can be chosen', async ({ page }) => {
  await page.goto('/en/actors?country=HU')
  await hydrated(page)
  await page.getByLabel('Sort').selectOption({ label: 'recently updated first' })
  await expect(page).toHaveURL(/sort=updated/)
})

test('back returns to the results before the choice', async ({ page }) => {
  await page.goto('/en/actors?country=HU')
  await hydrated(page)
  await page.getByRole('checkbox', { name: /Culture & arts/ }).check()
  await expect(page).toHaveURL(/theme=culture-arts/)
  await page.goBack()
  await expect(page).not.toHaveURL(/theme=/)
  await expect(heading(page)).toHaveText(/^\s*11 actors/)
  await expect(page.getByRole('checkbox', { name: /Culture & arts/ })).not.toBeChecked()
})

test('the list can be searched by what the map shows, and a reload shows the same', async ({
  page,
}) => {
  await page.goto('/en/actors')
  await expect(inView(page)).toBeAttached()
  await zoomInOn(page, 3)
  await page.getByRole('button', { name: 'Search this area' }).click()
  await expect(page).toHaveURL(/bbox=/)

  const shown = numberIn(await inView(page).textContent())
  expect(shown).toBeGreaterThan(0)
  await expect(heading(page)).toHaveText(new RegExp(`^\\s*${String(shown)} actor`))

  await page.reload()
  await expect(heading(page)).toHaveText(new RegExp(`^\\s*${String(shown)} actor`))
  await expect(inView(page)).toHaveText(new RegExp(`^${String(shown)} actor`))
})

test('a moved map is where it was after a reload', async ({ page }) => {
  await page.goto('/en/actors')
  await expect(inView(page)).toBeAttached()
  await zoomInOn(page, 3)
  await expect(page).toHaveURL(/view=/)
  const before = await inView(page).textContent()
  await page.reload()
  await expect(inView(page)).toHaveText(before ?? '')
})

test('list and map point at the same actor', async ({ page }) => {
  await page.goto('/en/actors?country=NO')
  await expect(inView(page)).toBeAttached()
  const card = page.locator('[data-slug]').first()
  await card.hover()
  await expect(map(page).locator('[data-highlighted]')).toHaveCount(1)
  await page.mouse.move(5, 5)
  await expect(map(page).locator('[data-highlighted]')).toHaveCount(0)

  await map(page).getByRole('button').first().hover()
  await expect(card).toHaveClass(/\bon\b|highlighted|selected/)
})

test('nothing found offers ways out', async ({ page }) => {
  await page.goto('/en/actors?country=HU&theme=fair-trade&kind=foundation')
  await expect(heading(page)).toHaveText(/^\s*(0|No) actors/)
  const ways = page.getByRole('main').getByRole('link', { name: /without|drop|remove/i })
  await ways.first().click()
  await expect(heading(page)).not.toHaveText(/^\s*(0|No) actors/)
})

test('each filter can be left out, the place too, and the radius can grow', async ({ page }) => {
  await page.goto('/en/actors?where=lyon&within=10&kind=network')
  for (const name of [/^Look further: within/, /^without “within 10 km”/, /^without “Lyon”/]) {
    const way = page.getByRole('link', { name })
    const promised = numberIn(/\((\d+) results?\)/.exec((await way.textContent()) ?? '')?.[1] ?? '')
    expect(promised).toBeGreaterThan(0)
    await way.click()
    await expect(heading(page)).toHaveText(new RegExp(`^\\s*${String(promised)} actor`))
    await page.goBack()
  }
})

test('where leaving one thing out is not enough, one thing can be kept', async ({ page }) => {
  await page.goto('/en/actors?q=zzzzqqq&theme=fair-trade&kind=university&country=NO')
  const way = page.getByRole('link', { name: /^only “Fair trade/ })
  const promised = numberIn(/\((\d+) results?\)/.exec((await way.textContent()) ?? '')?.[1] ?? '')
  await way.click()
  await expect(page).toHaveURL(/\/en\/actors\?theme=fair-trade$/)
  await expect(heading(page)).toHaveText(new RegExp(`^\\s*${String(promised)} actor`))
})

test('a word that names a kind, a theme or a country can become a filter', async ({ page }) => {
  await page.goto('/en/actors?q=egyes%C3%BClet')
  await page.getByRole('link', { name: 'Show only: Association' }).click()
  await expect(page).toHaveURL(/\/en\/actors\?kind=association$/)
  await expect(page.getByRole('checkbox', { name: /^Association/ })).toBeChecked()

  await page.goto('/fr/actors?q=youth+Ungaria')
  await page.getByRole('link', { name: 'Afficher seulement : Hongrie' }).click()
  await expect(page).toHaveURL(/q=youth&country=HU$/)

  await page.goto('/en/practices?q=commerce+%C3%A9quitable')
  await page.getByRole('link', { name: 'Show only: Fair trade' }).click()
  await expect(page).toHaveURL(/\/en\/practices\?theme=fair-trade$/)
})

test('what an address means nothing by is left out, and the notice goes', async ({ page }) => {
  await page.goto('/en/actors?kind=club&theme=nothing-of-ours&territory=XX99&country=HU&cursor=x')
  await expect(heading(page)).toHaveText(/^\s*11 actors/)
  await expect(page.getByText(/left out: .*kind=club/)).toContainText('theme=nothing-of-ours')
  await page.getByRole('link', { name: 'Remove it from the address' }).click()
  await expect(page).toHaveURL(/\/en\/actors\?country=HU$/)
  await expect(page.getByText(/left out/)).toHaveCount(0)
})

for (const [section, one] of [
  ['practices', 'practice'],
  ['collaborations', 'collaboration'],
] as const) {
  test(`the map beside ${section} holds all of them, and searches its area, by keyboard`, async ({
    page,
  }) => {
    const shown = page.getByText(new RegExp(`^(\\d+ ${one}s?|No ${one}) in view`))
    const onMap = page.getByRole('application', { name: `Map of ${section}` })
    await page.goto(`/en/${section}`)
    await expect(onMap.getByRole('button').first()).toBeVisible()
    const { total } = (await (
      await page.request.get(`/api/${section}/clusters?zoom=3`)
    ).json()) as { total: number }
    await onMap.focus()
    await page.keyboard.press('0')
    await expect(shown).toHaveText(new RegExp(`^${String(total)} ${one}`))

    for (let step = 0; step < 3; step += 1) {
      await page.keyboard.press('+')
      await page.waitForTimeout(400)
    }
    await expect(shown).not.toHaveText(new RegExp(`^${String(total)} ${one}`))
    await page.getByRole('button', { name: 'Search this area' }).press('Enter')
    await expect(page).toHaveURL(/bbox=/)
    await expect(async () => {
      const inBox = numberIn(await shown.textContent())
      expect(numberIn(await heading(page).textContent())).toBe(inBox)
      expect(inBox).toBeLessThan(total)
    }).toPass()

    await page.goto(`/en/${section}?country=NO`)
    await expect(onMap.getByRole('button').first()).toBeVisible()
    await onMap.focus()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const card = page.getByRole('dialog')
    await expect(card.getByRole('link').first()).toHaveAttribute(
      'href',
      new RegExp(`^/en/${section}/`),
    )
    await page.keyboard.press('Escape')
    await expect(card).toBeHidden()
    await expect(onMap.locator(':focus')).toHaveRole('button')
  })
}

test.describe('near me', () => {
  const button = (page: Page) => page.getByRole('button', { name: 'Near me' })

  test('asks where one is when pressed, and lists by distance from there', async ({
    page,
    context,
  }) => {
    await context.grantPermissions(['geolocation'])
    await context.setGeolocation({ longitude: 21.22571, latitude: 45.75372 })
    await page.goto('/en/actors?country=RO')
    await button(page).click()
    await expect(page).toHaveURL(/near=21.23,45.75/)
    await expect(page).toHaveURL(/country=RO/)
    await expect(page.getByLabel('Where')).toHaveValue('My location')
    await expect(heading(page)).toContainText('by distance from My location')
    await expect(page.getByRole('article').first()).toContainText('Timișoara')
  })

  test('says what to do where it may not know', async ({ page, context }) => {
    await context.clearPermissions()
    await page.goto('/en/actors')
    await button(page).click()
    await expect(page.getByText(/Allow it in the browser’s settings, or type a town/)).toBeVisible()
    await page.getByLabel('Where').fill('x')
    await expect(page.getByText(/Allow it in/)).toBeHidden()
    await expect(page).toHaveURL(/\/en\/actors$/)
  })
})

/** Zooms by the wheel, the pointer on the largest cluster, and waits for the answer to where the map stays. */
async function zoomInOn(page: Page, times: number) {
  const before = await inView(page).textContent()
  const cluster = map(page)
    .getByRole('button', { name: /close together/ })
    .first()
  await cluster.hover()
  for (let step = 0; step < times; step += 1) {
    await page.mouse.wheel(0, -120)
    await page.waitForTimeout(400)
  }
  await expect(inView(page)).not.toHaveText(before ?? '')
  await expect(async () => {
    const shown = (await inView(page).textContent()) ?? ''
    await page.waitForTimeout(700)
    await expect(inView(page)).toHaveText(shown, { timeout: 1 })
  }).toPass()
}
