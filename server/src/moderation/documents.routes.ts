import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { type Executor, recordFeatures } from '@maillage/db'
import { getSubject, getViewer } from '../accounts/access.ts'
import { keepErasures } from '../accounts/erasure-file.ts'
import { mayDo } from '../accounts/permissions.rules.ts'
import type { RecordFeature, Subject } from '../accounts/roles.queries.ts'
import { ActorDocument } from '../actors/actor-document.schema.ts'
import { CollaborationDocument } from '../collaborations/collaboration-document.schema.ts'
import type { Context } from '../http/context.ts'
import { notFound, problems } from '../http/problem.ts'
import { NoQuery, SlugParams } from '../http/schema.ts'
import { IfMatch, requireVersion, versionTag } from '../http/writes.ts'
import { PracticeDocument } from '../practices/practice-document.schema.ts'
import { lockRecord, type RevisionAct } from './change-record.ts'
import { changesBetween } from './changes.rules.ts'
import {
  change,
  CompareQuery,
  Comparison,
  EraseQuery,
  History,
  LiveChange,
  recordToWrite,
  RestoreBody,
  VersionParams,
  WaitingChange,
} from './documents.schema.ts'
import { eraseAndTell } from './erase-record.ts'
import { withoutExactLocation } from './exact-location.rules.ts'
import {
  findHead,
  hidesLocation,
  listFormerOriginals,
  listRevisions,
  listWaiting,
  readVersion,
} from './history.queries.ts'
import { listNames, sidesOf } from './named-records.queries.ts'
import { propose } from './proposals.queries.ts'
import { type Documents, recordKinds } from './records.ts'
import { submitChange } from './submit-change.ts'

const kinds = {
  actors: { one: 'Actor', what: 'an actor', Document: ActorDocument.ref },
  practices: { one: 'Practice', what: 'a practice', Document: PracticeDocument.ref },
  collaborations: {
    one: 'Collaboration',
    what: 'a collaboration',
    Document: CollaborationDocument.ref,
  },
}

const changeAnswers = {
  200: LiveChange.ref,
  202: WaitingChange.ref,
  ...problems,
}

