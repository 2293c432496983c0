import { readFile } from 'node:fs/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { NoQuery } from '../http/schema.ts'

/** The OpenAPI document, and a page to read it that loads nothing from elsewhere. */
export const docsRoutes: FastifyPluginAsyncTypebox = async (app) => {
  app.get('/openapi.json', { schema: { hide: true, querystring: NoQuery } }, () => app.swagger())
}
