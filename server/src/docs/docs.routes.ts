import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import scalar from '@scalar/fastify-api-reference'
import { NoQuery } from '../http/schema.ts'

/** The OpenAPI document, and a page to read it that loads nothing from elsewhere. */
export const docsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/openapi.json', { schema: { hide: true, querystring: NoQuery } }, () => app.swagger())

  app.addHook('onSend', async (_, reply, payload) => {
    const type = String(reply.getHeader('content-type'))
    if (!type.startsWith('text/html') || typeof payload !== 'string') return payload
    reply.header('content-security-policy', policyFor(payload))
    // Without an icon of its own the page would ask for one that is not there.
    return payload.replace('</head>', '<link rel="icon" href="data:," /></head>')
  })

  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      pageTitle: 'Maillage API',
      url: '/api/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
      agent: { disabled: true, hideAddApi: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
      hideClientButton: true,
    },
  })
}

/** Allows the page's own inline script by its hash; its styles are written by the script and have none. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(/<script[^>]*>([^<]+)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  )
  return [
    "default-src 'none'",
    `script-src 'self' ${hashes.join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
