import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import type { Config } from '../config.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { named, nullable, NoQuery } from '../http/schema.ts'
import { hasPostalCodes } from '../places/places.queries.ts'

const Configuration = named(
  'Configuration',
  Type.Object({
    tileUrl: nullable(Type.String({ description: 'Raster tiles, with {z}, {x} and {y}.' })),
    tileAttribution: nullable(Type.String()),
    pmtilesUrl: nullable(Type.String({ description: 'A .pmtiles file with a base map.' })),
    hasPostalCodes: Type.Boolean({
      description:
        'Whether an address is found by its postal code: codes are loaded, or a geocoder is set.',
    }),
    attribution: Type.Array(Type.String(), {
      description: 'Whom to credit for places and borders.',
    }),
  }),
)

/** Borders of other editions name their own source in the territory itself. */
const attribution = ['GeoNames (CC BY 4.0)', 'Natural Earth']

export const configurationRoutes: FastifyPluginAsyncTypebox<{
  db: Database
  config: Config
}> = async (app, { db, config }) => {
  app.addSchema(Configuration.schema)

  app.get(
    '/configuration',
    {
      schema: {
        operationId: 'getConfiguration',
        summary: 'What a page needs to know of this instance',
        tags: ['instance'],
        querystring: NoQuery,
        response: { 200: Configuration.ref, ...problems },
      },
    },
    async () => ({
      tileUrl: config.TILE_URL ?? null,
      tileAttribution: config.TILE_ATTRIBUTION ?? null,
      pmtilesUrl: config.PMTILES_FILE ? '/api/base-map.pmtiles' : (config.PMTILES_URL ?? null),
      hasPostalCodes: config.GEOCODER_URL !== undefined || (await hasPostalCodes(db)),
      attribution,
    }),
  )

  app.get(
    '/base-map.pmtiles',
    { schema: { hide: true, querystring: NoQuery } },
    async ({ headers }, reply) => {
      const file = config.PMTILES_FILE
      const size = file && (await stat(file).catch(() => undefined))?.size
      if (!file || !size) throw notFound('A base map')

      const { start, end, isPart } = readRange(headers.range, size)
      return reply
        .code(isPart ? 206 : 200)
        .headers({
          'accept-ranges': 'bytes',
          'content-length': end - start + 1,
          ...(isPart && {
            'content-range': `bytes ${String(start)}-${String(end)}/${String(size)}`,
          }),
        })
        .type('application/vnd.pmtiles')
        .send(createReadStream(file, { start, end }))
    },
  )
}

/** One range, as readers of PMTiles ask for; a header of another kind gets the whole file. */
function readRange(header: string | undefined, size: number) {
  const match = /^bytes=(\d+)-(\d*)$/.exec(header ?? '')
  if (!match) return { start: 0, end: size - 1, isPart: false }
  const start = Number(match[1])
  const end = Math.min(match[2] ? Number(match[2]) : size - 1, size - 1)
  if (start > end) throw new Problem(416, 'invalid_request', 'The range lies outside the file.')
  return { start, end, isPart: true }
}
