import { expect, pages, test } from './testing.ts'

for (const url of pages) {
  test(`${url} is quiet, asks nobody else and runs no foreign script`, async ({ page }) => {
    const response = await page.goto(url)
    const headers = response?.headers() ?? {}
    const policy = headers['content-security-policy'] ?? ''
    const scripts = /(?:^|;)\s*script-src([^;]*)/.exec(policy)?.[1] ?? ''
    expect(scripts).toContain("'self'")
    expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/)
    expect(policy).toContain("object-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBeTruthy()

    // The rest, console and requests, is watched in every journey: see testing.ts.
    await page.waitForLoadState('networkidle')
    await page.mouse.wheel(0, 4000)
    await page.waitForLoadState('networkidle')
  })
}
