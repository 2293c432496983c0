import { anAddress, mailTo } from './mail.ts'
import { claim, signInHere } from './sign-in.ts'
import { desktop, expect, phone, test } from './testing.ts'

interface Journey {
  lang: string
  slug: string
  domain: string
  javaScriptEnabled: boolean
  write: string
  send: string
  asVisitor: string
  answer: string
  declineTitle: string
  template: string
  decline: string
  declined: string
  pauseTitle: RegExp
  pause: string
  paused: string
}

const journeys: Journey[] = [
  {
    lang: 'en',
    slug: 'ripess-europe',
    domain: 'ripess.eu',
    javaScriptEnabled: true,
    write: 'Write to them',
    send: 'Send',
    asVisitor: 'Continue: sign in by mail',
    answer: 'Send the answer',
    declineTitle: 'Decline',
    template: 'We have no time for this at the moment.',
    decline: 'Decline',
    declined: 'declined',
    pauseTitle: /^A pause for/,
    pause: 'Take no messages',
    paused: 'No messages at the moment',
  },
  {
    lang: 'hu',
    slug: 'fekete-sereg',
    domain: 'fekete-sereg.hu',
    javaScriptEnabled: false,
    write: 'Írok nekik',
    send: 'Küldés',
    asVisitor: 'Tovább: belépés e-maillel',
    answer: 'Válasz küldése',
    declineTitle: 'Elhárítás',
    template: 'Most nincs rá időnk.',
    decline: 'Elhárítom',
    declined: 'elhárított',
    pauseTitle: /^Szünet/,
    pause: 'Ne jöjjenek üzenetek',
    paused: 'Most nem fogad üzeneteket',
  },
]

for (const each of journeys) {
  test(`a visitor writes to an actor and hears back (${each.lang})`, async ({
    browser,
    baseURL,
  }) => {
    test.setTimeout(180_000)
    const { lang, slug, domain, javaScriptEnabled } = each
    const base = { baseURL: baseURL ?? '', javaScriptEnabled, locale: 'en-GB' }
    const office = await (await browser.newContext({ ...base, viewport: desktop })).newPage()
    const visitor = await (await browser.newContext({ ...base, viewport: phone })).newPage()
    const owner = anAddress('owner')
    const sender = anAddress('sender')
    const hasNoAddress = async (page: typeof office, address: string) => {
      expect(await page.content()).not.toContain(address)
    }

    await office.goto(`/${lang}/actors/${slug}/write`)
    await expect(office.locator('textarea')).toHaveCount(0)
    await claim(office, { lang, slug, mailbox: `office@${domain}`, address: owner })
    expect((await mailTo(owner)).text).toContain(`/actors/${slug}`)

    await visitor.goto(`/${lang}/actors/${slug}`)
    await visitor.getByRole('link', { name: each.write }).click()
    await visitor.locator('[name="senderName"]').fill('Ana')
    await visitor.locator('[name="subject"]').fill('Seeds & <b>plants</b>')
    await visitor.locator('[name="text"]').fill('Could we visit you?\n\nIn May, for example.')
    await visitor.getByRole('button', { name: each.asVisitor }).click()
    await expect(visitor).toHaveURL(/sign-in/)
    await signInHere(visitor, sender)
    await expect(visitor.locator('[name="subject"]')).toHaveValue('Seeds & <b>plants</b>')
    await expect(visitor.locator('[name="text"]')).toHaveValue(
      'Could we visit you?\n\nIn May, for example.',
    )
    await visitor.locator('[name="text"]').fill('Write to ana@people.example')
    await visitor.getByRole('button', { name: each.send, exact: true }).click()
    await expect(visitor.getByRole('alert')).toBeVisible()
    await visitor.locator('[name="addressesMeant"]').check()
    await visitor.getByRole('button', { name: each.send, exact: true }).click()
    await expect(visitor).toHaveURL(/\/messages\/MA-/)
    await hasNoAddress(visitor, owner)

    const told = await mailTo(owner)
    expect(told.text + told.html + told.subject).not.toMatch(/people\.example|Seeds|Ana/)
    await office.goto(told.links[0] ?? '')
    await expect(office.getByRole('heading', { level: 1 })).toHaveText('Seeds & <b>plants</b>')
    await hasNoAddress(office, sender)
    await office.locator('form[action="?/answer"] textarea').fill('Gladly, come on the 5th.')
    await office.getByRole('button', { name: each.answer }).click()
    await expect(office.getByText('Gladly, come on the 5th.')).toBeVisible()

    const answered = await mailTo(sender)
    expect(answered.text + answered.html).not.toContain(owner)
    await visitor.goto(answered.links[0] ?? '')
    await expect(visitor.getByText('Gladly, come on the 5th.')).toBeVisible()
    await visitor.locator('form[action="?/answer"] textarea').fill('And in June?')
    await visitor.getByRole('button', { name: each.answer }).click()
    await expect(visitor.getByText('And in June?')).toBeVisible()

    await office.goto((await mailTo(owner)).links[0] ?? '')
    await office.locator('summary', { hasText: each.declineTitle }).click()
    await office.getByLabel(each.template).check()
    await office.getByRole('button', { name: each.decline, exact: true }).click()
    await expect(office.getByText(each.declined).first()).toBeVisible()
    await visitor.goto((await mailTo(sender)).links[0] ?? '')
    await expect(visitor.getByText(each.template)).toBeVisible()
    await expect(visitor.locator('form[action="?/answer"]')).toHaveCount(0)

    await office.locator('summary').filter({ hasText: each.pauseTitle }).click()
    await office.getByRole('button', { name: each.pause }).click()
    await expect(office.locator('form[action="?/resume"]')).toBeVisible()
    await visitor.goto(`/${lang}/actors/${slug}`)
    await expect(visitor.getByText(each.paused)).toBeVisible()
  })
}
