import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { getSubject, getViewer } from '../accounts/access.ts'
import { readCollaborationDocument } from '../collaborations/collaboration-document.queries.ts'
import { tellEditors } from '../editors/tell-editors.ts'
import type { Context } from '../http/context.ts'
import { invalid, notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { IfMatch, requireVersion } from '../http/writes.ts'
import { authorRoleOf, changeRecord } from '../moderation/change-record.ts'
import { insertReport } from '../moderation/reports.queries.ts'
import { findTie, insertReply, listAuthors, listOwnTies, setEvidence } from './ties.queries.ts'
import { OwnTie, TieAnswer, TieParams } from './ties.schema.ts'

const acts = { confirm: 'confirm', correct: 'update', dispute: 'dispute' } as const

/** Ties need two: an actor that another names confirms, corrects or disputes it. */
export const tieRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context

  app.get(
    '/account/ties',
    {
      config: { operation: 'account.read' },
      schema: {
        operationId: 'listOwnTies',
        summary: 'Ties of one’s actors that somebody else stated, the unanswered first',
        tags: ['collaborations'],
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(OwnTie.ref) }), ...problems },
      },
    },
    async (request) => ({ items: await listOwnTies(db, getViewer(request).accountId) }),
  )

  app.post(
    '/actors/:slug/ties/:id/answer',
    {
      config: { operation: 'tie.answer', subject: 'actors' },
      schema: {
        operationId: 'answerTie',
        summary: 'Confirm, correct or dispute a tie of an actor',
        description:
          'A dispute goes to the moderators; whoever stated the tie is told. Takes the version that the tie was read with as If-Match.',
        tags: ['collaborations'],
        params: TieParams,
        headers: IfMatch,
        body: TieAnswer,
        response: { 200: OwnTie.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      const { id: actorId } = getSubject(request)
      const { accountId } = viewer
      const { answer, note = null, ...corrected } = request.body
      const { id } = request.params
      if (answer === 'dispute' && !note?.trim()) throw invalid({ note: 'says what is wrong' })
      return db.transaction(async (tx) => {
        const tie = await findTie(tx, actorId, id)
        if (!tie) throw notFound('This tie')
        requireVersion(request, tie.version)
        const { collaborationId, collaboration, actor } = tie
        const authors = await listAuthors(tx, collaborationId, accountId)
        const document = await readCollaborationDocument(tx, collaborationId)
        const participants = document.participants.map((each) =>
          answer === 'correct' && each.slug === actor.slug && each.role === tie.role
            ? { ...each, ...corrected }
            : each,
        )
        // A dispute changes nothing of what is written, and is in the history all the same.
        await changeRecord(tx, {
          feature: 'collaborations',
          id: collaborationId,
          document: { ...document, participants },
          act: acts[answer],
          viewer,
          authorRole: authorRoleOf(request.roles),
          why: [actor.name, note].filter(Boolean).join(': '),
          now: now(),
        })
        await setEvidence(tx, id, answer === 'dispute' ? 'disputed' : 'confirmed')
        await insertReply(tx, { participationId: id, accountId, answer, note, createdAt: now() })
        if (answer === 'dispute') {
          await insertReport(tx, {
            feature: 'collaborations',
            recordId: collaborationId,
            kind: 'wrong',
            message: `${actor.name}: ${note ?? ''}`,
            language: viewer.language,
            email: null,
            accountId,
            signals: [],
          })
        }
        await tellEditors(tx, context, 'tie-answered', authors, {
          actor: actor.name,
          collaboration: collaboration.title,
          answer,
          note: note ?? '',
          path: `/collaborations/${collaboration.slug}`,
        })
        const after = await findTie(tx, actorId, id)
        if (!after) throw new Problem(409, 'conflict', 'This tie went away meanwhile.')
        return after
      })
    },
  )
}
