// What journeys evaluate in the page sees the page.
/// <reference lib="dom" />
import { test as base, expect, type Page } from '@playwright/test'

export { expect }

interface Watched {
  /** Runs by itself: any journey fails on an error in the console or a call to another host. */
  watched: undefined
}

export const test = base.extend<Watched>({
  watched: [
    async ({ page, baseURL }, use) => {
      const problems: string[] = []
      const complaints: { text: string; about: string; on: string }[] = []
      // The browser itself complains of a form that was sent back for correction.
      const sentBack = new Set<string>()
      page.on('response', (response) => {
        const status = response.status()
        if (response.request().method() === 'POST' && status >= 400 && status < 500) {
          sentBack.add(response.url())
        }
      })
      page.on('console', (message) => {
        if (message.type() !== 'error') return
        complaints.push({ text: message.text(), about: message.location().url, on: page.url() })
      })
      page.on('pageerror', (error) => problems.push(`${page.url()}: ${String(error)}`))
      page.on('request', (request) => {
        const url = request.url()
        if (/^https?:/.test(url) && !url.startsWith(`${baseURL ?? ''}/`)) {
          problems.push(`${page.url()} calls ${url}`)
        }
      })
      await use(undefined)
      for (const { text, about, on } of complaints) {
        const isExpected =
          text.startsWith('Failed to load resource') && sentBack.has(about.split('#')[0] ?? '')
        if (!isExpected) problems.push(`${on}: ${text}`)
      }
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
})

/** One page of each sort, in English. */
export const pages = [
  '/en',
  '/en/actors',
  '/en/actors?q=zzzzqqq',
  '/en/actors/cries',
  '/en/practices',
  '/en/practices/festival-reinvests-in-villages',
  '/en/practices/season-long-food-partnership/here?where=Pecs&within=250',
  '/en/collaborations',
  '/en/collaborations/coopterr',
  '/en/territories',
  '/en/territories/FR',
  '/en/territories/FR/white-spots',
  '/en/territories/FR/compare?with=RO',
  '/en/territories/FR/ties',
  '/en/territories/FR/report',
  '/en/territories/map',
  '/en/network',
  '/en/network?selected=cries&table=ties',
  '/en/network/figures',
  '/en/actors/cries/paths?from=actes-if',
  '/en/about',
]

export const phone = { width: 390, height: 844 }
export const desktop = { width: 1280, height: 820 }

/** The number that a text begins with. */
export const numberIn = (text: string | null) => Number(/\d+/.exec(text ?? '')?.[0])

/** Waits until the page listens: before that a click is a plain link or form. */
export async function hydrated(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
}
