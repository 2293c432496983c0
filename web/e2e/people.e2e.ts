import { anAddress, mailTo } from './mail.ts'
import { claim, signInHere } from './sign-in.ts'
import { expect, phone, test } from './testing.ts'

const journeys = [
  {
    lang: 'pt',
    slug: 'animar',
    domain: 'animar-dl.pt',
    forbidden: 'Esta página é reservada',
    javaScriptEnabled: true,
  },
  {
    lang: 'ro',
    slug: 'asat',
    domain: 'asatromania.ro',
    forbidden: 'Această pagină este rezervată',
    javaScriptEnabled: false,
  },
] as const

for (const { lang, slug, domain, forbidden, javaScriptEnabled } of journeys) {
  test(`people come to look after an entry, take it over, and go (${lang})`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(240_000)
    const options = { baseURL: baseURL ?? '', javaScriptEnabled, viewport: phone }
    const founder = await (await browser.newContext(options)).newPage()
    const colleague = await (await browser.newContext(options)).newPage()
    const [first, second] = [anAddress('founder'), anAddress('colleague')]
    const people = `/${lang}/actors/${slug}/people`
    const acts = (page: typeof founder, act: string) =>
      page.locator(`main button[formaction="?/${act}"]`)
    const confirm = async (page: typeof founder, act: string) => {
      await page
        .locator('main details', { has: page.locator(`[formaction="?/${act}"]`) })
        .locator('summary')
        .click()
      await acts(page, act).click()
    }

    await claim(founder, { lang, slug, mailbox: `office@${domain}`, address: first })
    await mailTo(first)
    await founder.goto(people)
    // The last owner cannot go without a word.
    await expect(founder.locator('button[name="askModerators"]')).toBeVisible()
    await founder.locator('input[name="email"]').fill('nobody')
    await founder.locator('form[action="?/invite"] button').click()
    await expect(founder.getByRole('alert')).toBeVisible()
    await founder.locator('input[name="email"]').fill(second)
    await founder.locator('form[action="?/invite"] button').click()
    await expect(founder.getByRole('status')).toBeVisible()

    const { links, text } = await mailTo(second)
    expect(text).not.toContain(first)
    await colleague.goto(links[0] ?? '')
    await colleague.locator('main a.button.solid').click()
    await signInHere(colleague, second)
    await expect(colleague).toHaveURL(new RegExp(`/${lang}/invitations/`))
    await colleague.locator('main form button[type="submit"]').click()
    await expect(colleague).toHaveURL(new RegExp(`${people}$`))
    expect(await colleague.content()).not.toContain(first)
    await expect(acts(colleague, 'remove')).toHaveCount(0)
    expect((await mailTo(first)).text).toContain(people)
    await colleague.goto(links[0] ?? '')
    await expect(colleague.locator('main form')).toHaveCount(0)

    // A page that is older than the list of people decides nothing.
    const stale = await founder.context().newPage()
    await founder.goto(people)
    await stale.goto(people)
    await acts(founder, 'role').click()
    await expect(founder).toHaveURL(new RegExp(`${people}$`))
    await mailTo(second)
    await confirm(stale, 'remove')
    await expect(stale.getByRole('alert')).toBeVisible()
    await stale.close()

    await acts(founder, 'role').click()
    await mailTo(second)
    await confirm(founder, 'handOver')
    await expect(acts(founder, 'handOver')).toHaveCount(0)
    await mailTo(second)
    await founder.goto(people)
    await founder.locator('form[action="?/leave"] summary').click()
    await founder.locator('form[action="?/leave"] button').click()
    await expect(founder).toHaveURL(new RegExp(`/${lang}/actors/${slug}$`))
    await colleague.goto(people)
    await expect(colleague.locator('main ul').first().locator('> li')).toHaveCount(1)
    await expect(acts(colleague, 'remove')).toHaveCount(0)
    const answer = await founder.goto(people)
    expect(answer?.status()).toBe(403)
    await expect(founder.locator('h1')).toHaveText(forbidden)
  })
}
