import { createHmac } from 'node:crypto'
import {
  type Browser,
  type BrowserContext,
  expect,
  type Page,
  test as base,
} from '@playwright/test'
import { faultsOf } from './faults.ts'
import { mailTo } from './mail.ts'
import { type OwnProduct, startOwnProduct, useSession } from './own-product.ts'
import { signInHere } from './sign-in.ts'
import { phone } from './testing.ts'

let product: OwnProduct | undefined

/** A product of its own, where entries are a year old, somebody claims one, and a mail is in doubt. */
const test = base.extend({ baseURL: async ({}, use) => use(product?.address) })

test.describe.configure({ mode: 'serial', timeout: 240_000 })

test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('looked-after-records.ts', {
    SMTP_URL: `smtp://127.0.0.1:${process.env['E2E_SMTP_PORT'] ?? ''}`,
    MAIL_FROM: 'Maillage <maillage@instance.example>',
  })
})

test.afterAll(() => product?.stop())

const here = (link = '') => new URL(link).pathname

/** The code that the app on a telephone shows (RFC 6238); each counts once, so the next one may be needed. */
function codeOf(secret: string, later = 0): string {
  const bits = Array.from(secret)
    .map((letter) =>
      'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
    )
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const hash = createHmac('sha1', key).update(step).digest()
  const at = (hash.at(-1) ?? 0) & 15
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

const journeys = [
  {
    lang: 'en',
    javaScriptEnabled: true,
    still: 'Yes, all is still true',
    stillDone: 'The entry is confirmed for another year.',
    fresh: 'confirmed within a year',
    accept: 'Accept',
    setUp: 'Set up',
    next: 'Continue',
    again: 'Send again',
    none: 'There are none.',
    problem: 'There is a problem',
  },
  {
    lang: 'hu',
    javaScriptEnabled: false,
    still: 'Igen, minden igaz',
    stillDone: 'Az adatlap újabb egy évre megerősítve.',
    fresh: 'egy éven belül megerősítve',
    accept: 'Elfogadás',
    setUp: 'Beállítás',
    next: 'Tovább',
    again: 'Újraküldés',
    none: 'Nincs ilyen.',
    problem: 'Valami nincs rendben',
  },
] as const

for (const told of journeys) {
  const { lang, javaScriptEnabled } = told

  test.describe(`looking after entries (${lang})`, () => {
    test.use({ javaScriptEnabled, viewport: phone })

    const asOffice = async (browser: Browser): Promise<[BrowserContext, Page]> => {
      const context = await browser.newContext({
        baseURL: product?.address ?? '',
        javaScriptEnabled,
        viewport: phone,
        reducedMotion: 'reduce',
      })
      await useSession(context, product?.filled ?? '')
      return [context, await context.newPage()]
    }

    test('an owner is asked by mail once a year, and one button says that all is true', async ({
      page,
    }) => {
      const name = `Old ${lang}`
      const listed = page.getByRole('main').getByRole('link', { name })
      await page.goto(`/${lang}/actors?freshness=fresh`)
      await expect(listed).toHaveCount(0)
      const { links } = await mailTo(`old-owner-${lang}@people.example`)
      const path = here(links[0])
      expect(path).toContain(`/${lang}/still-true/`)
      await page.goto(path)
      // Looking confirms nothing.
      await page.goto(`/${lang}/actors?freshness=fresh`)
      await expect(listed).toHaveCount(0)
      await page.goto(path)
      await page.getByRole('button', { name: told.still }).click()
      await expect(page.getByText(told.stillDone)).toBeVisible()
      await page.goto(`/${lang}/actors/old-${lang}`)
      await expect(page.getByText(told.fresh).first()).toBeVisible()
      await page.goto(`/${lang}/actors?freshness=fresh`)
      await expect(listed.first()).toBeVisible()
      await expect(page.getByText(told.fresh).first()).toBeVisible()

      // Whoever is signed in needs no mail for it.
      await page.goto(`/${lang}/sign-in?to=/${lang}/actors/old-${lang}/edit`)
      await signInHere(page, `old-owner-${lang}@people.example`)
      await page.getByRole('button', { name: told.still }).click()
      await expect(page.getByText(told.stillDone)).toBeVisible()
    })

    test('a claim is accepted by a moderator, and the claimant told', async ({ browser, page }) => {
      const [context, office] = await asOffice(browser)
      await office.goto(`/${lang}/review/claims`)
      const claim = office.getByRole('listitem').filter({ hasText: `I keep the books, ${lang}.` })
      if (javaScriptEnabled) expect(await faultsOf(office)).toEqual([])
      await claim.getByRole('button', { name: told.accept }).click()
      await expect(claim).toHaveCount(0)
      await context.close()
      const claimant = `claimant-${lang}@people.example`
      expect((await mailTo(claimant)).text).toContain(`Claimed ${lang}`)
      await page.goto(`/${lang}/sign-in?to=/${lang}/actors/claimed-${lang}/people`)
      await signInHere(page, claimant)
      await expect(page).toHaveURL(new RegExp(`/actors/claimed-${lang}/people`))
      await expect(page.getByText(`Claimant ${lang}`).first()).toBeVisible()
    })

    test('a moderator sets up one-time passwords, signs in with one, and without the phone', async ({
      page,
    }) => {
      test.setTimeout(120_000)
      const address = `to-moderate-${lang}@people.example`
      const code = page.locator('main input[name="code"]')
      const go = page.getByRole('main').getByRole('button', { name: told.next })
      const signIn = async () => {
        await page.context().clearCookies()
        await page.goto(`/${lang}/sign-in?to=/${lang}/review`)
        await signInHere(page, address)
        await expect(page).toHaveURL(/second-factor/)
      }
      await signIn()
      await page.getByRole('button', { name: told.setUp }).click()
      const secret = ((await page.locator('main code').textContent()) ?? '').replaceAll(' ', '')
      await code.fill('000000')
      await go.click()
      await expect(page.getByRole('alert')).toContainText(told.problem)
      await code.fill(codeOf(secret))
      await go.click()
      const codes = page.locator('.codes code')
      await expect(codes).toHaveCount(10)
      const [recovery = ''] = await codes.allTextContents()
      await page.getByRole('link', { name: told.next }).click()
      await expect(page).toHaveURL(new RegExp(`/${lang}/review`))

      await signIn()
      await page.goto(`/${lang}/review`)
      await expect(page).toHaveURL(/second-factor/)
      await code.fill(codeOf(secret, 1))
      await go.click()
      await expect(page).toHaveURL(new RegExp(`/${lang}/review`))

      await signIn()
      await code.fill(recovery)
      await go.click()
      await expect(page).toHaveURL(new RegExp(`/${lang}/review`))
      await signIn()
      await code.fill(recovery)
      await go.click()
      await expect(page.getByRole('alert')).toContainText(told.problem)
    })

    test('a mail in doubt is sent again by an administrator', async ({ browser }) => {
      const [context, page] = await asOffice(browser)
      await page.goto(`/${lang}/account/mails`)
      const again = page.getByRole('button', { name: told.again })
      const before = await again.count()
      expect(before).toBeGreaterThan(0)
      await expect(page.getByText('people.example')).toHaveCount(0)
      await again.last().click()
      await expect(again).toHaveCount(before - 1)
      await mailTo(`in-doubt-${lang}@people.example`)
      if (before === 1) {
        await page.reload()
        await expect(page.getByText(told.none)).toBeVisible()
      }
      await context.close()
    })
  })
}
