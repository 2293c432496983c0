import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { eq } from 'drizzle-orm'
import type { FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type Executor, merges } from '@maillage/db'
import { getViewer } from '../accounts/access.ts'
import { findSubject, isInScope, type Subject } from '../accounts/roles.queries.ts'
import { readActorDocument } from '../actors/actor-document.queries.ts'
import { listEditors } from '../editors/editors.queries.ts'
import { tellEditors } from '../editors/tell-editors.ts'
import type { Context } from '../http/context.ts'
import { invalid, notFound, Problem, problems } from '../http/problem.ts'
import { NoQuery } from '../http/schema.ts'
import { authorRoleOf, changeRecord, lockRecord } from './change-record.ts'
import {
  describeSide,
  findMerge,
  keepApart,
  listMerges,
  markMerged,
  type Moved,
  moveTies,
  moveTiesBack,
  unmarkMerged,
} from './merge.queries.ts'
import {
  choicesFor,
  defaultChoice,
  mergeableFields,
  mergeDocuments,
  unmergeDocument,
  valuesOf,
} from './merge.rules.ts'
import {
  Merged,
  MergePair,
  MergePreview,
  Merges,
  NewMerge,
  NotDuplicates,
  UndoMerge,
} from './merge.schema.ts'

type Document = Awaited<ReturnType<typeof readActorDocument>>

/** All that it takes to undo a merge. */
interface Before {
  kept: Document
  merged: Document
  /** The kept actor right after the merge: what differs from it since was changed by someone. */
  after: Document
  moved: Moved
}

