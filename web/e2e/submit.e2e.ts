import type { Browser, BrowserContext, Page } from '@playwright/test'
import { anAddress, mailTo } from './mail.ts'
import { expect, hydrated, phone, test } from './testing.ts'

test.use({ viewport: phone })

const MOST_TAPS = 40

/** Taps on a page, and what is typed into fields, as a person on a phone does it: a field is tapped first. */
class Hand {
  taps = 0
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }
  async tap(name: string | RegExp, role: 'button' | 'link' | 'checkbox' | 'radio' = 'button') {
    this.taps += 1
    await this.page.getByRole(role, { name }).first().click()
  }
  async type(label: string | RegExp, text: string) {
    this.taps += 1
    await this.page.getByLabel(label).first().fill(text)
  }
}

const words = {
  en: {
    begin: 'Begin',
    name: 'Name',
    next: 'Save and continue',
    email: 'Your e-mail address',
    kind: 'Informal group',
    where: 'Town, postal code or address',
    search: 'Search',
    summary: /^In one sentence/,
    consent: /I may write for this organisation/,
    send: 'Send',
    go: 'Continue',
  },
  hu: {
    begin: 'Kezdjük',
    name: 'Név',
    next: 'Mentés és tovább',
    email: 'E-mail-címed',
    kind: 'Informális csoport',
    where: 'Település, irányítószám vagy cím',
    search: 'Keresés',
    summary: /^Egy mondatban/,
    consent: /Írhatok ennek a szervezetnek/,
    send: 'Elküldöm',
    go: 'Folytatom',
  },
} as const

for (const lang of ['en', 'hu'] as const) {
  test(`on a phone a first submission takes at most ${String(MOST_TAPS)} taps besides typing (${lang})`, async ({
    page,
  }) => {
    const say = words[lang]
    const hand = new Hand(page)
    const email = anAddress('submit')
    const reach = async (step: string) => {
      await page.waitForURL(new RegExp(`/${lang}/submit/${step}`))
      await hydrated(page)
    }
    await page.goto(`/${lang}/submit`)
    await hand.tap(say.begin, 'link')
    await reach('name')
    await hand.type(new RegExp(`^${say.name}$`), `Qwzx Kert ${email.slice(0, 30)}`)
    await hand.tap(say.next)
    await reach('mail')
    await hand.type(say.email, email)
    await hand.tap(say.next)
    await reach('kind')
    hand.taps += 1
    await page.locator('input[name="kind"][value="informal_group"]').check()
    await hand.tap(say.next)
    await reach('where')
    await hand.type(say.where, 'gyor')
    await hand.tap(say.search)
    await page.waitForURL(/search/)
    hand.taps += 1
    await page.locator('#results label').first().click()
    await hand.tap(say.next)
    await reach('themes')
    hand.taps += 1
    await page.locator('fieldset label').first().click()
    await hand.tap(say.next)
    await reach('about')
    await hand.type(say.summary, 'Közös kert mindenkinek')
    await hand.tap(say.next)
    for (const step of ['links', 'languages', 'exchange', 'pictures']) {
      await reach(step)
      await hand.tap(say.next)
    }
    await reach('check')
    await expect(page.getByText('Közös kert mindenkinek')).toBeVisible()
    hand.taps += 1
    await page.getByLabel(say.consent).check()
    await hand.tap(say.send)
    await reach('sent')
    await expect(page.getByText(/MA-[0-9A-Z]{4}-[0-9A-Z]{4}/).first()).toBeVisible()
    console.log(`a first submission (${lang}): ${String(hand.taps)} taps`)
    expect(hand.taps).toBeLessThanOrEqual(MOST_TAPS)

    await mailTo(email)
    const received = await mailTo(email)
    expect(received.subject).toMatch(/MA-[0-9A-Z]{4}-[0-9A-Z]{4}/)
  })
}

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('an organisation is put on the map, step by step', async ({ page }) => {
    const next = () => page.locator('.go button').click()
    await page.goto('/en/submit/name?new')
    await page.getByLabel('Name', { exact: true }).fill('Asociatia CRIES')
    await next()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Is this you already?')
    await page.getByRole('link', { name: 'None of these, continue' }).click()
    await next()
    await expect(page.getByRole('alert')).toContainText('still missing')
    await page.getByLabel('Your e-mail address').fill(anAddress('plain'))
    await next()
    await page.getByLabel('Cooperative').check()
    await next()
    await page.getByLabel('Town, postal').fill('timisoara')
    await next()
    await page.locator('#results label').first().click()
    await next()
    await page.locator('fieldset label').first().click()
    await next()
    await page.getByLabel('In one sentence').first().fill('Solidarity')
    await next()
    await page.getByRole('button', { name: 'Add a link' }).click()
    await page.getByLabel('Website').fill('www.example.org')
    await page.getByLabel('Address').fill('www.example.org/more')
    await next()
    for (let n = 0; n < 3; n++) await next()
    await expect(page.getByText('www.example.org/more')).toBeVisible()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText(/Reference MA-/)).toBeVisible()

    // The steps of a recipe are moved by buttons of the form.
    await page.getByRole('link', { name: 'Share a practice' }).click()
    await page.getByLabel('Title').fill('Repair café')
    await page.getByLabel('What it is for').fill('Less waste')
    for (let n = 0; n < 3; n++) await next()
    await page.getByLabel('What is done').fill('Repair')
    await page.getByRole('button', { name: 'Add a step' }).click()
    await page.getByLabel('What is done').nth(1).fill('Invite')
    await page.getByRole('button', { name: 'Move up: Step 2' }).click()
    await expect(page.getByLabel('What is done').first()).toHaveValue('Invite')
    await expect(page.getByLabel('What is done').nth(1)).toHaveValue('Repair')
  })
})

