import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { getViewer } from '../accounts/access.ts'
import type { Context } from '../http/context.ts'
import { invalid, notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import {
  addSynonym,
  createConcept,
  decideSuggestion,
  findConceptId,
  findOpenSuggestion,
  listSuggestions,
} from './suggestions.queries.ts'
import { ConceptSuggestion, SuggestionDecision, SuggestionParams } from './suggestions.schema.ts'

/** Words that people added to the vocabulary, and what moderators make of them. */
export const suggestionRoutes: FastifyPluginAsyncTypebox<Context> = async (app, { db, now }) => {
  app.get(
    '/vocabulary/suggestions',
    {
      config: { operation: 'vocabulary.write' },
      schema: {
        operationId: 'listConceptSuggestions',
        summary: 'Themes and skills that the vocabulary lacks',
        tags: ['vocabulary'],
        querystring: NoQuery,
        response: { 200: Type.Object({ items: Type.Array(ConceptSuggestion.ref) }), ...problems },
      },
    },
    async () => ({ items: await listSuggestions(db) }),
  )

  app.post(
    '/vocabulary/suggestions/:id/decision',
    {
      config: { operation: 'vocabulary.write' },
      schema: {
        operationId: 'decideConceptSuggestion',
        summary: 'Fold a word into a concept, make it one, or refuse it',
        tags: ['vocabulary'],
        params: SuggestionParams,
        body: SuggestionDecision,
        response: { 204: Type.Null({ description: 'Decided' }), ...problems },
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { decision, concept, slug, labels = {} } = request.body
      await db.transaction(async (tx) => {
        const suggestion = await findOpenSuggestion(tx, request.params.id)
        if (!suggestion) throw notFound('This open suggestion')
        const { scheme, language, label } = suggestion
        const decided = { by: viewer.accountId, now: now() }

        if (decision === 'refuse') {
          await decideSuggestion(tx, suggestion, {
            ...decided,
            status: 'refused',
            conceptId: null,
          })
        } else if (decision === 'fold') {
          const conceptId = concept && (await findConceptId(tx, scheme, concept))
          if (!conceptId) throw invalid({ concept: `must be the slug of a ${scheme}` })
          await addSynonym(tx, conceptId, language, label)
          await decideSuggestion(tx, suggestion, { ...decided, status: 'folded', conceptId })
        } else {
          if (!slug) throw invalid({ slug: 'is missing' })
          if (await findConceptId(tx, scheme, slug)) {
            throw new Problem(409, 'conflict', `There is a ${scheme} with this slug.`)
          }
          const given = labels as Record<string, string>
          const conceptId = await createConcept(tx, scheme, slug, { [language]: label, ...given })
          await decideSuggestion(tx, suggestion, { ...decided, status: 'accepted', conceptId })
        }
      })
      return reply.code(204).send(null)
    },
  )
}