/** What people write of records: documents to read and to change, their history, and the way out. */
export const documentRoutes: FastifyPluginAsyncTypebox<Context> = async (app, context) => {
  const { db, config, now } = context
  for (const feature of recordFeatures) {
    const { one, what, Document } = kinds[feature]

    app.get(
      `/${feature}/:slug/document`,
      {
        config: { operation: 'document.read', subject: feature },
        schema: {
          operationId: `get${one}Document`,
          summary: `All that is written of ${what}, for those who may write it`,
          tags: [feature],
          params: SlugParams,
          querystring: NoQuery,
          response: { 200: recordToWrite(Document), ...problems },
        },
      },
      async (request, reply) => {
        const { id, slug } = getSubject(request)
        const viewer = getViewer(request)
        const answer = await db.transaction(async (tx) => {
          const { status, version } = await lockRecord(tx, feature, id)
          const subject = { feature, id }
          const document: object = await recordKinds[feature].read(tx, id)
          const { isRejected } = await findHead(tx, subject)
          return {
            slug,
            status,
            mayErase: mayDo('record.erase', request.roles),
            isRejected,
            version,
            document,
            names: await listNames(tx, Object.entries(document), { isInside: true }),
            formerOriginals: await listFormerOriginals(tx, subject),
            waiting: await listWaiting(tx, subject, viewer.accountId),
          }
        })
        void reply.header('etag', versionTag(answer.version))
        return answer
      },
    )

    app.put(
      `/${feature}/:slug/document`,
      {
        config: { operation: 'document.write', subject: feature },
        schema: {
          operationId: `put${one}Document`,
          summary: `Change ${what}`,
          description:
            'Takes the whole document, and the ETag of the one it rests on as If-Match. Answers 200 when the change is live and 202 when it waits for a moderator.',
          tags: [feature],
          params: SlugParams,
          headers: IfMatch,
          querystring: NoQuery,
          body: change(Document),
          response: changeAnswers,
        },
      },
      async (request, reply) => {
        const { document, why } = request.body as {
          document: Documents[RecordFeature]
          why?: string
        }
        const answer = await db.transaction((tx) =>
          write(tx, request, reply, feature, { document, why: why ?? null, act: 'update' }),
        )
        return reply.code(answer.status).send(answer.body)
      },
    )

    app.get(
      `/${feature}/:slug/history`,
      {
        config: { operation: 'history.read', subject: feature },
        schema: {
          operationId: `get${one}History`,
          summary: `Who changed ${what}, when, what and why`,
          tags: [feature],
          params: SlugParams,
          querystring: NoQuery,
          response: { 200: History.ref, ...problems },
        },
      },
      async (request) => {
        const subject = getSubject(request)
        const { name } = await findHead(db, subject)
        return {
          slug: subject.slug,
          name,
          version: subject.version,
          revisions: await listRevisions(db, subject, isInside(request)),
        }
      },
    )

    app.get(
      `/${feature}/:slug/history/:version`,
      {
        config: { operation: 'history.read', subject: feature },
        schema: {
          operationId: `compare${one}Versions`,
          summary: `What a version of ${what} changed`,
          tags: [feature],
          params: VersionParams,
          querystring: CompareQuery,
          response: { 200: Comparison.ref, ...problems },
        },
      },
      async (request) => {
        const subject = getSubject(request)
        const { params, query } = request
        const revisions = await listRevisions(db, subject, isInside(request))
        const revision = revisions.find(({ version }) => version === params.version)
        const document = await readVersion(db, subject, params.version)
        if (!revision || !document) throw notFound('This version')
        const against =
          query.against ??
          revisions.find(({ version }) => version < params.version)?.version ??
          null
        const other = against === null ? undefined : await readVersion(db, subject, against)
        if (query.against !== undefined && !other) throw notFound('This version')
        const changes = other ? await shownChanges(request, subject, other, document) : []
        return {
          slug: subject.slug,
          name: (await findHead(db, subject)).name,
          currentVersion: subject.version,
          revision,
          against: other ? against : null,
          changes,
          names: await listNames(db, sidesOf(changes), { isInside: isInside(request) }),
        }
      },
    )

    app.post(
      `/${feature}/:slug/history/:version/restore`,
      {
        config: { operation: 'history.restore', subject: feature },
        schema: {
          operationId: `restore${one}Version`,
          summary: `Make ${what} what it was in a version`,
          description:
            'Takes the ETag of the current version as If-Match. What a version names and is gone since is left out.',
          tags: [feature],
          params: VersionParams,
          headers: IfMatch,
          querystring: NoQuery,
          body: RestoreBody,
          response: changeAnswers,
        },
      },
      async (request, reply) => {
        const answer = await db.transaction(async (tx) => {
          const subject = getSubject(request)
          const document = await readVersion(tx, subject, request.params.version)
          if (!document) throw notFound('This version')
          const why = request.body.why ?? null
          return write(tx, request, reply, feature, { document, why, act: 'restore' })
        })
        return reply.code(answer.status).send(answer.body)
      },
    )

    app.delete(
      `/${feature}/:slug`,
      {
        config: { operation: 'record.erase', subject: feature },
        schema: {
          operationId: `erase${one}`,
          summary: `Erase ${what}`,
          description:
            'Takes the ETag of the current version as If-Match. At once by moderators (204); an owner asks for it (202).',
          tags: [feature],
          params: SlugParams,
          headers: IfMatch,
          querystring: EraseQuery,
          response: {
            202: WaitingChange.ref,
            204: Type.Null({ description: 'Erased' }),
            ...problems,
          },
        },
      },
      async (request, reply) => {
        // Answered once it is committed, so that whoever reads next sees it.
        const answer = await db.transaction(async (tx) => {
          const { id } = getSubject(request)
          const viewer = getViewer(request)
          const { version } = await lockUnchanged(tx, request, reply, feature)
          if (request.roles.has('moderator') || request.roles.has('administrator')) {
            const authorRole = request.roles.has('administrator') ? 'administrator' : 'moderator'
            await eraseAndTell(tx, context, {
              feature,
              id,
              viewer,
              authorRole,
              except: [viewer.accountId],
              reason: request.query.why ?? null,
              now: now(),
            })
            return { status: 204 as const, body: null }
          }
          const { reference } = await propose(tx, {
            feature,
            recordId: id,
            kind: 'erase',
            document: await recordKinds[feature].read(tx, id),
            baseVersion: version,
            risks: [],
            why: request.query.why ?? null,
            accountId: viewer.accountId,
            now: now(),
          })
          return { status: 202 as const, body: { reference, changedFields: [], risks: [] } }
        })
        if (answer.status === 204) await keepErasures(db, config.DATA_DIR)
        return reply.code(answer.status).send(answer.body)
      },
    )
  }

  /** Whether someone may see who changed a record, and what it hides. */
  const isInside = ({ roles }: FastifyRequest) => mayDo('document.read', roles)

  async function shownChanges(
    request: FastifyRequest,
    { feature, id }: Subject,
    before: object,
    after: object,
  ) {
    if (isInside(request)) return changesBetween(before, after)
    const isHidden = feature === 'actors' && (await hidesLocation(db, id))
    return changesBetween(
      withoutExactLocation(before, isHidden),
      withoutExactLocation(after, isHidden),
    )
  }

  /** Locks a record that is still what the caller has seen; else the answer has the tag of what it is now. */
  async function lockUnchanged(
    tx: Executor,
    request: FastifyRequest,
    reply: FastifyReply,
    feature: RecordFeature,
  ) {
    const record = await lockRecord(tx, feature, getSubject(request).id)
    void reply.header('etag', versionTag(record.version))
    requireVersion(request, record.version)
    return record
  }

  async function write(
    tx: Executor,
    request: FastifyRequest,
    reply: FastifyReply,
    feature: RecordFeature,
    change: { document: Documents[RecordFeature]; why: string | null; act: RevisionAct },
  ) {
    const { id } = getSubject(request)
    const record = await lockUnchanged(tx, request, reply, feature)
    const viewer = getViewer(request)
    const { roles } = request
    const answer = await submitChange(tx, context, {
      feature,
      id,
      record,
      viewer,
      roles,
      ...change,
    })
    if (answer.version !== undefined) void reply.header('etag', versionTag(answer.version))
    return answer
  }
}