/** What is typed on each page, and where it stands again. */
const typed = [
  { step: 'name', field: '[name="shortName"]', text: 'QK' },
  { step: 'kind', field: '[name="legalForm"]', text: 'egyesület' },
  { step: 'where', field: '[name="q"]', text: 'Győr, Fő tér 1' },
  { step: 'themes', field: '[name="suggested"]', text: 'Méhészet' },
  { step: 'about', field: '[name="summary"]', text: 'Közös kert' },
  { step: 'links', field: '[name="website"]', text: 'not yet an address' },
  { step: 'languages', field: '[name="foundedYear"]', text: '19' },
] as const

test('whoever kills the browser at any page finds everything again by the mailed link', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(120_000)
  const email = anAddress('killed')
  const start = await open(browser, baseURL)
  await start.page.goto('/en/submit/name?new')
  await start.page.getByLabel('Name', { exact: true }).fill('Qwzx Killed')
  await start.page.locator('.go button').click()
  await start.page.waitForURL(/mail/)
  await start.page.getByLabel('Your e-mail address').fill(email)
  await start.page.locator('.go button').click()
  await start.page.waitForURL(/kind/)
  await start.context.close()
  const [link = ''] = (await mailTo(email)).links

  for (const { step, field, text } of typed) {
    const { context, page } = await resume(browser, baseURL, link)
    await page.goto(`/en/submit/${step}`)
    await hydrated(page)
    await page.locator(field).fill(text)
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await context.close()

    const again = await resume(browser, baseURL, link)
    // In another language: the draft does not depend on it.
    await again.page.goto(`/hu/submit/${step}`)
    await expect(again.page.locator(field)).toHaveValue(text)
    await again.context.close()
  }

  const pictures = await resume(browser, baseURL, link)
  await pictures.page.goto('/en/submit/pictures')
  await hydrated(pictures.page)
  await pictures.page.locator('[name="picture.file"]').setInputFiles('web/static/og.png')
  await pictures.page.locator('[name^="picture.0.alt"]').fill('A map with ties')
  await expect(pictures.page.getByText('Saved', { exact: true })).toBeVisible()
  await pictures.context.close()

  const { context, page } = await resume(browser, baseURL, link)
  await page.goto('/hu/submit/pictures')
  await expect(page.locator('[name^="picture.0.alt"]')).toHaveValue('A map with ties')
  await expect(page.getByRole('img', { name: 'A map with ties' })).toBeVisible()
  for (const { step, field, text } of typed) {
    await page.goto(`/fr/submit/${step}`)
    await expect(page.locator(field)).toHaveValue(text)
  }

  // Without a connection what is typed stays in this browser, and is saved when there is one again.
  await page.goto('/en/submit/about')
  await hydrated(page)
  await context.setOffline(true)
  await page.locator('#description').fill('Typed in a tunnel')
  await expect(page.getByText('No connection.')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.reload()
  await expect(page.locator('#description')).toHaveValue('Typed in a tunnel')
  await context.close()
})

test('two windows on one page: the second is told, and nothing is lost', async ({ page }) => {
  await page.goto('/en/submit/name?new')
  await page.getByLabel('Name', { exact: true }).fill('Qwzx Windows')
  await page.locator('.go button').click()
  await page.waitForURL(/mail/)
  await page.goto('/en/submit/about')
  const other = await page.context().newPage()
  await other.goto('/en/submit/about')
  await hydrated(page)
  await hydrated(other)
  await page.getByLabel('In one sentence').first().fill('From the first')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await other.getByLabel('In one sentence').first().fill('From the second')
  await expect(other.getByText('This page was changed in another window')).toBeVisible()
  await expect(other.getByLabel('In one sentence').first()).toHaveValue('From the second')
})

test('the pin is moved by arrow keys, and says so', async ({ page }) => {
  await page.goto('/en/submit/name?new')
  await page.getByLabel('Name', { exact: true }).fill('Qwzx Pin')
  await page.locator('.go button').click()
  await page.waitForURL(/mail/)
  await page.goto('/en/submit/where')
  await hydrated(page)
  await page.getByLabel('Town, postal').fill('gyor')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.locator('#results label').first().click()
  await page.locator('.go button').click()
  await page.waitForURL(/themes/)
  await page.goto('/en/submit/where')
  await hydrated(page)
  const before = Number(await page.locator('[name="lat"]').inputValue())
  await page.getByRole('application').focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText(/^North, .+ Near /)).toBeAttached()
  expect(Number(await page.locator('[name="lat"]').inputValue())).toBeGreaterThan(before)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
})

async function open(browser: Browser, baseURL: string | undefined) {
  const context = await browser.newContext({ viewport: phone, baseURL: baseURL ?? '' })
  return { context, page: await context.newPage() }
}

/** A new browser, with nothing but the mail. */
async function resume(
  browser: Browser,
  baseURL: string | undefined,
  link: string,
): Promise<{ context: BrowserContext; page: Page }> {
  const opened = await open(browser, baseURL)
  await opened.page.goto(link)
  await opened.page.locator('main form button').click()
  await opened.page.waitForURL(/submit\/check/)
  return opened
}
