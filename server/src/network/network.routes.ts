import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Database } from '@maillage/db'
import { clientAddress } from '../http/client.ts'
import { fromCursor, listKey, toCursor } from '../http/page.ts'
import { notFound, problems } from '../http/problem.ts'
import { requireWithin } from '../http/rate-limits.ts'
import { type Language, NoQuery } from '../http/schema.ts'
import {
  type CollaborationOfTies,
  describeCollaborations,
} from './collaborations-of-ties.queries.ts'
import { type ExportFormat, exportFormats } from './exports.rules.ts'
import type { Answer, Network as HeldNetwork } from './network.ts'
import {
  ActorTies,
  ExportQuery,
  FindPaths,
  ListMetrics,
  ListNetworkActors,
  ListNetworkTies,
  ListTiesOfActor,
  Network,
  NetworkActors,
  NetworkMetrics,
  NetworkPaths,
  NetworkQuery,
  NetworkTies,
  NetworkYears,
  TiesOfActor,
} from './network.schema.ts'

/** Enough for who compares networks; one of 50,000 actors takes twenty seconds. */
const reckonings = { name: 'network-figures', times: 60, seconds: 3600 }

/** Of a tie of more collaborations the first are named. */
const MOST_NAMED = 20

const mediaTypes: Record<ExportFormat, string> = {
  graphml: 'application/graphml+xml',
  gexf: 'application/gexf+xml',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
}

const IS_OFFSET = /^\d{1,9}$/

/** How far on a page is, and what its successor is called. */
function readPage(list: unknown, cursor: string | undefined, limit: number) {
  const key = listKey(list)
  const offset =
    cursor === undefined
      ? 0
      : Number(fromCursor(key, cursor, (value) => IS_OFFSET.test(value)).sortValue)
  return {
    offset,
    next: (hasMore: boolean) =>
      hasMore ? toCursor(key, { sortValue: String(offset + limit), id: 0 }) : null,
  }
}

function send(reply: FastifyReply, { bytes, etag }: Answer, type: string) {
  return reply.header('etag', etag).type(type).send(bytes)
}

