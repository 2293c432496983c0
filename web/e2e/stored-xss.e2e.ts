import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type BrowserContext, expect, test } from '@playwright/test'
import { freePort } from './free-port.ts'
import { inGroups, payloads } from './stored-xss-payloads.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const groups = inGroups(290)
const sections = ['actors', 'practices', 'collaborations'] as const

let folder: string
let product: ChildProcess
let address: string

/** A product of its own, whose every record is hostile. */
test.beforeAll(async () => {
  test.setTimeout(180_000)
  folder = await mkdtemp(join(tmpdir(), 'maillage-hostile-'))
  const filling = spawn(process.execPath, ['web/e2e/hostile-records.ts', folder], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(filling, 'exit')) as [number]
  expect(code).toBe(0)

  const port = String(await freePort())
  address = `http://127.0.0.1:${port}`
  product = spawn(process.execPath, ['scripts/start.ts'], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      PORT: port,
      HOST: '127.0.0.1',
      DATA_DIR: folder,
      DEMO_DATA: 'false',
      LOG_LEVEL: 'warn',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await expect(async () => {
    const { ok } = await fetch(`${address}/api/health/ready`)
    expect(ok).toBe(true)
  }).toPass({ timeout: 120_000 })
})

test.afterAll(async () => {
  product.kill('SIGTERM')
  await once(product, 'exit')
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

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
