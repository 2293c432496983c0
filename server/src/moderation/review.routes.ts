import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { getViewer } from '../accounts/access.ts'
import { keepErasures } from '../accounts/erasure-file.ts'
import { isInScope } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import type { ActorDocument } from '../actors/actor-document.schema.ts'
import type { Context } from '../http/context.ts'
import { notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { toMailLanguage, writeReason } from '../mail/templates.ts'
import { findDuplicates } from '../matching/duplicates.queries.ts'
import { changesBetween, fieldsOf, withFields } from './changes.rules.ts'
import { readVersion } from './history.queries.ts'
import { listNames, sidesOf } from './named-records.queries.ts'
import { acceptProposal, findAuthor, rejectProposal } from './proposals.queries.ts'
import { recordKinds } from './records.ts'
import { listReports } from './reports.queries.ts'
import { ReferenceParams } from './reports.schema.ts'
import {
  countWaiting,
  describeRecord,
  findProposal,
  listLastRevisions,
  listProposals,
} from './review.queries.ts'
import {
  DecisionResults,
  Decisions,
  ProposalReview,
  ReviewCounts,
  ReviewQuery,
  ReviewQueue,
} from './review.schema.ts'

/** The one queue of those who keep the records true. */
export const reviewRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, config, now } = context

  app.get(
    '/review',
    {
      config: { operation: 'review.read' },
      schema: {
        operationId: 'listReview',
        summary: 'What waits for a moderator',
        description: 'Moderators of a network see what concerns it.',
        tags: ['moderation'],
        querystring: ReviewQuery,
        response: { 200: ReviewQueue.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      const { show } = request.query
      if (show !== 'reports')
        return { items: await listProposals(db, { viewer, show, now: now() }) }
      const reports = await listReports(db, viewer, 'open')
      return {
        items: reports.map((report) => ({ ...report, risks: report.signals, changedFields: [] })),
      }
    },
  )

  app.get(
    '/review/counts',
    {
      config: { operation: 'review.read' },
      schema: {
        operationId: 'countReview',
        summary: 'How much waits for a moderator',
        description: 'Moderators of a network count what concerns it.',
        tags: ['moderation'],
        querystring: NoQuery,
        response: { 200: ReviewCounts.ref, ...problems },
      },
    },
    async (request) => countWaiting(db, getViewer(request), now()),
  )

  async function getProposal(viewer: Viewer, reference: string) {
    const found = await findProposal(db, reference)
    const about = found && { feature: found.proposal.feature, id: found.proposal.recordId }
    if (!found || !about || !(await isInScope(db, viewer, about))) throw notFound('This proposal')
    return found
  }

  app.get(
    '/review/proposals/:reference',
    {
      config: { operation: 'review.read' },
      schema: {
        operationId: 'getProposalReview',
        summary: 'A proposal beside what is public',
        tags: ['moderation'],
        params: ReferenceParams,
        querystring: NoQuery,
        response: { 200: ProposalReview.ref, ...problems },
      },
    },
    async (request) => {
      const { proposal, authorName } = await getProposal(
        getViewer(request),
        request.params.reference,
      )
      const { feature, recordId, kind } = proposal
      const record = await describeRecord(db, feature, recordId)
      if (!record) throw notFound('The record of this proposal')
      const current: object = await recordKinds[feature].read(db, recordId)
      const proposed = proposal.document as object
      const wanted =
        kind === 'update'
          ? withFields(
              current,
              proposed,
              proposal.changedFields,
              await readVersion(
                db,
                { feature, id: recordId, version: record.version },
                proposal.baseVersion,
              ),
            )
          : kind === 'create'
            ? current
            : proposed
      const changes =
        kind === 'update'
          ? changesBetween(current, wanted)
          : Object.entries(fieldsOf(wanted)).map(([field, value]) => ({
              field,
              before: kind === 'erase' ? value : null,
              after: kind === 'erase' ? null : value,
            }))
      const author = await findAuthor(db, proposal.accountId, new Set(), now())
      return {
        ...proposal,
        record: { ...record, feature },
        currentVersion: record.version,
        changes,
        names: await listNames(db, sidesOf(changes), { isInside: true }),
        points: {
          before: kind === 'create' ? null : pointOf(current),
          after: kind === 'erase' ? null : pointOf(wanted),
        },
        duplicates: feature === 'actors' ? await duplicatesOf(wanted, record.slug) : [],
        history: await listLastRevisions(db, feature, recordId),
        author: { name: authorName, accepted: author.accepted, rejected: author.rejected },
      }
    },
  )

  async function duplicatesOf(document: object, slug: string) {
    const { name, website, location, identifiers } = document as ActorDocument
    const found = await findDuplicates(
      db,
      {
        name,
        website,
        identifiers,
        country: location.country,
        town: location.town,
        at: location.point ?? null,
      },
      { not: slug, limit: 5 },
    )
    return found.map((each) => ({
      slug: each.slug,
      name: each.name,
      town: each.town,
      level: each.level,
      reasons: each.reasons.map((reason) => reason.kind),
    }))
  }

  app.post(
    '/review/decisions',
    {
      config: { operation: 'review.decide' },
      schema: {
        operationId: 'decideProposals',
        summary: 'Accept or reject proposals, several at once',
        description: 'Each is decided on its own; their authors get a mail in their language.',
        tags: ['moderation'],
        body: Decisions,
        response: { 200: DecisionResults.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      const { references, decision, template = null, reason = null } = request.body
      const results = []
      for (const reference of new Set(references)) {
        try {
          const { proposal, language } = await getProposal(viewer, reference)
          const words = [
            template && writeReason(template, toMailLanguage(language ?? 'en')),
            reason?.trim(),
          ].filter(Boolean)
          const decided = {
            proposalId: proposal.id,
            viewer,
            now: now(),
            reason: words.join('\n\n') || null,
          }
          await db.transaction(async (tx) => {
            if (decision === 'accept') await acceptProposal(tx, context, decided)
            else await rejectProposal(tx, context, decided)
          })
          const outcome = decision === 'accept' ? ('accepted' as const) : ('rejected' as const)
          results.push({ reference, outcome, detail: null })
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          results.push({ reference, outcome: 'failed' as const, detail: error.message })
        }
      }
      if (decision === 'accept') await keepErasures(db, config.DATA_DIR)
      return { results }
    },
  )
}

const pointOf = (document: object) => (document as Partial<ActorDocument>).location?.point ?? null
