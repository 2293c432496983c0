import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Executor } from '@maillage/db'
import { getSubject, getViewer } from '../accounts/access.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { insertReport } from '../moderation/reports.queries.ts'
import { actorOf, changePeople, peoplePath } from './change-people.ts'
import {
  addEditor,
  findEditor,
  listEditorEvents,
  listEditors,
  listInvitations,
  listPeople,
  peopleVersion,
  removeEditor,
} from './editors.queries.ts'
import { HandOver, Leave, NewRole, NumberedParams, People } from './editors.schema.ts'
import { tellEditors } from './tell-editors.ts'

/** Who writes for an actor: their roles, leave, hand over, remove. */
export const editorRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context

  /** Runs a change that was decided on looking at the list of people, if that is still the list. */
  function changeSeen(
    request: FastifyRequest,
    run: (tx: Executor, actor: { slug: string; name: string }) => Promise<void>,
  ): Promise<void> {
    const { id: actorId } = getSubject(request)
    return changePeople(db, actorId, async (tx, actor) => {
      requireVersion(request, await peopleVersion(tx, actorId))
      await run(tx, actor)
    })
  }

  app.get(
    '/actors/:slug/people',
    {
      config: { operation: 'editors.read', subject: 'actors' },
      schema: {
        operationId: 'listPeople',
        summary: 'Who writes for an actor, for those who do',
        tags: ['editors'],
        params: SlugParams,
        querystring: NoQuery,
        response: { 200: People.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { id } = getSubject(request)
      const { accountId } = getViewer(request)
      const { roles } = request
      const version = await peopleVersion(db, id)
      const people = await listPeople(db, id)
      void reply.header('etag', versionTag(version))
      return {
        actor: await actorOf(db, id),
        version,
        people: people.map((person) => ({ ...person, isMe: person.id === accountId })),
        invitations: await listInvitations(db, id, now()),
        events: await listEditorEvents(db, id),
        mayDecide: (['owner', 'moderator', 'administrator'] as const).some((role) =>
          roles.has(role),
        ),
      }
    },
  )

  async function getEditor(tx: Executor, actorId: number, accountId: number) {
    const editor = await findEditor(tx, actorId, accountId)
    if (!editor) throw notFound('This person')
    return editor
  }

  /** An actor that someone owns does not lose its last owner by the way. */
  async function requireAnotherOwner(tx: Executor, actorId: number, accountId: number) {
    const others = await listEditors(tx, actorId, { role: 'owner', except: [accountId] })
    if (others.length === 0) {
      throw new Problem(409, 'conflict', 'The last owner hands over first, or asks the moderators.')
    }
  }

  app.post(
    '/actors/:slug/people/:id/role',
    {
      config: { operation: 'editors.write', subject: 'actors' },
      schema: {
        operationId: 'setPersonRole',
        summary: 'Make an editor an owner, or an owner an editor',
        tags: ['editors'],
        description: 'Takes the ETag of the list of people as If-Match.',
        params: NumberedParams,
        headers: IfMatch,
        body: NewRole,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id: actorId } = getSubject(request)
      const byId = getViewer(request).accountId
      const { id: accountId } = request.params
      const { role } = request.body
      await changeSeen(request, async (tx, actor) => {
        const editor = await getEditor(tx, actorId, accountId)
        if (editor.role === role) return
        if (role === 'editor') await requireAnotherOwner(tx, actorId, accountId)
        await addEditor(tx, { actorId, accountId, role, byId, now: now() }, 'role_changed')
        await tellEditors(tx, context, 'editor-role', [editor], {
          actor: actor.name,
          role,
          path: peoplePath(actor.slug),
        })
      })
      return reply.code(204).send(null)
    },
  )

  app.delete(
    '/actors/:slug/people/:id',
    {
      config: { operation: 'editors.write', subject: 'actors' },
      schema: {
        operationId: 'removePerson',
        summary: 'End that someone writes for an actor',
        description:
          'Only moderators can remove the last owner. Takes the ETag of the list of people as If-Match.',
        tags: ['editors'],
        params: NumberedParams,
        headers: IfMatch,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id: actorId } = getSubject(request)
      const byId = getViewer(request).accountId
      const { id: accountId } = request.params
      const byOffice = !request.roles.has('owner')
      await changeSeen(request, async (tx, actor) => {
        const editor = await getEditor(tx, actorId, accountId)
        if (!byOffice) await requireAnotherOwner(tx, actorId, accountId)
        const { role } = editor
        await removeEditor(tx, { actorId, accountId, role, byId, now: now() }, 'removed')
        await tellEditors(tx, context, 'editor-removed', [editor], {
          actor: actor.name,
          path: `/actors/${actor.slug}`,
        })
      })
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/actors/:slug/leave',
    {
      config: { operation: 'editors.leave', subject: 'actors' },
      schema: {
        operationId: 'leaveActor',
        summary: 'Write for an actor no longer',
        description:
          'The last owner hands over first, or asks the moderators, who then remove them.',
        tags: ['editors'],
        params: SlugParams,
        body: Leave,
        response: { 200: Type.Object({ hasLeft: Type.Boolean() }), ...problems },
      },
    },
    async (request) => {
      const { id: actorId } = getSubject(request)
      const { accountId, language } = getViewer(request)
      const { askModerators = false } = request.body
      const hasLeft = await changePeople(db, actorId, async (tx, actor) => {
        const { role } = await getEditor(tx, actorId, accountId)
        const others = await listEditors(tx, actorId, { except: [accountId] })
        if (role === 'owner' && others.every((other) => other.role !== 'owner')) {
          if (!askModerators) await requireAnotherOwner(tx, actorId, accountId)
          await insertReport(tx, {
            feature: 'actors',
            recordId: actorId,
            kind: 'suggestion',
            message: `The last owner asks to leave: ${peoplePath(actor.slug)}`,
            language,
            email: null,
            accountId,
            signals: [],
          })
          return false
        }
        await removeEditor(tx, { actorId, accountId, role, byId: accountId, now: now() }, 'left')
        await tellEditors(tx, context, 'editor-left', others, {
          actor: actor.name,
          path: peoplePath(actor.slug),
        })
        return true
      })
      return { hasLeft }
    },
  )

  app.post(
    '/actors/:slug/hand-over',
    {
      config: { operation: 'editors.leave', subject: 'actors' },
      schema: {
        operationId: 'handOverActor',
        summary: 'Make someone else the owner in one’s own place, and stay as an editor',
        description: 'Takes the ETag of the list of people as If-Match.',
        tags: ['editors'],
        params: SlugParams,
        headers: IfMatch,
        body: HandOver,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id: actorId } = getSubject(request)
      const { accountId } = getViewer(request)
      const { to } = request.body
      await changeSeen(request, async (tx, actor) => {
        const me = await getEditor(tx, actorId, accountId)
        if (me.role !== 'owner' || to === accountId) {
          throw new Problem(409, 'conflict', 'An owner hands over to someone else.')
        }
        const other = await getEditor(tx, actorId, to)
        const act = { actorId, byId: accountId, now: now() }
        await addEditor(tx, { ...act, accountId: to, role: 'owner' }, 'handed_over')
        await addEditor(tx, { ...act, accountId, role: 'editor' }, 'role_changed')
        await tellEditors(tx, context, 'editor-role', [other], {
          actor: actor.name,
          role: 'owner',
          path: peoplePath(actor.slug),
        })
        await tellEditors(tx, context, 'editor-role', [me], {
          actor: actor.name,
          role: 'editor',
          path: peoplePath(actor.slug),
        })
      })
      return reply.code(204).send(null)
    },
  )
}
