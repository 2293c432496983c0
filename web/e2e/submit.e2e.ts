import type { Browser, BrowserContext, Page } from '@playwright/test'
import { parts } from '../../server/src/submissions/submissions.rules.ts'
import { beginDraft, sendOrganisation } from './drafts.ts'
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
    where: 'Town or address',
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
    where: 'Település vagy cím',
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
    await page.keyboard.press('Enter')
    await page.getByLabel('Cooperative').check()
    await next()
    await page.getByLabel('Town or address').fill('timisoara')
    await next()
    await page.locator('#results label').first().click()
    await next()
    await page.locator('fieldset label').first().click()
    await next()
    await page.getByLabel('In one sentence').first().fill('Solidarity')
    // Back and forth again loses nothing.
    await page.getByRole('button', { name: 'Back' }).click()
    await next()
    await expect(page.getByLabel('In one sentence').first()).toHaveValue('Solidarity')
    await next()
    await expect(page).toHaveURL(/submit\/links/)
    await page.getByRole('button', { name: 'Add a link' }).click()
    await page.getByLabel('Website').fill('www.cries.ro')
    await page.getByLabel('Address').fill('www.example.org/more')
    await next()
    for (let n = 0; n < 3; n++) await next()
    await expect(page.getByText('www.example.org/more')).toBeVisible()
    // With the website too, it is likely to be the one that is here.
    await expect(page.getByText('Is this you already?')).toBeVisible()
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

/** A page, the control that is typed in, what is typed, and the list that needs a row for it first. */
type Typed = [step: string, control: string, text: string, list?: string]

/** What is typed on each page, and where it stands again. */
const organisation: Typed[] = [
  ['name', 'shortName', 'QK'],
  ['kind', 'legalForm', 'egyesület'],
  ['where', 'q', 'Győr, Fő tér 1'],
  ['themes', 'suggested', 'Méhészet'],
  ['about', 'summary', 'Közös kert'],
  ['links', 'website', 'not yet an address'],
  ['languages', 'foundedYear', '19'],
  ['exchange', 'offers.0.text', 'Egy terem', 'offers'],
]
const practice: Typed[] = [
  ['practice-title', 'title', 'Javítókávézó'],
  ['practice-context', 'context', 'Sok a hulladék'],
  ['practice-people', 'roles', 'Egy házigazda'],
  ['practice-steps', 'steps.0.title', 'Meghívás'],
  ['practice-skills', 'suggested', 'Forrasztás'],
  ['practice-materials', 'materials.0.title', 'Plakát', 'materials'],
  ['practice-origin', 'q', 'festival'],
]
const collaboration: Typed[] = [
  ['collaboration-title', 'summary', 'Magok határok nélkül'],
  ['collaboration-years', 'programme', 'Interreg'],
  ['collaboration-partners', 'participants.0.name', 'Új csoport', 'participants'],
]

