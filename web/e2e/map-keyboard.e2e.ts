import type { Page } from '@playwright/test'
import { desktop, expect, test } from './testing.ts'

test.use({ viewport: desktop })

const map = (page: Page) => page.getByRole('application', { name: 'Map of actors' })
const symbols = (page: Page) => map(page).getByRole('button')
const focused = (page: Page) => page.locator(':focus')
const inView = (page: Page) => page.getByText(/^(\d+ actors?|No actor) in view/)

test.beforeEach(async ({ page }) => {
  await page.goto('/en/actors')
  await expect(symbols(page).first()).toBeVisible()
})

test('three Tab stops at most lead past the map, before and after it was used', async ({
  page,
}) => {
  expect(await stopsInMap(page)).toBeLessThanOrEqual(3)
  await map(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('+')
  await expect(page.getByRole('button', { name: 'Search this area' })).toBeVisible()
  expect(await stopsInMap(page)).toBeLessThanOrEqual(3)
})

test('arrow keys lead from one to the next, each with a name', async ({ page }) => {
  await map(page).focus()
  const names = new Set<string>()
  for (const key of ['ArrowRight', 'ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowDown']) {
    await page.keyboard.press(key)
    names.add((await focused(page).getAttribute('aria-label')) ?? '')
  }
  expect(names.size).toBeGreaterThan(2)
  expect(names).not.toContain('')
})

test('Enter on a cluster comes closer and keeps the focus on the map', async ({ page }) => {
  await map(page).focus()
  await page.keyboard.press('ArrowRight')
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowUp', 'ArrowRight']) {
    if (/close together/.test((await focused(page).getAttribute('aria-label')) ?? '')) break
    await page.keyboard.press(key)
  }
  await expect(focused(page)).toHaveAttribute('aria-label', /actors close together/)
  const before = await inView(page).textContent()
  await page.keyboard.press('Enter')
  await expect(inView(page)).not.toHaveText(before ?? '')
  await expect(map(page).locator(':focus')).toHaveRole('button')
})

test('Enter opens an actor, Escape returns to it', async ({ page }) => {
  await page.goto('/en/actors?country=NO')
  await expect(symbols(page)).toHaveCount(1)
  await map(page).focus()
  await page.keyboard.press('ArrowDown')
  const name = (await focused(page).getAttribute('aria-label')) ?? ''
  await page.keyboard.press('Enter')

  const card = page.getByRole('dialog', { name })
  await expect(card).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(card).toBeHidden()
  await expect(focused(page)).toHaveAttribute('aria-label', name)

  await page.keyboard.press('Enter')
  await card.getByRole('link', { name }).press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible()
})

test('actors that share a place open as a list', async ({ page }) => {
  await page.goto('/en/actors?view=2.25,48.8,2.45,48.92')
  const place = symbols(page).first()
  await expect(place).toBeVisible()
  await place.focus()
  for (let step = 0; step < 12; step += 1) {
    if (await page.getByRole('dialog').isVisible()) break
    await page.keyboard.press('Enter')
    await page.waitForTimeout(600)
  }
  const list = page.getByRole('dialog').getByRole('listitem')
  expect(await list.count()).toBeGreaterThan(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(map(page).locator(':focus')).toHaveRole('button')
})

test('says how many are in view', async ({ page, request }) => {
  const status = page.getByRole('status').filter({ hasText: 'in view' })
  await expect(status).toHaveText(/^\d+ actors in view, \d+ clusters$/)
  const before = await status.textContent()
  await map(page).focus()
  await page.keyboard.press('+')
  await expect(status).not.toHaveText(before ?? '')
  await page.keyboard.press('0')
  const all = (await (await request.get('/api/actors?limit=1')).json()) as { located: number }
  await expect(status).toHaveText(new RegExp(`^${String(all.located)} actors in view`))
})

/** Tab stops between the last one before the map's panel and the first one after it. */
async function stopsInMap(page: Page) {
  await page.evaluate(() => {
    const panel = document.querySelector('[role="application"]')?.closest('aside')
    const stops = [...document.querySelectorAll<HTMLElement>('a[href], button, input, select')]
    const before = stops.filter(
      (stop) =>
        panel &&
        stop.checkVisibility() &&
        stop.tabIndex >= 0 &&
        panel.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_PRECEDING,
    )
    before.at(-1)?.focus()
  })
  let stops = 0
  for (;;) {
    await page.keyboard.press('Tab')
    const isInside = await page.evaluate(() => !!document.activeElement?.closest('aside'))
    if (!isInside) return stops
    stops += 1
    if (stops > 20) return stops
  }
}
