import type { Browser, Page } from '@playwright/test'
import { faultsOf } from './faults.ts'
import { anAddress, mailTo } from './mail.ts'
import { signInHere } from './sign-in.ts'
import { desktop, expect, hydrated, phone, test } from './testing.ts'

const words = {
  en: {
    email: 'E-mail address',
    send: 'Send me the mail',
    signIn: 'Sign in',
    others: 'Sign out everywhere else',
    erase: 'Erase your account',
    sure: 'Yes, erase my account',
    erased: 'Your account is erased',
    problem: 'There is a problem',
    name: 'Your name',
    save: 'Save',
  },
  fr: {
    email: 'Adresse e-mail',
    send: 'Envoyez-moi le message',
    signIn: 'Se connecter',
    others: 'Se déconnecter partout ailleurs',
    erase: 'Effacer votre compte',
    sure: 'Oui, effacer mon compte',
    erased: 'Votre compte est effacé',
    problem: 'Il y a un problème',
    name: 'Votre nom',
    save: 'Enregistrer',
  },
}

type Lang = keyof typeof words

async function signIn(page: Page, lang: Lang, address: string) {
  const told = words[lang]
  await page.goto(`/${lang}/sign-in`)
  await page.getByLabel(told.email).fill(address)
  await page.getByRole('button', { name: told.send }).click()
  await page.goto((await mailTo(address)).links[0] ?? '')
  await page.getByRole('main').getByRole('button', { name: told.signIn }).click()
  await page.waitForURL(`**/${lang}/account`)
}

async function elsewhere(browser: Browser, baseURL: string | undefined) {
  const context = await browser.newContext({ baseURL: baseURL ?? '' })
  return context.newPage()
}

for (const lang of ['en', 'fr'] as const) {
  const told = words[lang]

  test(`sessions are ended from another device (${lang})`, async ({ page, browser, baseURL }) => {
    const address = anAddress('sessions')
    await signIn(page, lang, address)
    const other = await elsewhere(browser, baseURL)
    await signIn(other, lang, address)
    await page.reload()
    await page.getByRole('button', { name: told.others }).click()
    await expect(page.getByRole('button', { name: told.others })).toHaveCount(0)
    await other.goto(`/${lang}/account`)
    await expect(other).toHaveURL(new RegExp(`/${lang}/sign-in\\?to=`))
    await other.context().close()
  })

  test.describe('without JavaScript', () => {
    test.use({ javaScriptEnabled: false, viewport: phone })

    test(`a person corrects, downloads and erases what is held on them (${lang})`, async ({
      page,
    }) => {
      const address = anAddress('erase')
      await signIn(page, lang, address)
      await page.getByLabel(told.name).fill('Ana Canary')
      await page.getByRole('button', { name: told.save }).click()
      await expect(page.getByRole('status').first()).toBeVisible()

      const data = await page.request.get(`/${lang}/account/data.json`)
      const held = await data.text()
      expect(held).toContain(address)
      expect(held).toContain('Ana Canary')
      expect(held).toContain('2026-11-22')

      await page.getByRole('link', { name: told.erase }).click()
      await page.getByRole('button', { name: told.erase }).click()
      await expect(page.getByRole('alert')).toContainText(told.problem)
      await page.getByLabel(told.sure).check()
      await page.getByRole('button', { name: told.erase }).click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(told.erased)
      await page.goto(`/${lang}/account`)
      await expect(page).toHaveURL(new RegExp(`/${lang}/sign-in\\?to=`))
    })
  })
}

for (const [lang, javaScriptEnabled] of [
  ['it', true],
  ['ro', false],
] as const) {
  test.describe(`a new address (${lang})`, () => {
    test.use({ javaScriptEnabled, viewport: phone })

    test('counts once the link in the mail to it was opened and the button pressed', async ({
      page,
    }) => {
      const [before, after] = [anAddress('before'), anAddress('after')]
      const main = page.getByRole('main')
      await page.goto(`/${lang}/sign-in`)
      await signInHere(page, before)
      await page.goto(`/${lang}/account`)
      await main.locator('summary').first().click()
      const form = main.locator('form[action="?/address"]')
      await form.locator('input[name="email"]').fill('nobody')
      await form.locator('button').click()
      await expect(page.getByRole('alert')).toBeVisible()
      await form.locator('input[name="email"]').fill(after)
      await form.locator('button').click()
      await expect(main.getByText(after)).toBeVisible()
      await expect(main.locator('.email')).toHaveText(before)

      const { links, text } = await mailTo(after)
      expect(text).not.toContain(before)
      await page.goto(links[0] ?? '')
      await page.goto(`/${lang}/account`)
      // Opening it changes nothing.
      await expect(main.locator('.email')).toHaveText(before)
      await page.goto(links[0] ?? '')
      await main.locator('form button').click()
      await main.locator('a.button').click()
      await expect(main.locator('.email')).toHaveText(after)
      expect((await mailTo(before)).text).not.toContain(after)
      await page.goto(links[0] ?? '')
      await main.locator('form button').click()
      await expect(page.getByRole('alert')).toBeVisible()
    })
  })
}

for (const viewport of [phone, desktop]) {
  test.describe(`at ${String(viewport.width)} pixels`, () => {
    test.use({ viewport, contextOptions: { reducedMotion: 'reduce' } })

    test('axe finds nothing on the pages of an account', async ({ page }) => {
      test.setTimeout(120_000)
      await signIn(page, 'en', anAddress('axe'))
      const paths = [
        '/en/sign-in',
        '/en/sign-in/code',
        `/en/sign-in/${'x'.repeat(43)}`,
        '/en/privacy',
        '/en/account',
        '/en/account/held',
        '/en/account/erase',
        '/en/account/second-factor',
        '/en/erased',
      ]
      for (const path of paths) {
        await page.goto(path)
        await hydrated(page)
        expect(await faultsOf(page), path).toEqual([])
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect(width, path).toBeLessThanOrEqual(viewport.width)
      }
    })
  })
}
