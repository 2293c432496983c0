import type { Page } from '@playwright/test'
import { beginDraft, sendOrganisation } from './drafts.ts'
import { faultsOf } from './faults.ts'
import { anAddress } from './mail.ts'
import { becomeOwner } from './owners.ts'
import { desktop, expect, pages, phone, test } from './testing.ts'

/** The pages of a submission: of the organisation, then what can follow it once it was sent. */
const ofTheOrganisation = [
  ...['name', 'mail', 'kind', 'where', 'themes', 'about', 'links', 'languages', 'exchange'],
  ...['pictures', 'check'],
]
const ofWhatFollows = [
  ...['sent', 'practice-title', 'practice-context', 'practice-people', 'practice-steps'],
  ...['practice-skills', 'practice-themes', 'practice-materials', 'practice-origin'],
  ...['practice-pictures', 'practice-check', 'collaboration-title', 'collaboration-years'],
  ...['collaboration-partners', 'collaboration-check', 'practice', 'collaboration'],
]

for (const viewport of [phone, desktop]) {
  test.describe(`at ${String(viewport.width)} pixels, light and dark`, () => {
    test.use({
      viewport,
      hasTouch: viewport === phone,
      contextOptions: { reducedMotion: 'reduce' },
    })

    for (const url of pages) {
      test(`axe finds nothing on ${url}, and it fits its screen`, async ({ page }) => {
        await page.goto(url)
        await page.waitForLoadState('networkidle')
        expect(await faultsOf(page)).toEqual([])
        if (viewport === phone) {
          expect(await smallTargets(page)).toEqual([])
          await page.setViewportSize({ width: 320, height: 640 })
        }
        expect(await widthOf(page)).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0)
        // What comes while one scrolls is watched too: see testing.ts.
        await page.mouse.wheel(0, 4000)
        await page.waitForLoadState('networkidle')
      })
    }

    test('axe finds nothing on any page of a submission', async ({ page }) => {
      test.setTimeout(240_000)
      const found: string[] = []
      const look = async (steps: string[]) => {
        for (const step of steps) {
          await page.goto(`/en/submit/${step}`)
          await page.waitForLoadState('networkidle')
          for (const fault of await faultsOf(page)) found.push(`${step} ${fault}`)
          if ((await widthOf(page)) > viewport.width) found.push(`${step} scrolls sideways`)
        }
      }
      await page.goto('/en/submit')
      await beginDraft(page, 'Qwzx Axe')
      await look(ofTheOrganisation)
      await sendOrganisation(page, anAddress('axe'))
      await look(ofWhatFollows)
      expect(found).toEqual([])
    })
  })
}

test.describe('on a phone', () => {
  test.use({ viewport: phone, hasTouch: true })

  test('axe finds nothing where an owner edits and looks after an entry', async ({ page }) => {
    test.setTimeout(120_000)
    const slug = 'largo-residencias'
    await becomeOwner(page, { lang: 'en', slug, domain: 'largoresidencias.com' })
    const found: string[] = []
    for (const path of [
      `actors/${slug}/edit`,
      `actors/${slug}/people`,
      'practices/hospital-garden-community-centre/edit',
    ]) {
      await page.goto(`/en/${path}`)
      await page.waitForLoadState('networkidle')
      expect(page.url()).toContain(path)
      for (const fault of await faultsOf(page)) found.push(`${path} ${fault}`)
      if ((await widthOf(page)) > phone.width) found.push(`${path} scrolls sideways`)
    }
    expect(found).toEqual([])
  })

  test('axe finds nothing with the map open', async ({ page }) => {
    await page.goto('/en/actors')
    await page.getByRole('button', { name: 'Map', exact: true }).click()
    await page.getByRole('application').getByRole('button').first().waitFor()
    expect(await faultsOf(page)).toEqual([])
  })
})

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

const smallTargets = (page: Page) =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, summary, select, input:not([type="hidden"]), [role="button"], a[href]:not([tabindex])',
      ),
    ]
      .filter((target) => target.checkVisibility({ visibilityProperty: true }))
      // The words of a checkbox belong to its target.
      .map((target) => target.closest('label') ?? target)
      .map((target) => ({
        text: target.outerHTML.slice(0, 120),
        box: target.getBoundingClientRect(),
      }))
      .filter(({ box }) => box.width > 0 && (box.width < 24 || box.height < 24))
      .map(({ text, box }) => `${String(box.width)} × ${String(box.height)} ${text}`),
  )
