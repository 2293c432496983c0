import { expect, pages, test } from './testing.ts'

for (const url of pages) {
  // What a page asks for and says on the console is watched in every journey: see testing.ts.
  test(`${url} allows no foreign script, and no frame`, async ({ request }) => {
    const headers = (await request.get(url)).headers()
    const policy = headers['content-security-policy'] ?? ''
    const scripts = /(?:^|;)\s*script-src([^;]*)/.exec(policy)?.[1] ?? ''
    expect(scripts).toContain("'self'")
    expect(scripts).not.toMatch(/unsafe-inline|unsafe-eval|https?:|\*/)
    expect(policy).toContain("object-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['referrer-policy']).toBeTruthy()
  })
}
