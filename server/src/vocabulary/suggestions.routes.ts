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
  findListOf,
  findOpenSuggestion,
  listSuggestions,
} from './suggestions.queries.ts'
import { ConceptSuggestion, SuggestionDecision, SuggestionParams } from './suggestions.schema.ts'
import { tellAuthor } from './tell-author.ts'

const statuses = { fold: 'folded', accept: 'accepted', refuse: 'refused' } as const

/** Words that people added to the vocabulary, and what moderators make of them. */
export const suggestionRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context
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
      const { decision, concept, slug, labels = {} } = request.body
      await db.transaction(async (tx) => {
        const suggestion = await findOpenSuggestion(tx, request.params.id)
        if (!suggestion) throw notFound('This open suggestion')
        const { scheme, language, label } = suggestion
        let conceptId: number | null = null
        if (decision === 'fold') {
          conceptId = (concept && (await findConceptId(tx, scheme, concept))) || null
          if (!conceptId) throw invalid({ concept: `must be the slug of a ${scheme}` })
          await addSynonym(tx, conceptId, language, label)
        } else if (decision === 'accept') {
          if (!slug) throw invalid({ slug: 'is missing' })
          if (await findConceptId(tx, scheme, slug)) {
            throw new Problem(409, 'conflict', `There is a ${scheme} with this slug.`)
          }
          const given = { [language]: label, ...(labels as Record<string, string>) }
          conceptId = await createConcept(tx, scheme, slug, given)
          if (given[language] !== label) await addSynonym(tx, conceptId, language, label)
        }
        const status = statuses[decision]
        const by = getViewer(request).accountId
        const list = await findListOf(tx, suggestion.id)
        await decideSuggestion(tx, suggestion, { status, conceptId, by, now: now() })
        await tellAuthor(tx, context, suggestion, { status, conceptId, by, list })
      })
      return reply.code(204).send(null)
    },
  )
}
