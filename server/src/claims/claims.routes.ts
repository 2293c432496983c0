import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { eq } from 'drizzle-orm'
import Type from 'typebox'
import { actors, type Executor } from '@maillage/db'
import { getSubject, getViewer, keysOf } from '../accounts/access.ts'
import { siteUrl } from '../config.ts'
import { findEditor, listEditors } from '../editors/editors.queries.ts'
import { NumberedParams, TokenParams } from '../editors/editors.schema.ts'
import { tellEditors } from '../editors/tell-editors.ts'
import type { Context } from '../http/context.ts'
import { invalid, notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { createOnce, IdempotencyKey } from '../http/writes.ts'
import { queueMail } from '../mail/mail.queries.ts'
import { toMailLanguage } from '../mail/templates.ts'
import {
  countProofs,
  decideClaim,
  findClaimByToken,
  findPendingClaim,
  insertClaim,
  listOpenClaims,
} from './claims.queries.ts'
import { provesDomain, provingDomain } from './claims.rules.ts'
import { ClaimDecision, ClaimProof, ClaimState, NewClaim, OpenClaim } from './claims.schema.ts'

const DAY = 86_400_000
const MOST_PROOFS_A_DAY = 5
const claimsOfPerson = { name: 'claims', times: 10, seconds: 86_400 }

/** “This organisation is ours”: proved by mail at its domain, or judged by its owners and moderators. */
export const claimRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, jobs, config, now } = context

  async function actorOf(tx: Executor, id: number) {
    const [actor] = await tx
      .select({ slug: actors.slug, name: actors.name, website: actors.website })
      .from(actors)
      .where(eq(actors.id, id))
    if (!actor) throw notFound('This actor')
    return actor
  }

  app.get(
    '/actors/:slug/claim',
    {
      config: { operation: 'claim.send', subject: 'actors' },
      schema: {
        operationId: 'getClaim',
        summary: 'How the viewer can come to look after an actor',
        tags: ['editors'],
        params: SlugParams,
        querystring: NoQuery,
        response: { 200: ClaimState.ref, ...problems },
      },
    },
    async (request) => {
      const { id } = getSubject(request)
      const { accountId } = getViewer(request)
      const { website, ...actor } = await actorOf(db, id)
      const owners = await listEditors(db, id, { role: 'owner' })
      return {
        actor,
        isClaimed: owners.length > 0,
        role: (await findEditor(db, id, accountId))?.role ?? null,
        domain: owners.length > 0 ? null : provingDomain(website),
        pending: (await findPendingClaim(db, id, accountId, now())) ?? null,
      }
    },
  )

  app.post(
    '/actors/:slug/claims',
    {
      config: { operation: 'claim.send', subject: 'actors' },
      schema: {
        operationId: 'claimActor',
        summary: 'Ask to look after an actor',
        description:
          'Proved by a mail at the domain of its website, while nobody owns it, or judged by its owners and moderators.',
        tags: ['editors'],
        params: SlugParams,
        headers: IdempotencyKey,
        body: NewClaim,
        response: { 201: Type.Object({ actor: Type.String() }), ...problems },
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { accountId } = viewer
      const { id: actorId, status } = getSubject(request)
      const { body } = request

      async function judge(tx: Executor) {
        if (status !== 'published') throw notFound('This actor')
        const actor = await actorOf(tx, actorId)
        const owners = await listEditors(tx, actorId, { role: 'owner' })
        if (owners.some((owner) => owner.accountId === accountId)) {
          throw new Problem(409, 'conflict', 'It is yours already.')
        }
        if (body.proof === 'domain') {
          if (owners.length > 0) {
            throw new Problem(409, 'conflict', 'It has owners, who are asked instead.')
          }
          if (!provesDomain(body.email, actor.website)) {
            throw invalid({ email: 'must be at the domain of the organisation’s website' })
          }
          const since = new Date(now().getTime() - DAY)
          if ((await countProofs(tx, actorId, since)) >= MOST_PROOFS_A_DAY) {
            throw new Problem(429, 'too_many_requests', 'Several mails went there today already.')
          }
        }
        await requireWithin(tx, [[claimsOfPerson, String(accountId)]])
        return { actor, owners }
      }

      return createOnce(db, request, reply, {
        scope: keysOf(request),
        judge,
        create: async (tx, { actor: { slug, name }, owners }) => {
          const token = await insertClaim(tx, { ...body, actorId, accountId }, now())
          if (body.proof === 'domain') {
            const language = toMailLanguage(viewer.language)
            await queueMail(tx, jobs, {
              template: 'claim-proof',
              to: { address: body.email.trim().toLowerCase() },
              language,
              params: { actor: name, url: `${siteUrl(config)}/${language}/claims/${token}` },
            })
          } else {
            const params = { actor: name, path: `/actors/${slug}/people` }
            await tellEditors(tx, context, 'claim-received', owners, params)
          }
          return { status: 201, body: { actor: slug } }
        },
      }) as Promise<{ actor: string }>
    },
  )

  app.get(
    '/claims/:token',
    {
      config: { operation: 'claim.send' },
      schema: {
        operationId: 'getClaimProof',
        summary: 'What a mailed proof is for',
        tags: ['editors'],
        params: TokenParams,
        querystring: NoQuery,
        response: { 200: ClaimProof.ref, ...problems },
      },
    },
    async (request) => {
      const claim = await findClaimByToken(db, request.params.token, now())
      if (!claim) throw notFound('This claim')
      const { actor, isOpen, accountId } = claim
      return { actor, isOpen, isMine: accountId === getViewer(request).accountId }
    },
  )

  app.post(
    '/claims/:token/confirm',
    {
      config: { operation: 'claim.send' },
      schema: {
        operationId: 'confirmClaim',
        summary: 'Prove a claim by the mailed link',
        description:
          'Only whoever made the claim can: a link that is opened or passed on gives nobody anything.',
        tags: ['editors'],
        params: TokenParams,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { accountId } = getViewer(request)
      await db.transaction(async (tx) => {
        const claim = await findClaimByToken(tx, request.params.token, now())
        if (!claim) throw notFound('This claim')
        if (claim.accountId !== accountId) {
          throw new Problem(403, 'forbidden', 'Sign in as the person who asked.')
        }
        if (!claim.isOpen) throw new Problem(410, 'expired', 'This proof was used or is too old.')
        const owners = await listEditors(tx, claim.actorId, { role: 'owner' })
        if (owners.length > 0) {
          throw new Problem(409, 'conflict', 'It has owners by now, who can invite you.')
        }
        await decideClaim(tx, context, {
          claimId: claim.id,
          status: 'accepted',
          byId: accountId,
          now: now(),
        })
      })
      return reply.code(204).send(null)
    },
  )

  app.get(
    '/claims',
    {
      config: { operation: 'review.read' },
      schema: {
        operationId: 'listClaims',
        summary: 'Claims that wait for a moderator, the oldest first',
        tags: ['moderation'],
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(OpenClaim.ref) }), ...problems },
      },
    },
    async (request) => ({ items: await listOpenClaims(db, { viewer: getViewer(request) }) }),
  )

  app.get(
    '/actors/:slug/claims',
    {
      config: { operation: 'editors.write', subject: 'actors' },
      schema: {
        operationId: 'listActorClaims',
        summary: 'Who else asks to look after an actor',
        tags: ['editors'],
        params: SlugParams,
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(OpenClaim.ref) }), ...problems },
      },
    },
    async (request) => ({ items: await listOpenClaims(db, { actorId: getSubject(request).id }) }),
  )

  app.post(
    '/actors/:slug/claims/:id/decision',
    {
      config: { operation: 'editors.write', subject: 'actors' },
      schema: {
        operationId: 'decideClaim',
        summary: 'Accept or refuse a claim, as an owner or moderator; the claimant is told',
        tags: ['editors'],
        params: NumberedParams,
        body: ClaimDecision,
        response: { 204: Type.Null(), ...problems },
      },
    },
    async (request, reply) => {
      const { id: actorId } = getSubject(request)
      const { accountId: byId } = getViewer(request)
      const { status, role, reason } = request.body
      const claimId = request.params.id
      await db.transaction(async (tx) => {
        const open = await listOpenClaims(tx, { actorId })
        if (!open.some(({ id }) => id === claimId)) throw notFound('This claim')
        await decideClaim(tx, context, {
          claimId,
          status,
          byId,
          now: now(),
          reason: reason ?? null,
          ...(role && { role }),
        })
      })
      return reply.code(204).send(null)
    },
  )
}