test('whoever kills the browser at any page finds everything again by the mailed link', async ({
  browser,
  baseURL,
}) => {
  test.setTimeout(300_000)
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

  /** Each page is written in a tunnel, in a browser of its own, which dies as soon as it says that all is saved. */
  async function typeAndKill([step, control, text, list]: Typed) {
    const { context, page } = await resume(browser, baseURL, link)
    await page.goto(`/en/submit/${step}`)
    await hydrated(page)
    if (list) await page.locator(`[value="add:${list}"]`).click()
    await context.setOffline(true)
    await page.locator(`[name="${control}"]`).fill(text)
    await expect(page.getByText('No connection.')).toBeVisible()
    await context.setOffline(false)
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await context.close()
  }

  async function showAndKill(step: string) {
    const { context, page } = await resume(browser, baseURL, link)
    await page.goto(`/en/submit/${step}`)
    await hydrated(page)
    await page.locator('[name="picture.file"]').setInputFiles('web/static/og.png')
    await page.locator('[name^="picture.0.alt"]').fill('A map with ties')
    await expect(page.getByText('Saved', { exact: true })).toBeVisible()
    await context.close()
  }

  /** In other languages too: the draft does not depend on them. */
  async function find(page: Page, pages: Typed[], lang: string) {
    for (const [step, control, text] of pages) {
      await page.goto(`/${lang}/submit/${step}`)
      await expect(page.locator(`[name="${control}"]`)).toHaveValue(text)
    }
  }

  const findPicture = async (page: Page, step: string) => {
    await page.goto(`/hu/submit/${step}`)
    await expect(page.locator('[name^="picture.0.alt"]')).toHaveValue('A map with ties')
    await expect(page.getByRole('img', { name: 'A map with ties' })).toBeVisible()
  }

  const asked = [...organisation, ...practice, ...collaboration].map(([step]) => step)
  const others = ['mail', 'pictures', 'practice-pictures', 'practice-themes']
  expect([...asked, ...others].sort()).toEqual(Object.values(parts).flat().sort())
  for (const each of organisation) await typeAndKill(each)
  await showAndKill('pictures')

  const { context, page } = await resume(browser, baseURL, link)
  await find(page, organisation, 'hu')
  await find(page, organisation, 'fr')
  await findPicture(page, 'pictures')

  await sendOrganisation(page, email)
  await context.close()

  for (const each of [...practice, ...collaboration]) await typeAndKill(each)
  await showAndKill('practice-pictures')
  const ticking = await resume(browser, baseURL, link)
  await ticking.page.goto('/en/submit/practice-themes')
  await hydrated(ticking.page)
  await ticking.page.locator('[value="fair-trade"]').check()
  await expect(ticking.page.getByText('Saved', { exact: true })).toBeVisible()
  await ticking.context.close()

  const last = await resume(browser, baseURL, link)
  await find(last.page, [...practice, ...collaboration], 'hu')
  await findPicture(last.page, 'practice-pictures')
  await last.page.goto('/fr/submit/practice-themes')
  await expect(last.page.locator('[value="fair-trade"]')).toBeChecked()
  await last.context.close()
})

test('two windows on one page: the second is told, and nothing is lost', async ({
  page,
  browser,
  baseURL,
}) => {
  await page.goto('/en/submit/name?new')
  await page.locator('.go button').click()
  await expect(page.getByRole('alert')).toContainText('still missing')
  await page.getByLabel('Name', { exact: true }).fill('Qwzx Windows')
  await page.locator('.go button').click()
  await page.waitForURL(/mail/)
  // Whoever comes back goes on where they stopped.
  await page.goto('/en/submit')
  await page.getByRole('link', { name: 'Qwzx Windows' }).click()
  await expect(page).toHaveURL(/submit\/mail$/)
  await page.goto('/en/submit/about')
  const other = await page.context().newPage()
  await other.goto('/en/submit/about')
  await hydrated(page)
  await hydrated(other)
  await page.getByLabel('In one sentence').first().fill('From the first')
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await other.getByLabel('In one sentence').first().fill('From the second')
  await expect(other.getByText('This page was changed in another window')).toBeVisible()
  const summary = other.getByLabel('In one sentence').first()
  await expect(summary).toHaveValue('From the second')
  await expect(other.getByText('In the other window: From the first')).toBeVisible()
  await other.getByRole('link', { name: 'Take the other version' }).click()
  await hydrated(other)
  await expect(summary).toHaveValue('From the first')

  // What is typed without a connection does not replace what was written on another device since.
  await page.context().setOffline(true)
  await summary.fill('In a tunnel')
  await expect(other.getByText('No connection.')).toBeVisible()
  await page.close()
  await other.close()
  const laptop = await open(browser, baseURL)
  await laptop.context.addCookies(await page.context().cookies())
  await laptop.page.goto('/en/submit/about')
  await hydrated(laptop.page)
  await laptop.page.getByLabel('In one sentence').first().fill('From the laptop')
  await expect(laptop.page.getByText('Saved', { exact: true })).toBeVisible()
  await laptop.context.close()
  await page.context().setOffline(false)
  const again = await page.context().newPage()
  await again.goto('/en/submit/about')
  await hydrated(again)
  await expect(again.getByText('In the other window: From the laptop')).toBeVisible()
  await expect(again.getByLabel('In one sentence').first()).toHaveValue('In a tunnel')
  await again.locator('.go button').click()
  await again.waitForURL(/links/)
  await again.goto('/en/submit/about')
  await expect(again.getByLabel('In one sentence').first()).toHaveValue('In a tunnel')
})

