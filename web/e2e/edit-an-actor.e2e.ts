import type { Page } from '@playwright/test'
import { anAddress, mailTo } from './mail.ts'
import { expect, phone, test } from './testing.ts'

const told = [
  {
    lang: 'en',
    slug: 'come-un-albero',
    domain: 'comeunalbero.org',
    email: 'E-mail address',
    send: 'Send me the mail',
    signIn: 'Sign in',
    legalForm: 'Legal form',
    save: 'Save this part',
    saved: 'Saved. Everyone can see it now.',
    conflict: 'Someone else saved a change meanwhile',
    saveMine: 'Save my version',
    restore: 'Bring version 2 back',
    restored: 'The version is back.',
  },
  {
    lang: 'fr',
    slug: 'le-108',
    domain: 'le108.org',
    email: 'Adresse e-mail',
    send: 'Envoyez-moi le message',
    signIn: 'Se connecter',
    legalForm: 'Forme juridique',
    save: 'Enregistrer cette partie',
    saved: 'Enregistré. Tout le monde peut le voir.',
    conflict: 'Quelqu’un d’autre a enregistré un changement entre-temps',
    saveMine: 'Enregistrer ma version',
    restore: 'Rétablir la version 2',
    restored: 'La version est rétablie.',
  },
]

/** A write of the API from a page, with its cookies. */
const post = (page: Page, url: string, body?: object) =>
  page.evaluate(
    async ([url, body]) => {
      const response = await fetch(url, {
        method: 'POST',
        ...(body && {
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      })
      return response.status
    },
    [url, body] as const,
  )

/** Signs someone in and lets them prove by mail that the actor is theirs. */
async function become(page: Page, owner: (typeof told)[number]) {
  const address = anAddress('owner')
  await page.goto(`/${owner.lang}/sign-in`)
  await page.getByLabel(owner.email).fill(address)
  await page.getByRole('button', { name: owner.send }).click()
  await page.goto((await mailTo(address)).links[0] ?? '')
  await page.getByRole('main').getByRole('button', { name: owner.signIn }).click()
  await page.waitForURL(/account/)
  const proof = `${anAddress('proof').split('@')[0] ?? ''}@${owner.domain}`
  const claim = { proof: 'domain', email: proof }
  expect(await post(page, `/api/actors/${owner.slug}/claims`, claim)).toBe(201)
  const token = (await mailTo(proof)).links[0]?.split('/').at(-1) ?? ''
  expect(await post(page, `/api/claims/${token}/confirm`)).toBe(204)
}

for (const owner of told) {
  test.describe(`an owner (${owner.lang})`, () => {
    test.use({ viewport: phone })

    test('edits, meets another’s change, and brings a version back', async ({ page, context }) => {
      await become(page, owner)
      const edit = `/${owner.lang}/actors/${owner.slug}/edit`
      const basics = page.locator('#basics')
      await page.goto(edit)
      await basics.getByLabel(owner.legalForm).fill('Forma prima')
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()

      // Two pages show the same version; the second to save sees both.
      const other = await context.newPage()
      await other.goto(edit)
      await page.goto(edit)
      await other.locator('#basics').getByLabel(owner.legalForm).fill('Forma secunda')
      await other.locator('#basics').getByRole('button', { name: owner.save }).click()
      await expect(other.getByText(owner.saved)).toBeVisible()
      await basics.getByLabel(owner.legalForm).fill('Forma tertia')
      await basics.getByRole('button', { name: owner.save }).click()
      await expect(basics.getByText(owner.conflict)).toBeVisible()
      await expect(basics.getByRole('row', { name: /Forma secunda.*Forma tertia/ })).toBeVisible()
      await expect(basics.getByLabel(owner.legalForm)).toHaveValue('Forma tertia')
      await basics.getByRole('button', { name: owner.saveMine }).click()
      await expect(page.getByText(owner.saved)).toBeVisible()

      const history = `/${owner.lang}/actors/${owner.slug}/history`
      await page.goto(`${history}?version=4&against=2`)
      await expect(page.getByRole('row', { name: /Forma prima.*Forma tertia/ })).toBeVisible()
      await page.goto(`${history}?version=2`)
      await page.getByRole('button', { name: owner.restore }).click()
      await expect(page.getByText(owner.restored)).toBeVisible()
      await page.goto(edit)
      await expect(basics.getByLabel(owner.legalForm)).toHaveValue('Forma prima')
      await other.close()
    })
  })
}
