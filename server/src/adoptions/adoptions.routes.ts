import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyRequest } from 'fastify'
import type { Executor } from '@maillage/db'
import { getSubject, getViewer } from '../accounts/access.ts'
import { mayDo } from '../accounts/permissions.rules.ts'
import { findActorIds } from '../actors/actor-slugs.queries.ts'
import type { Context } from '../http/context.ts'
import { invalid, notFound, Problem, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { LanguageQuery, NoQuery, SlugParams } from '../http/schema.ts'
import { IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { lockRecord } from '../moderation/change-record.ts'
import { LiveChange, WaitingChange } from '../moderation/documents.schema.ts'
import { submitChange } from '../moderation/submit-change.ts'
import { isPlace } from '../places/is-place.queries.ts'
import type { PracticeDocument } from '../practices/practice-document.schema.ts'
import { getMissingPractice } from '../practices/practices.queries.ts'
import { findTravels } from './adoptions.queries.ts'
import { AdoptionParams, NewAdoption, OwnAdoptions, PracticeTravels } from './adoptions.schema.ts'
import { withAdoption, withoutAdoption } from './own-adoption.rules.ts'
import { type Adopter, listAdopters, readWithWaiting } from './own-adoptions.queries.ts'

const adoptionsOfPerson = { name: 'adoptions', times: 50, seconds: 86_400 }

/** How practices travel, and saying “we practise this”. */
export const adoptionRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db } = context

  app.get(
    '/practices/:slug/adoptions',
    {
      schema: {
        operationId: 'getPracticeTravels',
        summary: 'How a practice travelled, as a tree',
        tags: ['practices'],
        params: SlugParams,
        querystring: LanguageQuery,
        response: { 200: PracticeTravels.ref, ...problems },
      },
    },
    async ({ params, query }) =>
      (await findTravels(db, params.slug, query.lang)) ??
      (await getMissingPractice(db, params.slug)),
  )

  app.get(
    '/practices/:slug/own-adoptions',
    {
      config: { operation: 'adoption.write', subject: 'practices' },
      schema: {
        operationId: 'listOwnAdoptions',
        summary: 'For whom one may say that they took the practice up, and what is said',
        tags: ['practices'],
        params: SlugParams,
        querystring: NoQuery,
        response: { 200: OwnAdoptions.ref, ...problems },
      },
    },
    async (request, reply) => {
      const subject = getSubject(request)
      void reply.header('etag', versionTag(subject.version))
      const { accountId } = getViewer(request)
      const { document, isWaiting } = await readWithWaiting(db, subject, accountId)
      const adopters = await listAdopters(db, accountId, practiceToWrite(request))
      return {
        items: adopters.map(({ slug, name }) => ({
          actor: { slug, name },
          adoption: document.adoptions.find((each) => each.actor === slug) ?? null,
          isWaiting,
        })),
      }
    },
  )

  app.put(
    '/practices/:slug/adoptions/:actor',
    {
      config: { operation: 'adoption.write', subject: 'practices' },
      schema: {
        operationId: 'recordAdoption',
        summary: 'Say that an actor took a practice up',
        description:
          'For those who write for the actor, or for the practice. Replaces what was said of this actor, and takes the ETag of the own adoptions as If-Match. Answers 200 when it is public and 202 when it waits for a moderator.',
        tags: ['practices'],
        params: AdoptionParams,
        querystring: NoQuery,
        headers: IfMatch,
        body: NewAdoption,
        response: { 200: LiveChange.ref, 202: WaitingChange.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { why = null, from = null, place, ...adoption } = request.body
      const { start = null, end = null, adaptation = null, outcome = null } = adoption
      // Said at once, not to a moderator who accepts it later.
      if (from !== null && !(await findActorIds(db, [from])).has(from)) {
        throw invalid({ from: 'is not an actor' })
      }
      if (typeof place?.placeId === 'number' && !(await isPlace(db, place.placeId))) {
        throw invalid({ place: 'is not one of the gazetteer' })
      }
      const { status, body } = await change(request, why, (document, { slug, ...home }) =>
        withAdoption(document, {
          actor: slug,
          from,
          place: place ?? { town: home.town, country: home.country, placeId: home.placeId },
          start,
          end,
          language: adoption.language,
          adaptation,
          outcome,
        }),
      )
      return reply.code(status).send(body)
    },
  )

  app.delete(
    '/practices/:slug/adoptions/:actor',
    {
      config: { operation: 'adoption.write', subject: 'practices' },
      schema: {
        operationId: 'withdrawAdoption',
        summary: 'No longer say that an actor took a practice up',
        description: 'Takes the ETag of the own adoptions as If-Match.',
        tags: ['practices'],
        params: AdoptionParams,
        querystring: NoQuery,
        headers: IfMatch,
        response: { 200: LiveChange.ref, 202: WaitingChange.ref, ...problems },
      },
    },
    async (request, reply) => {
      const { status, body } = await change(request, null, (document, { slug }) =>
        withoutAdoption(document, slug),
      )
      return reply.code(status).send(body)
    },
  )

  /** The key of the practice for those who may write it. */
  const practiceToWrite = (request: FastifyRequest) =>
    mayDo('document.write', request.roles) ? getSubject(request).id : null

  async function getAdopter(tx: Executor, request: FastifyRequest): Promise<Adopter> {
    const { actor } = request.params as { actor: string }
    const { accountId } = getViewer(request)
    const adopters = await listAdopters(tx, accountId, practiceToWrite(request))
    const adopter = adopters.find(({ slug }) => slug === actor)
    if (!adopter) {
      if (!(await findActorIds(tx, [actor])).has(actor)) throw notFound('This actor')
      throw new Problem(403, 'forbidden', 'You write neither for this actor nor for the practice.')
    }
    return adopter
  }

  /** Changes what the practice says of an actor, on top of what its author sent before. */
  async function change(
    request: FastifyRequest,
    why: string | null,
    changed: (document: PracticeDocument, adopter: Adopter) => PracticeDocument,
  ) {
    const { id, status } = getSubject(request)
    const viewer = getViewer(request)
    if (status === 'merged') throw notFound('This practice')
    await requireWithin(db, [[adoptionsOfPerson, String(viewer.accountId)]])
    return db.transaction(async (tx) => {
      const record = await lockRecord(tx, 'practices', id)
      requireVersion(request, record.version)
      const adopter = await getAdopter(tx, request)
      const { document } = await readWithWaiting(
        tx,
        { id, version: record.version },
        viewer.accountId,
      )
      return submitChange(tx, context, {
        feature: 'practices',
        id,
        record,
        document: changed(document, adopter),
        why,
        act: 'update',
        viewer,
        roles: request.roles,
      })
    })
  }
}
