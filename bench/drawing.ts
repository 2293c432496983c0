/**
 * `pnpm bench:drawing [ADDRESS]`: how long the page's thread works on each picture of the network's drawing while it is
 * dragged, at the address of a running product that `pnpm bench:data N` has filled. Sixty pictures a second leave 16.7 ms
 * for each; what the graphics processor needs comes on top, beside it.
 */
import { chromium } from '@playwright/test'
import { browserArguments, findBrowser } from '../web/e2e/browser.ts'

const SECONDS = 6
const MOST_MS = 1000 / 60

const address = process.argv[2] ?? 'http://127.0.0.1:3000'
const browser = await chromium.launch({
  executablePath: await findBrowser(),
  // Without a graphics processor, one that the processor imitates.
  args: [...browserArguments, '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
})
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await page.goto(`${address}/en/network`)
  await page.waitForSelector('[role="application"][aria-busy="false"]', { timeout: 120_000 })
  const { counts } = (await (await page.request.get(`${address}/api/network`)).json()) as {
    counts: { actors: number; ties: number }
  }
  const box = await page.getByRole('application').boundingBox()
  if (!box) throw new Error('The page shows no drawing.')

  const devtools = await page.context().newCDPSession(page)
  // The thread's own time, to which other programs on the machine add nothing.
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  const threadMs = async () => {
    const { metrics } = await devtools.send('Performance.getMetrics')
    return 1000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? NaN)
  }

  await page.evaluate(() => {
    const counted = { frames: 0 }
    const count = () => {
      counted.frames++
      requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    Object.assign(window, { counted })
  })
  const frames = () =>
    page.evaluate(() => (window as unknown as { counted: { frames: number } }).counted.frames)

  const centre = [box.x + box.width / 2, box.y + box.height / 2] as const
  await page.mouse.move(...centre)
  await page.mouse.down()
  const [framesBefore, msBefore] = [await frames(), await threadMs()]
  const until = Date.now() + SECONDS * 1000
  for (let step = 0; Date.now() < until; step++) {
    const angle = step / 20
    await page.mouse.move(centre[0] + 150 * Math.cos(angle), centre[1] + 150 * Math.sin(angle))
  }
  const [drawn, spent] = [(await frames()) - framesBefore, (await threadMs()) - msBefore]
  await page.mouse.up()

  const each = spent / drawn
  console.log(
    `${String(counts.actors)} actors, ${String(counts.ties)} ties: ` +
      `${each.toFixed(1)} ms of the page's thread for each of ${String(drawn)} pictures, ` +
      `${(each / MOST_MS).toFixed(2)} of what 60 a second leave; ` +
      `${(drawn / SECONDS).toFixed(0)} a second with this browser's imitated graphics processor`,
  )
} finally {
  await browser.close()
}
