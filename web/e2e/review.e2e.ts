import { type BrowserContext, expect, test } from '@playwright/test'
import { faultsOf } from './faults.ts'
import { type OwnProduct, startOwnProduct, useSession } from './own-product.ts'
import { hydrated, phone } from './testing.ts'

let product: OwnProduct
let address: string

test.describe.configure({ mode: 'serial' })

/** A product of its own, in which things wait for a moderator. */
test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('moderated-records.ts')
  address = product.address
})

test.afterAll(() => product.stop())

const signIn = (context: BrowserContext) => useSession(context, product.filled)

test('whoever is not signed in does that first', async ({ page }) => {
  await page.goto(`${address}/fr/review`)
  await expect(page).toHaveURL(/\/fr\/sign-in\?to=/)
})

test('a moderator goes through the queue by keyboard', async ({ page, context }) => {
  await signIn(context)
  await page.goto(`${address}/en/review`)
  await hydrated(page)
  await expect(page.getByText('The list shows')).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Garden' })).toBeVisible()
  await page.keyboard.press('j')
  await expect(page.getByRole('link', { name: 'Garden' })).toBeFocused()
  await page.keyboard.press('a')
  await expect(page.getByRole('status')).toContainText('Decided on one entry.')
  await expect(page.getByRole('link', { name: 'Garden' })).toHaveCount(0)
  // What is left of three, beside the name of the list.
  await expect(page.getByRole('link', { name: 'Waiting 2' })).toBeVisible()
  await page.goto(`${address}/en/actors/garden`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New Garden')
})

test('a list that is longer than its page says so', async ({ page, context }) => {
  await signIn(context)
  await page.goto(`${address}/en/review?show=live`)
  await expect(page.getByText('The list shows the first 500 of 501.')).toBeVisible()
})

test('a change is shown beside what is public, and declined with a reason', async ({
  page,
  context,
}) => {
  await signIn(context)
  await page.goto(`${address}/en/review`)
  await page.getByRole('link', { name: 'Orchard' }).click()
  await expect(page.getByText('Orchard has another name now.')).toBeVisible()
  await expect(page.getByRole('deletion')).toHaveText('Orchard')
  await expect(page.getByRole('insertion')).toHaveText('New Orchard')
  expect(await faultsOf(page)).toEqual([])
  await hydrated(page)
  await page.getByText('Reject …').click()
  await page.getByRole('button', { name: 'Reject and write to the author' }).click()
  await expect(page.getByRole('alert')).toContainText('Say why it is rejected.')
  await page.getByLabel('Reason').selectOption('not_verifiable')
  await page.getByRole('button', { name: 'Reject and write to the author' }).click()
  await expect(page.getByRole('status')).toContainText('Rejected')
  await page.goto(`${address}/en/actors/orchard`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Orchard')
})

test('what an organisation took up, and what came of it, stands in the tree of the practice', async ({
  page,
  context,
}) => {
  await signIn(context)
  await page.goto(`${address}/en/practices/shared-oven`)
  await expect(page.getByRole('link', { name: 'Partner' })).toHaveCount(0)
  await page.getByRole('link', { name: 'Say that you practise it' }).click()
  await page.getByLabel(/^Since when/).fill('2019-05')
  await page.getByLabel(/^What came of it/).fill('Bread for the whole street')
  await page.locator('main form button.solid').click()
  await expect(page).toHaveURL(/sent=live/)
  await page.goto(`${address}/en/practices/shared-oven`)
  const step = page.getByRole('listitem').filter({ hasText: 'Partner' }).last()
  await expect(step).toContainText('2019')
  await expect(step).toContainText('Bread for the whole street')
})

const merging = {
  en: {
    outside: 'One of the two is not in your network',
    kept: 'Kept',
    merged: 'Goes into it',
    compare: 'Compare',
    same: 'Both are the same actor.',
    take: 'Name: as in The Mill',
    merge: 'Merge',
    done: 'The two are one now.',
    undo: 'Undo',
    undone: 'They are two again.',
  },
  hu: {
    outside: 'A kettő közül az egyik nem a te hálózatodhoz tartozik',
    kept: 'Megmarad',
    merged: 'Beleolvad',
    compare: 'Összehasonlítás',
    same: 'Kétszer ugyanaz a szereplő.',
    take: 'Név: mint itt: The Mill',
    merge: 'Összevonás',
    done: 'A kettőből egy lett.',
    undo: 'Visszavonás',
    undone: 'Újra kettő.',
  },
} as const

for (const lang of ['en', 'hu'] as const) {
  const words = merging[lang]

  test(`two actors are made one, and two again (${lang})`, async ({ page, context }) => {
    await signIn(context)
    const name = (label: string) => page.getByLabel(label, { exact: true })
    await page.goto(`${address}/${lang}/review/merge?kept=nowhere&merged=mill`)
    await hydrated(page)
    await expect(page.getByRole('alert')).toContainText(words.outside)
    await name(words.kept).fill('mill')
    await name(words.merged).fill('Mill')
    // What is suggested lies over the button.
    await name(words.merged).press('Enter')
    await expect(page.getByRole('alert')).toContainText(words.same)
    await expect(name(words.kept)).toHaveValue('Mill')
    await name(words.merged).fill('The mill')
    await page.getByRole('option', { name: 'The Mill' }).click()
    await page.getByRole('button', { name: words.compare }).click()
    await page.getByLabel(words.take).check()
    await page.getByRole('button', { name: words.merge }).click()
    await expect(page.getByText(words.done)).toBeVisible()

    await page.goto(`${address}/${lang}/actors/the-mill`)
    await expect(page).toHaveURL(new RegExp(`/${lang}/actors/mill$`))
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The Mill')
    for (const [path, there = path] of [
      ['?page=2'],
      // The versions of the kept one are others.
      ['/history?version=2&against=1', '/history'],
      ['/write'],
    ] as const) {
      const old = await fetch(`${address}/${lang}/actors/the-mill${path}`, { redirect: 'manual' })
      expect([old.status, old.headers.get('location')]).toEqual([
        301,
        `/${lang}/actors/mill${there}`,
      ])
      // A merge can be undone.
      expect(old.headers.get('cache-control')).toBe('no-cache')
    }
    await expect(page.getByRole('link', { name: 'Grain' })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Flour' })).toBeVisible()

    // At any time, also without the page that the merge led to.
    await page.goto(`${address}/${lang}/review/merge`)
    const merge = page.getByRole('listitem').filter({ hasText: 'The Mill → The Mill' })
    await merge.getByRole('button', { name: words.undo }).click()
    await expect(page.getByText(words.undone)).toBeVisible()
    await page.goto(`${address}/${lang}/actors/mill`)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mill')
    await expect(page.getByRole('link', { name: 'Grain' })).toHaveCount(0)
  })
}

test.describe('without JavaScript, on a phone, in Hungarian', () => {
  test.use({ javaScriptEnabled: false, viewport: phone })

  test('a change is accepted, a report answered, a word folded in', async ({ page, context }) => {
    await signIn(context)
    await page.goto(`${address}/hu/review`)
    await page.getByLabel('Kijelölés: Meadow').check()
    await page.getByRole('button', { name: 'Elfogadás' }).click()
    await expect(page.getByText('Egy bejegyzésről döntöttél.')).toBeVisible()

    await page.goto(`${address}/hu/review?show=reports`)
    const report = page.getByRole('listitem').filter({ hasText: 'Orchard has moved.' })
    await report.getByText('Válasz…').click()
    await report.getByLabel('A válaszod').fill('Köszönjük!')
    await report.getByRole('button', { name: 'Kijavítva' }).click()
    await expect(page.getByText('meg van válaszolva')).toBeVisible()

    await page.goto(`${address}/hu/review/words`)
    await page.getByLabel('Ezt jelenti').selectOption('gardening')
    await page.getByRole('button', { name: 'Legyen rokon értelmű szó' }).click()
    await expect(page.getByText('Kész.')).toBeVisible()
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(phone.width)
  })
})
