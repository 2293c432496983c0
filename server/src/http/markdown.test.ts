import { describe, expect, test } from 'vitest'
import { processorMs } from '../processor-time.ts'
import { renderMarkdown } from './markdown.ts'

describe('a text', () => {
  test.for([
    ['Two words', '<p>Two words</p>'],
    ['One\nline', '<p>One<br />\nline</p>'],
    ['One\n\nTwo', '<p>One</p>\n<p>Two</p>'],
    ['*so* and **so**', '<p><em>so</em> and <strong>so</strong></p>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'],
    ['3. c\n4. d', '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'],
    ['# Title', '<h3>Title</h3>'],
    ['###### Deep', '<h6>Deep</h6>'],
    ['Text\n---', '<p>Text<br />\n---</p>'],
    ['    not code', '<p>not code</p>'],
    ['`code`', '<p>`code`</p>'],
    ['> 5 people', '<p>&gt; 5 people</p>'],
    ['R&D &amp; more &lt;b&gt;', '<p>R&amp;D &amp;amp; more &amp;lt;b&amp;gt;</p>'],
    ['1 < 2 > 0 "quoted"', '<p>1 &lt; 2 &gt; 0 "quoted"</p>'],
    ['write to ana@group.example', '<p>write to ana@group.example</p>'],
    ['<ana@group.example>', '<p>&lt;ana@group.example&gt;</p>'],
    ['see group.example', '<p>see group.example</p>'],
  ] as const)('%j', ([text, html]) => {
    expect(renderMarkdown(text).replaceAll('&quot;', '"')).toBe(html)
  })

  test('links lead to the web, and say that we do not vouch for them', () => {
    const link = '<a href="https://group.example/a?b=1&amp;c=2" rel="nofollow ugc noopener">'
    const address = 'https://group.example/a?b=1&c=2'
    expect(renderMarkdown(`[us](${address})`)).toBe(`<p>${link}us</a></p>`)
    expect(renderMarkdown(`[us](${address} "title")`)).toBe(`<p>${link}us</a></p>`)
    expect(renderMarkdown(address)).toContain(link)
    expect(renderMarkdown(`<${address}>`)).toContain(link)
  })

  test.for([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](data:text/html,<script>alert(1)</script>)',
    '[x](vbscript:msgbox(1))',
    '[x](mailto:ana@group.example)',
    '[x](//group.example)',
    '[x](/en/actors)',
    '[x](file:///etc/passwd)',
    '<javascript:alert(1)>',
    '[x]: javascript:alert(1)\n\n[x]',
  ])('%j is no link and no picture', (text) => {
    expect(renderMarkdown(text)).not.toMatch(/<a |<img|href|src/)
  })

  test('fetches nothing from elsewhere: a picture is a link', () => {
    const html = renderMarkdown('![x](https://group.example/pixel.png)')
    expect(html).not.toMatch(/<img|src/)
    expect(html).toContain('<a href="https://group.example/pixel.png" rel="nofollow ugc noopener">')
  })

  test.for([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<b>bold</b>',
    '<!-- -->',
    '**<svg/onload=alert(1)>**',
    '- <iframe src="javascript:alert(1)">',
  ])('%j shows its HTML as text', (text) => {
    const html = renderMarkdown(text)
    expect(html.replaceAll(/<\/?(p|strong|ul|li)>/g, '')).not.toContain('<')
    expect(html).toContain('&lt;')
  })

  test('is never changed by what an attribute could say', () => {
    const html = renderMarkdown(
      '[a](https://x.example/"onmouseover="alert(1))\n[b](https://x.example/\'><i>)',
    )
    for (const [, attributes = ''] of html.matchAll(/<a ([^>]*)>/g)) {
      expect(attributes).toMatch(/^href="[^"<>]*" rel="nofollow ugc noopener"$/)
    }
  })

  test.for([
    ['emphasis', '*a '.repeat(20_000)],
    ['brackets', '['.repeat(20_000)],
    ['links', '[a]('.repeat(10_000)],
    ['lists', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(depth * 2)}- a`).join('\n')],
    ['addresses', 'https://a.example/'.repeat(3_000)],
    ['closing', '**a*'.repeat(10_000)],
  ] as const)('many %s take no long time', async ([, text]) => {
    expect(await processorMs(() => renderMarkdown(text), 3_000)).toBeLessThan(3_000)
  })
})
