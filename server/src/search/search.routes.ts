import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { Executor } from '@maillage/db'
import { listActorCards } from '../actors/actors.queries.ts'
import { listCollaborationCards } from '../collaborations/collaborations.queries.ts'
import type { Context } from '../http/context.ts'
import { fromCursor, listKey, toCursor } from '../http/page.ts'
import { invalid, problems } from '../http/problem.ts'
import type { Language } from '../http/schema.ts'
import { listPracticeCards } from '../practices/practices.queries.ts'
import { listConceptLabels } from '../vocabulary/vocabulary.queries.ts'
import {
  findActorClusters,
  findCollaborationClusters,
  findPracticeClusters,
} from './clusters.queries.ts'
import { nameFacets } from './facets.queries.ts'
import { type FacetName, type Filters, type SearchFeature } from './filters.queries.ts'
import { type FilterParameters, readFilters } from './read-filters.ts'
import { findRecords } from './search.queries.ts'
import {
  ActorClusters,
  ActorList,
  actorFacets,
  CollaborationClusters,
  CollaborationList,
  collaborationFacets,
  ListActors,
  ListActorClusters,
  ListCollaborationClusters,
  ListPracticeClusters,
  ListCollaborations,
  ListPractices,
  PracticeClusters,
  practiceFacets,
  PracticeList,
} from './search.schema.ts'
import { isSortValue, type Sort } from './sorts.rules.ts'
import { suggestFilters } from './suggestions.queries.ts'

/** The lists of all features: each needs the one search, and the cards of what it found. */
export const searchRoutes: FastifyPluginAsyncTypebox<Pick<Context, 'db' | 'now'>> = async (
  app,
  { db, now },
) => {
  app.get(
    '/actors',
    {
      schema: {
        operationId: 'listActors',
        summary: 'Actors by text, theme, place and more',
        tags: ['actors'],
        querystring: ListActors,
        response: { 200: ActorList.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { found, labels, ...list } = await search(db, 'actors', actorFacets, query)
      return { items: await listActorCards(db, found, labels, query.lang, now()), ...list }
    },
  )

  app.get(
    '/actors/clusters',
    {
      schema: {
        operationId: 'listActorClusters',
        summary: 'Located actors, gathered for a map',
        description: 'At most some two hundred clusters and single actors, at any zoom.',
        tags: ['actors'],
        querystring: ListActorClusters,
        response: { 200: ActorClusters.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { filters } = await readFilters(db, 'actors', query)
      return findActorClusters(db, filters, query.zoom)
    },
  )

  app.get(
    '/practices',
    {
      schema: {
        operationId: 'listPractices',
        summary: 'Practices by text, theme, skill, place and more',
        description: 'A practice is where those who practise it are.',
        tags: ['practices'],
        querystring: ListPractices,
        response: { 200: PracticeList.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { found, labels, ...list } = await search(db, 'practices', practiceFacets, query)
      return { items: await listPracticeCards(db, found, labels, query.lang), ...list }
    },
  )

  app.get(
    '/practices/clusters',
    {
      schema: {
        operationId: 'listPracticeClusters',
        summary: 'Located practices, gathered for a map',
        description:
          'A practice is where those who practise it are, and may so be in several clusters; in each and in `total` ' +
          'it counts once. `total` is that of the list with the same filters and box. At most some two hundred ' +
          'clusters and single practices.',
        tags: ['practices'],
        querystring: ListPracticeClusters,
        response: { 200: PracticeClusters.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { filters } = await readFilters(db, 'practices', query)
      return findPracticeClusters(db, filters, query.zoom, query.lang)
    },
  )

  app.get(
    '/collaborations',
    {
      schema: {
        operationId: 'listCollaborations',
        summary: 'Collaborations by text, theme, programme, place and more',
        description: 'A collaboration is where those who take part are.',
        tags: ['collaborations'],
        querystring: ListCollaborations,
        response: { 200: CollaborationList.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { found, labels, ...list } = await search(
        db,
        'collaborations',
        collaborationFacets,
        query,
      )
      return { items: await listCollaborationCards(db, found, labels, query.lang), ...list }
    },
  )

  app.get(
    '/collaborations/clusters',
    {
      schema: {
        operationId: 'listCollaborationClusters',
        summary: 'Located collaborations, gathered for a map',
        description:
          'A collaboration is where those who take part are, and may so be in several clusters; in each and in ' +
          '`total` it counts once. `total` is that of the list with the same filters and box. At most some two ' +
          'hundred clusters and single collaborations.',
        tags: ['collaborations'],
        querystring: ListCollaborationClusters,
        response: { 200: CollaborationClusters.ref, ...problems },
      },
    },
    async ({ query }) => {
      const { filters } = await readFilters(db, 'collaborations', query)
      return findCollaborationClusters(db, filters, query.zoom, query.lang)
    },
  )
}

interface ListParameters extends FilterParameters {
  sort?: Sort
  limit: number
  cursor?: string
  facets?: string[]
  lang: Language
}

/** Answers a list but for its cards. */
async function search(
  db: Executor,
  feature: SearchFeature,
  knownFacets: readonly FacetName[],
  parameters: ListParameters,
) {
  const { limit, cursor, lang } = parameters
  const facets = readFacets(parameters.facets ?? [], knownFacets)
  const { filters, corrected } = await readFilters(db, feature, parameters)
  const sort = readSort(parameters.sort, filters)
  const { q, bbox, near, within, updatedSince, located, area, reach, newIn } = parameters
  // What was asked, not how it was understood: that changes when a word or a theme is added between two pages.
  const asked = [q, filters.chosen, bbox, near, within, updatedSince, located]
  const key = listKey([
    feature,
    ...asked,
    area,
    reach,
    parameters.with,
    newIn,
    parameters.offers,
    parameters.practice,
    filters.tied,
    sort,
  ])

  const results = await findRecords(db, {
    ...filters,
    facets,
    sort,
    limit,
    after:
      cursor === undefined
        ? undefined
        : fromCursor(key, cursor, (value) => isSortValue(sort, value)),
  })
  const labels = await listConceptLabels(db, lang)
  const last = results.page.at(-1)
  return {
    found: results.page,
    labels,
    total: results.total,
    located: results.located,
    facets: await nameFacets(db, results, filters.chosen, labels, lang),
    next: results.hasMore && last ? toCursor(key, last) : null,
    corrected,
    suggestions:
      q === undefined
        ? []
        : await suggestFilters(
            db,
            q,
            { facets: knownFacets, chosen: filters.chosen },
            labels,
            lang,
          ),
  }
}

function readFacets(lists: string[], known: readonly FacetName[]): FacetName[] {
  const names = new Set(lists.flatMap((list) => list.split(',')).map((name) => name.trim()))
  names.delete('')
  const facets = known.filter((facet) => names.has(facet))
  if (facets.length < names.size) throw invalid({ facets: `must be among ${known.join(', ')}` })
  return facets
}

function readSort(asked: Sort | undefined, { text, near }: Filters): Sort {
  if (asked === 'relevance' && !text) throw invalid({ sort: 'can be relevance only with q' })
  if (asked === 'distance' && !near) throw invalid({ sort: 'can be distance only with near' })
  return asked ?? (text ? 'relevance' : near ? 'distance' : 'name')
}