/** Who works with whom: the network, its figures, and what makes each tie. */
export const networkRoutes: FastifyPluginAsyncTypebox<{
  db: Database
  network: HeldNetwork
}> = async (app, { db, network }) => {
  const mayReckon = (request: FastifyRequest) => () =>
    requireWithin(db, [[reckonings, clientAddress(request)]])

  app.get(
    '/network',
    {
      schema: {
        operationId: 'getNetwork',
        summary: 'Actors and their ties, for a drawing',
        description:
          'All at once and column by column, so that tens of thousands of actors are read quickly. `GET /network/actors` ' +
          'and `GET /network/ties` list the same page by page, `GET /network/actors/{slug}/ties` says what makes a tie.',
        tags: ['network'],
        querystring: NetworkQuery,
        response: { 200: Network.ref, ...problems },
      },
    },
    async ({ query }, reply) => send(reply, await network.graph(query), mediaTypes.json),
  )

  app.get(
    '/network/actors',
    {
      schema: {
        operationId: 'listNetworkActors',
        summary: 'The actors of a network as a table',
        tags: ['network'],
        querystring: ListNetworkActors,
        response: { 200: NetworkActors.ref, ...problems },
      },
    },
    async ({ query: { sort, order, limit, cursor, ...query } }) => {
      const { offset, next } = readPage(['actors', query, sort, order], cursor, limit)
      const page = await network.actors(query, { sort, order, limit, offset })
      return { ...page, next: next(page.hasMore) }
    },
  )

  app.get(
    '/network/years',
    {
      schema: {
        operationId: 'getNetworkYears',
        summary: 'The first and the last year of any tie',
        tags: ['network'],
        querystring: NoQuery,
        response: { 200: NetworkYears.ref, ...problems },
      },
    },
    () => network.years(),
  )

  app.get(
    '/network/metrics',
    {
      schema: {
        operationId: 'getNetworkMetrics',
        summary: 'The figures of a network and of its actors',
        description:
          'Reckoned once for a version of the data and a filter, which takes up to twenty seconds for 50,000 actors. Degree, ' +
          'components, bridges, density, assortativity, PageRank and, up to 5,000 actors, betweenness are those of NetworkX.',
        tags: ['network'],
        querystring: ListMetrics,
        response: { 200: NetworkMetrics.ref, ...problems },
      },
    },
    async (request) => {
      const { sort, order, limit, cursor, ...query } = request.query
      const { offset, next } = readPage(['metrics', query, sort, order], cursor, limit)
      const asked = { sort, order, limit, offset }
      const page = await network.metrics(query, asked, mayReckon(request))
      return { ...page, next: next(page.hasMore) }
    },
  )

  app.get(
    '/network/metrics.csv',
    {
      schema: {
        operationId: 'downloadNetworkMetrics',
        summary: 'All actors of a network with their figures, as CSV',
        description:
          'The name of the file ends with the `version` of the data that the figures are of: an earlier one than the last, where ' +
          'data change faster than figures are reckoned. Who is no longer public is left out.',
        tags: ['network'],
        querystring: NetworkQuery,
        response: { 200: fileAnswer('text/csv'), ...problems },
      },
    },
    async (request, reply) => {
      const answer = await network.figuresCsv(request.query, mayReckon(request))
      const name = `network-figures-${String(answer.version)}.csv`
      void reply.header('content-disposition', `attachment; filename="${name}"`)
      return send(reply, answer, mediaTypes.csv)
    },
  )

  app.get(
    '/network/ties',
    {
      schema: {
        operationId: 'listNetworkTies',
        summary: 'The ties of a network as a table',
        tags: ['network'],
        querystring: ListNetworkTies,
        response: { 200: NetworkTies.ref, ...problems },
      },
    },
    async ({ query: { sort, order, limit, cursor, ...query } }) => {
      const { offset, next } = readPage(['all ties', query, sort, order], cursor, limit)
      const page = await network.ties(query, { sort, order, limit, offset })
      return { ...page, next: next(page.hasMore) }
    },
  )

  app.get(
    '/network/actors/:slug/ties',
    {
      schema: {
        operationId: 'listTiesOfActor',
        summary: 'The ties of an actor, the collaborations that make each, and what backs them',
        tags: ['network'],
        params: TiesOfActor,
        querystring: ListTiesOfActor,
        response: { 200: ActorTies.ref, ...problems },
      },
    },
    async ({ params: { slug: actor }, query: { other, limit, cursor, lang, ...query } }) => {
      const { offset, next } = readPage(['ties', query, actor, other], cursor, limit)
      const found = await network.tiesOf(query, { actor, other, limit, offset })
      if (!found) throw notFound('This actor')
      const { id, ...card } = found.actor
      const named = await nameCollaborations(
        db,
        found.items,
        [id, ...found.items.map((tie) => tie.actor.id)],
        lang,
      )
      return {
        actor: card,
        total: found.total,
        items: found.items.map((tie) => ({
          actor: tie.actor,
          ...nameTie(tie, named, [found.actor, tie.actor]),
        })),
        next: next(offset + limit < found.total),
      }
    },
  )

  app.get(
    '/network/paths',
    {
      schema: {
        operationId: 'findNetworkPaths',
        summary: 'How two actors are connected: the shortest chains of ties',
        tags: ['network'],
        querystring: FindPaths,
        response: { 200: NetworkPaths.ref, ...problems },
      },
    },
    async ({ query: { from, to, max, limit, minEvidence, lang } }) => {
      const found = await network.chains(
        { of: 'actors', isolated: false, ...(minEvidence && { minEvidence }) },
        { from, to, most: max, limit },
      )
      if (!found) throw notFound('One of these actors')
      const steps = found.chains.flatMap((chain) => chain.steps)
      const ids = found.chains.flatMap((chain) => chain.actors.map((actor) => actor.id))
      const named = await nameCollaborations(db, steps, ids, lang)
      return {
        ...found,
        steps: found.chains[0]?.steps.length ?? null,
        chains: found.chains.map((chain) => ({
          actors: chain.actors,
          steps: chain.steps.map((step, at) =>
            nameTie(step, named, chain.actors.slice(at, at + 2)),
          ),
        })),
      }
    },
  )

  for (const format of exportFormats) {
    const [mediaType = ''] = mediaTypes[format].split(';')
    app.get(
      `/network/export.${format}`,
      {
        schema: {
          operationId: `exportNetwork${format.charAt(0).toUpperCase()}${format.slice(1)}`,
          summary: `Exactly this network as ${format.toUpperCase()}`,
          tags: ['network'],
          querystring: ExportQuery,
          response: { 200: fileAnswer(mediaType), ...problems },
        },
      },
      async ({ query }, reply) => {
        const name = format === 'csv' ? `network-${query.table}.csv` : `network.${format}`
        void reply.header('content-disposition', `attachment; filename="${name}"`)
        return send(reply, await network.file(query, format), mediaTypes[format])
      },
    )
  }
}

/** A file is sent as it is. */
function fileAnswer(mediaType: string) {
  const schema = mediaType === 'application/json' ? Type.Unknown() : Type.String()
  return { description: 'The file', content: { [mediaType]: { schema } } }
}

interface TieWithIds {
  evidence: 'disputed' | 'imported' | 'claimed' | 'confirmed'
  collaborations: number[]
}

const nameCollaborations = (
  db: Database,
  ties: TieWithIds[],
  actorIds: number[],
  language: Language,
) => {
  const ids = new Set(ties.flatMap((tie) => tie.collaborations.slice(0, MOST_NAMED)))
  return describeCollaborations(db, [...ids], [...new Set(actorIds)], language)
}

/** A tie with its collaborations named, and what the parts of its two ends rest on. */
function nameTie(
  { evidence, collaborations }: TieWithIds,
  named: Map<number, CollaborationOfTies>,
  ends: { id: number; slug: string }[],
) {
  const slugs = new Map(ends.map(({ id, slug }) => [id, slug]))
  return {
    weight: collaborations.length,
    evidence,
    collaborations: collaborations.slice(0, MOST_NAMED).flatMap((id) => {
      const collaboration = named.get(id)
      if (!collaboration) return []
      const parts = collaboration.parts.flatMap(({ actorId, ...part }) => {
        const actor = slugs.get(actorId)
        return actor === undefined ? [] : [{ actor, ...part }]
      })
      return [{ ...collaboration, parts }]
    }),
  }
}
