import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Context } from '../http/context.ts'
import { invalid, Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { getViewer } from './access.ts'
import {
  accountWithAddress,
  listModerators,
  lockModerators,
  moderatorsVersion,
  setModerator,
} from './moderators.queries.ts'
import { Moderators, NewModerator } from './moderators.schema.ts'

/** Who looks after the instance, and after which networks. */
export const moderatorRoutes: FastifyPluginAsyncTypebox<Context> = async (app, { db }) => {
  app.get(
    '/moderators',
    {
      config: { operation: 'instance.write' },
      schema: {
        operationId: 'listModerators',
        summary: 'Moderators and administrators',
        tags: ['accounts'],
        querystring: NoQuery,
        response: { 200: Moderators.ref, ...problems },
      },
    },
    async (_request, reply) => {
      const items = await listModerators(db)
      const version = moderatorsVersion(items)
      void reply.header('etag', versionTag(version))
      return { items, version }
    },
  )

  app.put(
    '/moderators',
    {
      config: { operation: 'instance.write' },
      schema: {
        operationId: 'setModerator',
        summary: 'Make someone a moderator, of all or of some networks, or no longer',
        description: 'Takes the ETag of the list as If-Match.',
        tags: ['accounts'],
        headers: IfMatch,
        body: NewModerator,
        response: { 200: Moderators.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      const { email, role, scopes } = request.body
      return db.transaction(async (tx) => {
        await lockModerators(tx)
        requireVersion(request, moderatorsVersion(await listModerators(tx)))
        const accountId = await accountWithAddress(tx, email.trim().toLowerCase())
        if (accountId === viewer.accountId && role !== 'administrator') {
          throw new Problem(409, 'conflict', 'Another administrator has to take this from you.')
        }
        const [unknown] = await setModerator(tx, accountId, role, scopes)
        if (unknown) {
          throw invalid({
            scopes: `names ${unknown.territory ?? unknown.theme ?? ''}, which is not there`,
          })
        }
        const items = await listModerators(tx)
        return { items, version: moderatorsVersion(items) }
      })
    },
  )
}
