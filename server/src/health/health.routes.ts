import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { sql } from 'drizzle-orm'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import { Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'

const Health = Type.Object({ status: Type.Literal('ok') })
const DATABASE_TIMEOUT_MILLISECONDS = 3000

export const healthRoutes: FastifyPluginAsyncTypebox<{ db: Database }> = async (app, { db }) => {
  app.addHook('onSend', async (_, reply) => void reply.header('cache-control', 'no-store'))

  app.get(
    '/health/live',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'isLive',
        summary: 'Whether the process answers',
        tags: ['instance'],
        querystring: NoQuery,
        response: { 200: Health, ...problems },
      },
    },
    async () => ({ status: 'ok' as const }),
  )

  app.get(
    '/health/ready',
    {
      logLevel: 'warn',
      schema: {
        operationId: 'isReady',
        summary: 'Whether the database answers',
        tags: ['instance'],
        querystring: NoQuery,
        response: { 200: Health, ...problems },
      },
    },
    async () => {
      if (!(await answers(db)))
        throw new Problem(503, 'unavailable', 'The database does not answer.')
      return { status: 'ok' as const }
    },
  )
}

async function answers(db: Database): Promise<boolean> {
  const { promise: late, resolve } = Promise.withResolvers<false>()
  const timer = setTimeout(() => resolve(false), DATABASE_TIMEOUT_MILLISECONDS)
  try {
    return await Promise.race([db.execute(sql`select 1`).then(() => true), late])
  } catch {
    return false
  } finally {
    clearTimeout(timer)
  }
}
