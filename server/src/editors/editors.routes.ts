import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { actors, type Executor } from '@maillage/db'
import { getSubject, getViewer, keysOf } from '../accounts/access.ts'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { createOnce, IdempotencyKey, IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { insertReport } from '../moderation/reports.queries.ts'
import {
  acceptInvitation,
  addEditor,
  findEditor,
  findInvitation,
  insertInvitation,
  listEditorEvents,
  listEditors,
  listInvitations,
  listPeople,
  lockEditors,
  peopleVersion,
  remember,
  removeEditor,
  withdrawInvitation,
} from './editors.queries.ts'
import {
  HandOver,
  Invitation,
  Leave,
  NewInvitation,
  NewRole,
  NumberedParams,
  People,
  TokenParams,
} from './editors.schema.ts'
import { tellEditors } from './tell-editors.ts'

const invitationsOfPerson = { name: 'invitations', times: 20, seconds: 86_400 }

/** Who writes for an actor: invite, accept, leave, hand over, remove. */
export const editorRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, jobs, config, now } = context

  async function actorOf(tx: Executor, id: number) {
    const [actor] = await tx
      .select({ slug: actors.slug, name: actors.name })
      .from(actors)
      .where(eq(actors.id, id))
    if (!actor) throw notFound('This actor')
    return actor
  }

  const peoplePath = (slug: string) => `/actors/${slug}/people`

  /** Runs a change of an actor’s people, one after the other. */
  function change<T>(
    actorId: number,
    run: (tx: Executor, actor: { slug: string; name: string }) => Promise<T>,
  ): Promise<T> {
    return db.transaction(async (tx) => {
      await lockEditors(tx, actorId)
      return run(tx, await actorOf(tx, actorId))
    })
  }

  /** Runs a change that was decided on looking at the list of people, if that is still the list. */
  function changeSeen(
    request: FastifyRequest,
    run: (tx: Executor, actor: { slug: string; name: string }) => Promise<void>,
  ): Promise<void> {
    const { id: actorId } = getSubject(request)
    return change(actorId, async (tx, actor) => {
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

  app.post(
    '/actors/:slug/invitations',
    {
      config: { operation: 'editors.write', subject: 'actors' },
      schema: {
        operationId: 'inviteToActor',
        summary: 'Invite someone by mail to write for an actor',
        tags: ['editors'],
        params: SlugParams,
        headers: IdempotencyKey,
        body: NewInvitation,
        response: { 201: Type.Object({ actor: Type.String() }), ...problems },
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { id: actorId, slug } = getSubject(request)
      const { role } = request.body
      const email = request.body.email.trim().toLowerCase()
      const { accountId } = viewer
      return createOnce(db, request, reply, {
        scope: keysOf(request),
        judge: () => requireWithin(db, [[invitationsOfPerson, String(accountId)]]),
        create: async (tx) => {
          const actor = await actorOf(tx, actorId)
          const invitation = { actorId, email, role, invitedById: accountId }
          const token = await insertInvitation(tx, invitation, now())
          const language = toMailLanguage(viewer.language)
          await queueMail(tx, jobs, {
            template: 'invitation',
            to: { address: email },
            language,
            params: {
              actor: actor.name,
              role,
              url: `${siteUrl(config)}/${language}/invitations/${token}`,
            },
          })
          await remember(tx, 'invited', {
            actorId,
            accountId: null,
            role,
            byId: accountId,
            now: now(),
          })
          return { status: 201, body: { actor: slug } }
        },
      }) as Promise<{ actor: string }>
    },
  )

  app.delete(
    '/actors/:slug/invitations/:id',
    {
      config: { operation: 'editors.write', subject: 'actors' },
      schema: {
        operationId: 'withdrawInvitation',
        summary: 'End an invitation before it is accepted',
        tags: ['editors'],
        params: NumberedParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id } = getSubject(request)
      if (!(await withdrawInvitation(db, id, request.params.id, now()))) {
        throw notFound('This invitation')
      }
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/invitations/:token',
    {
      config: { operation: 'invitation.read' },
      schema: {
        operationId: 'getInvitation',
        summary: 'What an invitation is to',
        tags: ['editors'],
        params: TokenParams,
        querystring: NoQuery,
        response: { 200: Invitation.ref, ...problems },
      },
    },
    async ({ params }) => {
      const invitation = await findInvitation(db, params.token)
      if (!invitation) throw notFound('This invitation')
      const { actor, role, acceptedAt, withdrawnAt, expiresAt } = invitation
      const state = acceptedAt
        ? ('accepted' as const)
        : withdrawnAt
          ? ('withdrawn' as const)
          : expiresAt <= now()
            ? ('expired' as const)
            : ('open' as const)
      return { actor, role, state }
    },
  )

  app.post(
    '/invitations/:token/accept',
    {
      config: { operation: 'invitation.accept' },
      schema: {
        operationId: 'acceptInvitation',
        summary: 'Accept an invitation; whoever holds the mailed link may, once',
        tags: ['editors'],
        params: TokenParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      const invitation = await findInvitation(db, request.params.token)
      if (!invitation) throw notFound('This invitation')
      const { actorId, role, invitedById } = invitation
      await change(actorId, async (tx, actor) => {
        if (!(await acceptInvitation(tx, invitation.id, now()))) {
          throw new Problem(410, 'expired', 'This invitation was used, withdrawn or is too old.')
        }
        const before = await findEditor(tx, actorId, accountId)
        // An owner who accepts an older invitation as an editor stays an owner.
        if (before?.role === 'owner') return
        const others = await listEditors(tx, actorId, { role: 'owner' })
        const byId = invitedById ?? accountId
        await addEditor(tx, { actorId, accountId, role, byId, now: now() }, 'joined')
        await tellEditors(tx, context, 'editor-joined', others, {
          actor: actor.name,
          role,
          path: peoplePath(actor.slug),
        })
      })
      return reply.code(204).send(null)
    },
  )

  async function getEditor(tx: Executor, actorId: number, accountId: number) {
    const editor = await findEditor(tx, actorId, accountId)
    if (!editor) throw notFound('This person')
    return editor
  }

  /** An actor that someone owns does not lose its last owner by the way. */
  async function requireAnotherOwner(tx: Executor, actorId: number, accountId: number) {
    const owners = await listEditors(tx, actorId, { role: 'owner' })
    if (owners.every((owner) => owner.accountId === accountId)) {
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
      const hasLeft = await change(actorId, async (tx, actor) => {
        const { role } = await getEditor(tx, actorId, accountId)
        const others = (await listEditors(tx, actorId)).filter(
          (editor) => editor.accountId !== accountId,
        )
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
