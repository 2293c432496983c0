import AxeBuilder from '@axe-core/playwright'
import { beginDraft, sendOrganisation } from './drafts.ts'
import { anAddress } from './mail.ts'
import { desktop, expect, pages, phone, test } from './testing.ts'

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

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

for (const colorScheme of ['light', 'dark'] as const) {
  for (const viewport of [phone, desktop]) {
    test.describe(`${colorScheme} at ${String(viewport.width)} pixels`, () => {
      test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } })

      for (const url of pages) {
        test(`axe finds nothing on ${url}`, async ({ page }) => {
          await page.goto(url)
          await page.waitForLoadState('networkidle')
          const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
          const found = violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
          )
          expect(found).toEqual([])
        })
      }

      test('axe finds nothing on any page of a submission', async ({ page }) => {
        test.setTimeout(180_000)
        const found: string[] = []
        const look = async (steps: string[]) => {
          for (const step of steps) {
            await page.goto(`/en/submit/${step}`)
            await page.waitForLoadState('networkidle')
            const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
            for (const { id, nodes } of violations) {
              found.push(`${step} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
            }
            const width = await page.evaluate(() => document.documentElement.scrollWidth)
            if (width > viewport.width) found.push(`${step} scrolls sideways`)
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
}

test.describe('on a phone', () => {
  test.use({ viewport: phone, hasTouch: true })

  test('axe finds nothing with the map open', async ({ page }) => {
    await page.goto('/en/actors')
    await page.getByRole('button', { name: 'Map', exact: true }).click()
    await page.getByRole('application').getByRole('button').first().waitFor()
    const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`),
    ).toEqual([])
  })

  for (const url of pages) {
    test(`targets are large enough on ${url}`, async ({ page }) => {
      await page.goto(url)
      await page.waitForLoadState('networkidle')
      const small = await page.evaluate(() =>
        [
          ...document.querySelectorAll<HTMLElement>(
            'button, summary, select, input:not([type="hidden"]), [role="button"], nav a, header a',
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
      expect(small).toEqual([])
    })
  }
})

test.describe('at 320 pixels', () => {
  test.use({ viewport: { width: 320, height: 640 } })

  for (const url of pages) {
    test(`nothing scrolls sideways on ${url}`, async ({ page }) => {
      await page.goto(url)
      await page.waitForLoadState('networkidle')
      const width = await page.evaluate(() => document.documentElement.scrollWidth)
      expect(width).toBeLessThanOrEqual(320)
    })
  }
})