/** Two actors that are one, and two that only look like it. */
export const mergeRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, now } = context
  async function getActor(tx: Executor, request: FastifyRequest, slug: string): Promise<Subject> {
    const viewer = getViewer(request)
    const subject = await findSubject(tx, 'actors', slug, viewer)
    if (!subject || !(await isInScope(tx, viewer, subject))) throw notFound(`The actor ${slug}`)
    return subject
  }

  async function getPair(tx: Executor, request: FastifyRequest, one: string, other: string) {
    if (one === other) throw invalid({ merged: 'is the same actor' })
    const pair = [await getActor(tx, request, one), await getActor(tx, request, other)] as const
    for (const { status, slug } of pair) {
      if (status !== 'published') throw new Problem(409, 'conflict', `${slug} is ${status}.`)
    }
    return pair
  }

  app.get(
    '/merges/preview',
    {
      config: { operation: 'merge.write' },
      schema: {
        operationId: 'previewMerge',
        summary: 'Two actors side by side',
        tags: ['moderation'],
        querystring: MergePair,
        response: { 200: MergePreview.ref, ...problems },
      },
    },
    async (request) => {
      const [kept, merged] = await getPair(db, request, request.query.kept, request.query.merged)
      const ours = valuesOf(await readActorDocument(db, kept.id))
      const theirs = valuesOf(await readActorDocument(db, merged.id))
      return {
        kept: await describeSide(db, kept.id),
        merged: await describeSide(db, merged.id),
        fields: mergeableFields.map((field) => ({
          field,
          kept: ours[field],
          merged: theirs[field],
          choices: choicesFor(ours[field]),
          default: defaultChoice(field, ours[field], theirs[field]),
          differs: JSON.stringify(ours[field]) !== JSON.stringify(theirs[field]),
        })),
      }
    },
  )

  app.get(
    '/merges',
    {
      config: { operation: 'merge.write' },
      schema: {
        operationId: 'listMerges',
        summary: 'Merges that can be undone, the latest first',
        tags: ['moderation'],
        querystring: NoQuery,
        response: { 200: Merges.ref, ...problems },
      },
    },
    async (request) => ({ items: await listMerges(db, getViewer(request)) }),
  )

  app.post(
    '/merges',
    {
      config: { operation: 'merge.write' },
      schema: {
        operationId: 'mergeActors',
        summary: 'Make two actors one',
        description:
          'Ties, practices, identifiers and editors move to the actor that is kept; the address of the other answers 301.',
        tags: ['moderation'],
        body: NewMerge,
        response: { 201: Merged.ref, ...problems },
      },
    },
    async (request, reply) => {
      const viewer = getViewer(request)
      const { body } = request
      const slug = await db.transaction(async (tx) => {
        const [kept, merged] = await getPair(tx, request, body.kept, body.merged)
        if (kept.version !== body.keptVersion || merged.version !== body.mergedVersion) {
          throw new Problem(412, 'version_changed', 'One of the two was changed; compare again.')
        }
        const before = {
          kept: await readActorDocument(tx, kept.id),
          merged: await readActorDocument(tx, merged.id),
        }
        const change = {
          feature: 'actors' as const,
          act: 'merge' as const,
          viewer,
          authorRole: authorRoleOf(request.roles),
          why: body.why ?? null,
          now: now(),
        }
        await changeRecord(tx, { ...change, id: merged.id, document: before.merged })
        await markMerged(tx, merged.id, kept.id, now())
        const moved = await moveTies(tx, merged.id, kept.id)
        const document = mergeDocuments(before.kept, before.merged, body.choices)
        await changeRecord(tx, { ...change, id: kept.id, document })
        const after = await readActorDocument(tx, kept.id)
        await tx.insert(merges).values({
          keptId: kept.id,
          mergedId: merged.id,
          before: { ...before, after, moved } satisfies Before,
          why: body.why ?? null,
          accountId: viewer.accountId,
          createdAt: now(),
        })
        // Those of both look after the kept one now.
        const others = await listEditors(tx, kept.id, { except: [viewer.accountId] })
        await tellEditors(tx, context, 'actor-merged', others, {
          actor: after.name,
          merged: before.merged.name,
          path: `/actors/${kept.slug}`,
        })
        return kept.slug
      })
      return reply.code(201).send({ slug })
    },
  )

  app.post(
    '/merges/undo',
    {
      config: { operation: 'merge.write' },
      schema: {
        operationId: 'undoMerge',
        summary: 'Make two actors of one again',
        description: 'What was changed since the merge stays with the actor that was kept.',
        tags: ['moderation'],
        body: UndoMerge,
        response: { 200: Merged.ref, ...problems },
      },
    },
    async (request) => {
      const viewer = getViewer(request)
      return db.transaction(async (tx) => {
        const merged = await getActor(tx, request, request.body.merged)
        const merge = await findMerge(tx, merged.id)
        if (merged.status !== 'merged' || !merge) {
          throw new Problem(409, 'conflict', 'This actor is not merged into another.')
        }
        const kept = await lockRecord(tx, 'actors', merge.keptId)
        if (kept.status !== 'published') {
          const why = `${kept.slug} is ${kept.status} itself; undo the later merge first.`
          throw new Problem(409, 'conflict', why)
        }
        const { kept: was, merged: document, after, moved } = merge.before as Before
        const change = {
          feature: 'actors' as const,
          act: 'unmerge' as const,
          viewer,
          authorRole: authorRoleOf(request.roles),
          why: null,
          now: now(),
          forgive: true,
        }
        await moveTiesBack(tx, moved, merge.keptId, merge.mergedId)
        const current = await readActorDocument(tx, merge.keptId)
        await changeRecord(tx, {
          ...change,
          id: merge.keptId,
          document: unmergeDocument(was, after, current),
        })
        await unmarkMerged(tx, merge.mergedId, now())
        await changeRecord(tx, { ...change, id: merge.mergedId, document })
        await tx
          .update(merges)
          .set({ undoneAt: now(), undoneById: viewer.accountId })
          .where(eq(merges.id, merge.id))
        return { slug: merged.slug }
      })
    },
  )

  app.post(
    '/not-duplicates',
    {
      config: { operation: 'merge.write' },
      schema: {
        operationId: 'keepActorsApart',
        summary: 'Remember that two actors are two',
        tags: ['moderation'],
        body: NotDuplicates,
        response: { 204: Type.Null({ description: 'Remembered' }), ...problems },
      },
    },
    async (request, reply) => {
      const [one, other] = await getPair(db, request, request.body.one, request.body.other)
      await keepApart(db, [one.id, other.id], getViewer(request).accountId)
      return reply.code(204).send(null)
    },
  )
}
