import { type BrowserContext, expect, test } from '@playwright/test'
import { type OwnProduct, startOwnProduct, useSession } from './own-product.ts'
import { inGroups, payloads } from './stored-xss-payloads.ts'

const groups = inGroups(290)
const sections = ['actors', 'practices', 'collaborations'] as const

let product: OwnProduct
let address: string
/** What `hostile-records.ts` says of what it has written. */
let written: { session: string; threads: string[]; proposals: string[] }

/** A product of its own, whose every record is hostile. */
test.beforeAll(async () => {
  test.setTimeout(240_000)
  product = await startOwnProduct('hostile-records.ts')
  address = product.address
  written = JSON.parse(product.filled) as typeof written
})

test.afterAll(() => product.stop())

/** Notes whatever runs, asks or is asked for in any page of the browser. */
async function watched(context: BrowserContext): Promise<string[]> {
  const seen: string[] = []
  await context.exposeBinding('xss', ({ page }) => void seen.push(`ran on ${page.url()}`))
  context.on('dialog', (dialog) => {
    seen.push(`asked “${dialog.message()}”`)
    void dialog.dismiss()
  })
  await context.route(
    (url) => url.origin !== address && /^https?:$/.test(url.protocol),
    async (route) => {
      seen.push(`fetched ${route.request().url()} on ${route.request().frame().url()}`)
      await route.abort()
    },
  )
  return seen
}

