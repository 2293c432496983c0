import type { Page } from '@playwright/test'
import { anAddress, mailTo } from './mail.ts'
import { expect, hydrated, phone, test } from './testing.ts'

interface Words {
  lang: string
  email: string
  send: string
  mailTitle: string
  signIn: string
  account: string
  code: string
  closed: string
}

const words: Words[] = [
  {
    lang: 'en',
    email: 'E-mail address',
    send: 'Send me the mail',
    mailTitle: 'Look into your mail',
    signIn: 'Sign in',
    account: 'Your account',
    code: 'Code from the mail',
    closed: 'This link does not work any more',
  },
  {
    lang: 'hu',
    email: 'E-mail-cím',
    send: 'Kérem a levelet',
    mailTitle: 'Nézd meg a leveleidet',
    signIn: 'Bejelentkezés',
    account: 'A fiókod',
    code: 'A levélben kapott kód',
    closed: 'Ez a link már nem működik',
  },
]

async function ask(page: Page, { lang, email, send, mailTitle }: Words, address: string) {
  await page.goto(`/${lang}/sign-in`)
  await page.getByLabel(email).fill(address)
  await page.getByRole('button', { name: send }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(mailTitle)
  return mailTo(address)
}

const main = (page: Page) => page.getByRole('main')

for (const told of words) {
  test.describe(`signing in (${told.lang})`, () => {
    test.use({ viewport: phone })

    test('by the link, on another device', async ({ page, browser, baseURL }) => {
      const address = anAddress('link')
      const mail = await ask(page, told, address)
      const elsewhere = await browser.newContext({ baseURL: baseURL ?? '' })
      const other = await elsewhere.newPage()
      await other.goto(mail.links[0] ?? '')
      await main(other).getByRole('button', { name: told.signIn }).click()
      await expect(other.getByRole('heading', { level: 1 })).toHaveText(told.account)
      await expect(main(other)).toContainText(address)
      await other.goto(mail.links[0] ?? '')
      await expect(other.getByRole('heading', { level: 1 })).toHaveText(told.closed)
      await elsewhere.close()
    })

    test.describe('without JavaScript', () => {
      test.use({ javaScriptEnabled: false })

      test('by the code, in the browser that asked', async ({ page }) => {
        const address = anAddress('code')
        await page.goto(`/${told.lang}/actors`)
        await page.getByRole('link', { name: told.signIn }).click()
        await page.getByLabel(told.email).fill('nobody')
        await page.getByRole('button', { name: told.send }).click()
        await expect(page.getByRole('alert')).toBeFocused()
        await expect(page.getByLabel(told.email)).toHaveValue('nobody')
        await page.getByLabel(told.email).fill(address)
        await page.getByRole('button', { name: told.send }).click()
        const { subject } = await mailTo(address)
        const code = /\d{6}/.exec(subject)?.[0] ?? ''
        await page.getByLabel(told.code).fill(code)
        await main(page).getByRole('button', { name: told.signIn }).click()
        await expect(page).toHaveURL(`/${told.lang}/actors`)
        await page.goto(`/${told.lang}/account`)
        await expect(main(page)).toContainText(address)
      })
    })
  })
}

test('a program that opens every link of a mail signs nobody in and spoils nothing, 20 of 20', async ({
  page,
  browser,
  baseURL,
}) => {
  test.setTimeout(240_000)
  const [english] = words
  if (!english) throw new Error('no words')
  let signedIn = 0
  for (let time = 0; time < 20; time++) {
    const address = anAddress('scanned')
    // Each person in a browser of their own.
    const person = await browser.newContext({ baseURL: baseURL ?? '' })
    const own = await person.newPage()
    const mail = await ask(own, english, address)
    const scanner = await browser.newContext({ baseURL: baseURL ?? '' })
    const robot = await scanner.newPage()
    for (const link of mail.links) {
      await robot.goto(link)
      await hydrated(robot)
    }
    expect((await scanner.cookies()).map(({ name }) => name)).not.toContain('__Host-session')
    await scanner.close()

    await own.goto(mail.links[0] ?? '')
    await main(own).getByRole('button', { name: 'Sign in' }).click()
    await expect(own.getByRole('heading', { level: 1 })).toHaveText('Your account')
    signedIn++
    await person.close()
  }
  expect(signedIn).toBe(20)
  await page.close()
})