/** A page where a submission asks for the place, with one chosen already or none. */
async function atTheMap(page: Page, lang: string, where?: object) {
  await page.goto(`/${lang}/submit`)
  await beginDraft(page, 'Qwzx Pin')
  if (where) {
    await page.evaluate(
      async (where) =>
        fetch('/api/drafts/current', {
          method: 'PATCH',
          headers: { 'content-type': 'application/json', 'if-match': '*' },
          body: JSON.stringify({ answers: { where } }),
        }),
      where,
    )
  }
  await page.goto(`/${lang}/submit/where`)
  await hydrated(page)
}

const valueOf = async (page: Page, name: string) =>
  Number(await page.locator(`[name="${name}"]`).inputValue())

const gyor = { label: 'Győr', country: 'HU', town: 'Győr', lng: '17.63512', lat: '47.68333' }

test('a place that is ticked stands on the map at once; arrow keys move its pin, and say so', async ({
  page,
}) => {
  await atTheMap(page, 'en')
  await page.getByLabel('Town or address').fill('gyor')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.locator('#results label').first().click()
  await expect(page.getByText(/^Chosen: Győr/)).toBeVisible()
  const before = await valueOf(page, 'lat')
  await page.getByRole('application').focus()
  await page.keyboard.press('ArrowUp')
  await expect(page.getByText(/^North, .+ Near /)).toBeAttached()
  expect(await valueOf(page, 'lat')).toBeGreaterThan(before)
  await expect(page.getByText('Saved', { exact: true })).toBeVisible()
  await page.locator('.go button').click()
  await page.waitForURL(/themes/)
  await page.goto('/en/submit/where')
  expect(await valueOf(page, 'lat')).toBeGreaterThan(before)
})

test('the pin is dragged, and its town goes with it (hu)', async ({ page }) => {
  await atTheMap(page, 'hu', gyor)
  const pin = page.locator('.leaflet-marker-icon.pin')
  await pin.scrollIntoViewIfNeeded()
  const box = await pin.boundingBox()
  const [x, y] = [(box?.x ?? 0) + 18, (box?.y ?? 0) + 20]
  await page.mouse.move(x, y)
  await page.mouse.down()
  await page.mouse.move(x + 20, y - 30, { steps: 4 })
  await page.mouse.move(x + 130, y - 110, { steps: 8 })
  await page.mouse.up()
  await expect.poll(() => valueOf(page, 'lng')).toBeGreaterThan(Number(gyor.lng))
  expect(await valueOf(page, 'lat')).toBeGreaterThan(Number(gyor.lat))
  await expect(page.locator('[name="town"]')).not.toHaveValue('Győr')
  await expect(page.getByText('Mentve', { exact: true })).toBeVisible()
})

test.describe('with a position', () => {
  const geolocation = { longitude: 21.22571, latitude: 45.75372 }
  test.use({ geolocation, permissions: ['geolocation'] })

  test('“use my position” chooses the town around it', async ({ page }) => {
    await atTheMap(page, 'en')
    await page.getByRole('button', { name: 'Use my position' }).click()
    await expect(page.getByText(/^Chosen: Timișoara/)).toBeVisible()
    expect(await valueOf(page, 'lng')).toBeCloseTo(geolocation.longitude, 4)
    await page.locator('.go button').click()
    await page.waitForURL(/themes/)
  })
})

test('who is not let know the position is told to type the place (fr)', async ({ page }) => {
  await atTheMap(page, 'fr')
  await page.getByRole('button', { name: 'Utiliser ma position' }).click()
  await expect(page.locator('.failed')).not.toBeEmpty()
  await expect(page.locator('[name="lng"]')).toHaveValue('')
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
  await opened.page.waitForURL(/submit\/(?!continue)/)
  return opened
}
