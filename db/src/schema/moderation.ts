import { sql } from 'drizzle-orm'
import {
  boolean,
  check,
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { accountId, byAccount } from './accounts.ts'
import { actors } from './actors.ts'
import { participations } from './collaborations.ts'
import { identity, mayReferTo, moment, nowByDefault, partOf } from './columns.ts'
import { drafts } from './submissions.ts'

export const recordFeatures = ['actors', 'practices', 'collaborations'] as const
export const recordFeature = pgEnum('record_feature', recordFeatures)

export const proposalKinds = ['create', 'update', 'erase'] as const
export const proposalKind = pgEnum('proposal_kind', proposalKinds)
export const proposalStatuses = [
  'pending',
  'accepted',
  'rejected',
  'withdrawn',
  'superseded',
] as const
export const proposalStatus = pgEnum('proposal_status', proposalStatuses)

/** Why a change waits for a moderator. */
export const risks = [
  'new_record',
  'new_author',
  'name',
  'kind',
  'website',
  'moved',
  'much_removed',
  'many_links',
  'likely_duplicate',
  'not_an_editor',
  'looks_like_spam',
] as const
export type Risk = (typeof risks)[number]

/** A change to a record that waits for a decision, or went live at once and is listed. */
export const proposals = pgTable(
  'proposals',
  {
    id: identity(),
    reference: text().notNull().unique(),
    feature: recordFeature().notNull(),
    /** Id in the table of `feature`; a new record has status `pending` there. */
    recordId: integer().notNull(),
    kind: proposalKind().notNull(),
    /** The version that the author saw. */
    baseVersion: integer().notNull(),
    /** The whole document as it would be. */
    document: jsonb().notNull(),
    changedFields: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    risks: text()
      .array()
      .$type<Risk[]>()
      .notNull()
      .default(sql`'{}'`),
    why: text(),
    accountId: byAccount(),
    draftId: mayReferTo(() => drafts.id),
    status: proposalStatus().notNull().default('pending'),
    /** It went live without waiting, because its author is trusted. */
    wentLive: boolean().notNull().default(false),
    createdAt: nowByDefault(),
    decidedAt: moment(),
    decidedById: byAccount(),
    reason: text(),
  },
  (proposal) => [
    index().on(proposal.feature, proposal.recordId),
    index().on(proposal.status, proposal.createdAt),
    index().on(proposal.accountId),
    index().on(proposal.draftId),
    index().on(proposal.decidedById),
  ],
)

export const revisionActs = [
  'create',
  'update',
  'confirm',
  'merge',
  'unmerge',
  'dispute',
  'restore',
  'erase',
  'import',
] as const
export const revisionAct = pgEnum('revision_act', revisionActs)

export const authorRoles = [
  'person',
  'editor',
  'owner',
  'moderator',
  'administrator',
  'import',
] as const
export const authorRole = pgEnum('author_role', authorRoles)

/** Every change of a record, with the document after it. */
export const revisions = pgTable(
  'revisions',
  {
    id: identity(),
    feature: recordFeature().notNull(),
    recordId: integer().notNull(),
    version: integer().notNull(),
    act: revisionAct().notNull(),
    /** Null once erased. */
    document: jsonb(),
    changedFields: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    authorRole: authorRole().notNull(),
    accountId: byAccount(),
    why: text(),
    proposalId: mayReferTo(() => proposals.id),
    createdAt: nowByDefault(),
  },
  (revision) => [
    unique().on(revision.feature, revision.recordId, revision.version),
    index().on(revision.accountId),
    index().on(revision.proposalId),
    index().on(revision.createdAt),
  ],
)

/** Two actors made one; holds all that it takes to undo it. */
export const merges = pgTable(
  'merges',
  {
    id: identity(),
    keptId: partOf(() => actors.id),
    mergedId: partOf(() => actors.id),
    /** The document of each before, and which rows moved. */
    before: jsonb().notNull(),
    why: text(),
    accountId: byAccount(),
    createdAt: nowByDefault(),
    undoneAt: moment(),
    undoneById: byAccount(),
  },
  (merge) => [
    index().on(merge.keptId),
    index().on(merge.mergedId),
    index().on(merge.accountId),
    index().on(merge.undoneById),
    check('merges_two', sql`${merge.keptId} <> ${merge.mergedId}`),
  ],
)

/** Pairs that a person looked at and found to be two. */
export const notDuplicates = pgTable(
  'not_duplicates',
  {
    actorId: partOf(() => actors.id),
    otherActorId: partOf(() => actors.id),
    accountId: byAccount(),
    createdAt: nowByDefault(),
  },
  (pair) => [
    primaryKey({ columns: [pair.actorId, pair.otherActorId] }),
    index().on(pair.otherActorId),
    index().on(pair.accountId),
    check('not_duplicates_ordered', sql`${pair.actorId} < ${pair.otherActorId}`),
  ],
)

export const reportKinds = [
  'wrong',
  'outdated',
  'duplicate',
  'closed',
  'abuse',
  'privacy',
  'suggestion',
] as const
export const reportKind = pgEnum('report_kind', reportKinds)
export const reportStatuses = ['open', 'resolved', 'dismissed'] as const
export const reportStatus = pgEnum('report_status', reportStatuses)

/** What anyone can say about a record, without an account. */
export const reports = pgTable(
  'reports',
  {
    id: identity(),
    reference: text().notNull().unique(),
    feature: recordFeature().notNull(),
    recordId: integer().notNull(),
    kind: reportKind().notNull(),
    message: text().notNull(),
    language: text().notNull(),
    /** Where the answer goes, if the reporter wants one. */
    email: text(),
    accountId: byAccount(),
    /** What spoke for spam. */
    signals: text()
      .array()
      .notNull()
      .default(sql`'{}'`),
    status: reportStatus().notNull().default('open'),
    answer: text(),
    createdAt: nowByDefault(),
    decidedAt: moment(),
    decidedById: byAccount(),
  },
  (report) => [
    index().on(report.feature, report.recordId),
    index().on(report.status, report.createdAt),
    index().on(report.accountId),
    index().on(report.decidedById),
  ],
)

export const participationAnswers = ['confirm', 'correct', 'dispute'] as const
export const participationAnswer = pgEnum('participation_answer', participationAnswers)

/** What an actor said of a participation that another wrote of it. */
export const participationReplies = pgTable(
  'participation_replies',
  {
    id: identity(),
    participationId: partOf(() => participations.id),
    accountId: byAccount(),
    answer: participationAnswer().notNull(),
    note: text(),
    createdAt: nowByDefault(),
  },
  (reply) => [index().on(reply.participationId), index().on(reply.accountId)],
)

export const freshnessAnswers = ['true', 'changed', 'closed'] as const
export const freshnessAnswer = pgEnum('freshness_answer', freshnessAnswers)

/** “Still true?”, asked of an owner by mail. */
export const freshnessRequests = pgTable(
  'freshness_requests',
  {
    id: identity(),
    actorId: partOf(() => actors.id),
    accountId: accountId(),
    tokenHash: text().notNull().unique(),
    createdAt: nowByDefault(),
    answeredAt: moment(),
    answer: freshnessAnswer(),
  },
  (request) => [index().on(request.actorId, request.createdAt), index().on(request.accountId)],
)