/** What of a payload became part of the page: an element, handler or address that is not ours. */
const intruders = () => {
  const found: string[] = []
  for (const element of document.querySelectorAll('*')) {
    for (const { name, value } of element.attributes) {
      const isHandler = /^on/i.test(name) && value.includes('xss')
      const isAddress = /^(href|src|action|formaction|data|srcdoc|xlink:href)$/i.test(name)
      const leadsNowhere = isAddress && !/^(https?:\/\/|\/(?!\/)|#|\?|data:image\/)/.test(value)
      if (isHandler || (leadsNowhere && value !== '')) {
        found.push(`<${element.localName} ${name}="${value}">`)
      }
    }
    const isStrange =
      /^(iframe|object|embed|base|marquee|math|plaintext|xmp|listing|foreignobject|animate|set|audio|video)$/i
    if (isStrange.test(element.localName)) found.push(`<${element.localName}>`)
    if (element.localName === 'script' && /^\s*xss/.test(element.textContent)) {
      found.push('<script>')
    }
  }
  return found
}

for (const bypassCSP of [true, false]) {
  test.describe(bypassCSP ? 'without the content security policy' : 'with the policy', () => {
    test.use({ bypassCSP })
    test.describe.configure({ mode: 'serial' })

    test(`${String(payloads.length)} stored payloads run nothing, wherever they are shown`, async ({
      context,
    }) => {
      test.setTimeout(240_000)
      expect(payloads.length).toBeGreaterThanOrEqual(200)
      const seen = await watched(context)
      // With the policy on, a sample: it can only take away from what is allowed without.
      const indexes = groups
        .map((_, index) => index)
        .filter((index) => bypassCSP || index % 8 === 0)
      const urls = [
        ...sections.flatMap((section) =>
          indexes.map((index) => `/en/${section}/hostile-${String(index)}`),
        ),
        ...sections.flatMap((section) => [
          `/en/${section}`,
          `/en/${section}?page=2`,
          `/en/${section}?q=img`,
          `/fr/${section}?theme=theme-0`,
        ]),
        '/en',
        '/en/report?feature=actors&slug=hostile-0',
        ...(bypassCSP
          ? [
              '/en/network',
              '/en/network?selected=hostile-0&table=ties',
              '/en/network/figures',
              '/en/territories/RO',
              '/en/territories/RO/report',
              '/en/territories/RO/ties',
              '/en/territories/RO/white-spots',
              '/en/actors/hostile-0/paths?from=hostile-1',
              '/en/actors/hostile-0/write',
              '/en/practices/hostile-0/here?where=Lugoj&within=250',
            ]
          : []),
        `/en/actors?q=${encodeURIComponent('"><img src=x onerror=xss()>')}`,
        `/en/actors?where=${encodeURIComponent('<svg onload=xss()>')}`,
      ]
      const intrusions: string[] = []
      const visit = async () => {
        const page = await context.newPage()
        for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
          const response = await page.goto(`${address}${url}`, { waitUntil: 'load' })
          expect(response?.status(), url).toBe(200)
          const found = await page.evaluate(intruders)
          intrusions.push(...found.map((what) => `${what} on ${url}`))
          // A profile shows what was stored, as it was stored.
          const [, section, number] = /^\/en\/(\w+)\/hostile-(\d+)$/.exec(url) ?? []
          if (section) {
            const heading = await page.locator('h1').textContent()
            const stored = (groups[Number(number)] ?? []).join(' ')
            expect(heading?.replaceAll(/\s+/g, ' ')).toBe(stored.replaceAll(/\s+/g, ' '))
          }
        }
        await page.close()
      }
      await Promise.all([visit(), visit(), visit()])
      expect(intrusions).toEqual([])
      expect(seen).toEqual([])
    })

    test('nor on the pages of those who are signed in', async ({ context }) => {
      test.setTimeout(240_000)
      const seen = await watched(context)
      await useSession(context, written.session)
      // Pages of the review take long each; a sample of them shows every sort.
      const some = <T>(all: T[], every = 1) =>
        all.filter((_, index) => index % (bypassCSP ? every : 16) === 0)
      const urls = [
        ...some(written.threads).map((reference) => `/en/messages/${reference}`),
        ...some(written.proposals, 7).map((reference) => `/en/review/${reference}`),
        ...some(
          groups.map((_, index) => `/en/actors/hostile-${String(index)}/people`),
          3,
        ),
        ...sections.flatMap((section) => [
          `/en/${section}/hostile-0/edit`,
          `/en/${section}/hostile-0/history`,
          `/en/${section}/hostile-0/history?version=2`,
        ]),
        '/en/messages',
        '/en/review',
        '/en/review?show=live',
        '/en/review?show=reports',
        '/en/review/claims',
        '/en/review/words',
        '/en/review/moderators',
        '/en/review/merge?kept=hostile-0&merged=hostile-1',
        '/en/practices/hostile-0/adopt',
        '/en/submit',
        '/en/account',
        '/en/account/held',
        '/en/account/requests',
        '/en/account/mails',
      ]
      const intrusions: string[] = []
      const visit = async () => {
        const page = await context.newPage()
        for (let url = urls.shift(); url !== undefined; url = urls.shift()) {
          const response = await page.goto(`${address}${url}`, { waitUntil: 'load' })
          expect(response?.status(), url).toBe(200)
          expect(new URL(page.url()).pathname, url).toBe(url.split('?')[0])
          const found = await page.evaluate(intruders)
          intrusions.push(...found.map((what) => `${what} on ${url}`))
        }
        await page.close()
      }
      await Promise.all([visit(), visit()])
      expect(intrusions).toEqual([])
      expect(seen).toEqual([])
    })

    test('nor when pages follow each other without loading, or cards open on the map', async ({
      context,
    }) => {
      test.setTimeout(180_000)
      const seen = await watched(context)
      const page = await context.newPage()
      await page.setViewportSize({ width: 1280, height: 900 })
      for (const section of sections) {
        await page.goto(`${address}/en/${section}`)
        await page.waitForLoadState('networkidle')
        const links = page.locator('.card-name a')
        for (let index = 0; index < 3; index++) {
          await links.nth(index).click()
          await page.waitForURL(/hostile|actor-|[a-z]-\d+/)
          await page.waitForLoadState('networkidle')
          expect(await page.evaluate(intruders)).toEqual([])
          await page.goBack()
          await page.waitForLoadState('networkidle')
        }
      }
      await page.goto(`${address}/en/actors?near=21,45&within=30`)
      await page.waitForLoadState('networkidle')
      await page.locator('.leaflet-container').first().focus()
      for (const key of ['Tab', 'ArrowRight', 'Enter', 'ArrowDown', 'Enter']) {
        await page.keyboard.press(key)
        await page.waitForTimeout(150)
      }
      expect(await page.evaluate(intruders)).toEqual([])
      expect(seen).toEqual([])
    })
  })
}
