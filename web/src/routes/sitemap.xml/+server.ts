import { api, dataOrError } from '#lib/api/client.ts'
import { languages } from '#lib/i18n/languages.ts'
import type { RequestHandler } from './$types.js'

/** A sitemap may hold 50,000 addresses; ours names each page in six languages. */
const MOST_PAGES = 8_000
const PAGE_SIZE = 100

type Page = { items: { slug: string; updatedAt: string }[]; next: string | null }

export const GET: RequestHandler = async (event) => {
  const client = api(event)
  const lists: [string, (cursor?: string) => Promise<Page>][] = [
    ['practices', async (cursor) => dataOrError(await client.GET('/practices', paging(cursor)))],
    [
      'collaborations',
      async (cursor) => dataOrError(await client.GET('/collaborations', paging(cursor))),
    ],
    ['actors', async (cursor) => dataOrError(await client.GET('/actors', paging(cursor)))],
  ]

  const entries = ['', '/actors', '/practices', '/collaborations', '/about'].map((path) => ({
    path,
    updatedAt: null as string | null,
  }))
  for (const [section, list] of lists) {
    let cursor: string | undefined
    do {
      const { items, next } = await list(cursor)
      for (const { slug, updatedAt } of items) {
        entries.push({ path: `/${section}/${encodeURIComponent(slug)}`, updatedAt })
      }
      cursor = next ?? undefined
    } while (cursor && entries.length < MOST_PAGES)
  }

  const { origin } = event.url
  const xml = entries.flatMap(({ path, updatedAt }) => {
    const lastmod = updatedAt ? `<lastmod>${updatedAt.slice(0, 10)}</lastmod>` : ''
    return languages.map((lang) => `<url><loc>${origin}/${lang}${path}</loc>${lastmod}</url>`)
  })
  return new Response(
    `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${xml.join('\n')}\n</urlset>\n`,
    {
      headers: {
        'content-type': 'application/xml; charset=utf-8',
        'cache-control': 'max-age=3600',
      },
    },
  )
}

function paging(cursor?: string) {
  return {
    params: { query: { limit: PAGE_SIZE, sort: 'name' as const, ...(cursor && { cursor }) } },
  }
}
