import type { RequestHandler } from './$types.js'

export const GET: RequestHandler = ({ url }) =>
  new Response(
    `User-agent: *\nDisallow: /*?*cursor=\nDisallow: /*?*bbox=\n\nSitemap: ${url.origin}/sitemap.xml\n`,
    { headers: { 'content-type': 'text/plain; charset=utf-8' } },
  )
