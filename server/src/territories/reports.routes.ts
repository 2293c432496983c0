import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { parseArea } from '../http/area.rules.ts'
import { clientAddress } from '../http/client.ts'
import type { Context } from '../http/context.ts'
import { readDataVersion } from '../http/data-version.queries.ts'
import { notFound, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { TerritoryParams } from '../places/places.schema.ts'
import { toTerritoryCode } from '../places/territories.rules.ts'
import { toTied } from '../search/read-filters.ts'
import { countAll, nameFigures, tiedParameters } from './figures.queries.ts'
import { findReport, keepReport } from './reports.queries.ts'
import {
  AskReport,
  ReportLanguage,
  ReportParams,
  TerritoryReport,
  TerritoryReportKept,
} from './reports.schema.ts'
import { DRAWN, getSubject, readScope } from './subject.queries.ts'

/** Enough for who writes about many territories; a link is needed once for each. */
const perAddress = { name: 'territory-report', times: 60, seconds: 3600 }

/** Figures under a permanent link. */
export const territoryReportRoutes: FastifyPluginAsyncTypebox<Pick<Context, 'db'>> = async (
  app,
  { db },
) => {
  app.post(
    '/territories/:code/reports',
    {
      config: { operation: 'territoryReport.keep' },
      schema: {
        operationId: 'keepTerritoryReport',
        summary: 'Keep the figures of a territory as they are now, under a link to cite',
        description: 'The same figures of the same version of the data are kept once.',
        tags: ['territories'],
        params: TerritoryParams,
        querystring: AskReport,
        response: { 201: TerritoryReportKept.ref, ...problems },
      },
    },
    async (request, reply) => {
      const scope = readScope(request.params.code, request.query.area)
      await requireWithin(db, [[perAddress, clientAddress(request)]])
      const { level } = await getSubject(db, scope, 'en')
      const tied = toTied(request.query)
      const filters = tiedParameters(tied)
      // All of one moment: the report says for good which version of the data it counted.
      const { dataVersion, counts } = await db.transaction(
        async (tx) => ({
          dataVersion: await readDataVersion(tx),
          counts: await countAll(tx, scope, tied, level),
        }),
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      )
      const reference = await keepReport(db, { scope, filters, dataVersion, counts })
      return reply.code(201).send({ reference, dataVersion })
    },
  )

  app.get(
    '/territories/:code/reports/:reference',
    {
      schema: {
        operationId: 'getTerritoryReport',
        summary: 'Figures of a territory as they were when they were kept',
        tags: ['territories'],
        params: ReportParams,
        querystring: ReportLanguage,
        response: { 200: TerritoryReport.ref, ...problems },
      },
    },
    async ({ params, query: { lang } }) => {
      const code = params.code === DRAWN ? undefined : toTerritoryCode(params.code)
      const report = await findReport(db, code, params.reference)
      if (!report) throw notFound('This report')
      const { reference, dataVersion, createdAt, area, counts, tied } = report
      const scope = code === undefined ? { area: parseArea(area ?? '') } : { code }
      const subject = await getSubject(db, scope, lang)
      return {
        reference,
        dataVersion,
        createdAt,
        isCurrent: dataVersion === (await readDataVersion(db)),
        figures: await nameFigures(db, scope, subject, { counts, tied }, lang),
      }
    },
  )
}
