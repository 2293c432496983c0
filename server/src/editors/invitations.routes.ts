import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { getSubject, getViewer, keysOf } from '../accounts/access.ts'
import { siteUrl } from '../config.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { createOnce, IdempotencyKey } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import { actorOf, changePeople, peoplePath } from './change-people.ts'
import {
  acceptInvitation,
  addEditor,
  findEditor,
  findInvitation,
  insertInvitation,
  listEditors,
  remember,
  withdrawInvitation,
} from './editors.queries.ts'
import { Invitation, NewInvitation, NumberedParams, TokenParams } from './editors.schema.ts'
import { tellEditors } from './tell-editors.ts'

const invitationsOfPerson = { name: 'invitations', times: 20, seconds: 86_400 }
/** Someone is invited by mail to write for an actor, and accepts. */
export const invitationRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, jobs, config, now } = context

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
        judge: (tx) => requireWithin(tx, [[invitationsOfPerson, String(accountId)]]),
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
      await changePeople(db, actorId, async (tx, actor) => {
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
}
