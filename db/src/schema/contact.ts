import { sql } from 'drizzle-orm'
import {
  index,
  integer,
  jsonb,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
} from 'drizzle-orm/pg-core'
import { accountId, accounts, byAccount } from './accounts.ts'
import { actors } from './actors.ts'
import { identity, moment, nowByDefault, partOf } from './columns.ts'

export const threadStates = ['waiting', 'answered', 'declined', 'reported', 'closed'] as const
export const threadState = pgEnum('thread_state', threadStates)

/** A conversation of a person with an actor; neither sees the other's address. */
export const threads = pgTable(
  'threads',
  {
    id: identity(),
    reference: text().notNull().unique(),
    actorId: partOf(() => actors.id),
    senderId: accountId(),
    language: text().notNull(),
    /** What the sender wants to be called in this thread. */
    senderName: text().notNull(),
    subject: text().notNull(),
    state: threadState().notNull().default('waiting'),
    reason: text(),
    version: integer().notNull().default(1),
    createdAt: nowByDefault(),
    updatedAt: nowByDefault(),
  },
  (thread) => [
    index().on(thread.actorId, thread.updatedAt),
    index().on(thread.senderId, thread.updatedAt),
  ],
)

/** What speaks for a machine; the page tells whoever it was written to. */
const signals = () =>
  text()
    .array()
    .notNull()
    .default(sql`'{}'`)

export const threadSides = ['sender', 'actor'] as const
export const threadSide = pgEnum('thread_side', threadSides)

export const threadMessages = pgTable(
  'thread_messages',
  {
    id: identity(),
    threadId: partOf(() => threads.id),
    side: threadSide().notNull(),
    accountId: byAccount(),
    text: text().notNull(),
    signals: signals(),
    createdAt: nowByDefault(),
  },
  (message) => [index().on(message.threadId), index().on(message.accountId)],
)

/** What someone wrote to an actor before they signed in; found again by a secret in the way back. */
export const contactDrafts = pgTable(
  'contact_drafts',
  {
    id: identity(),
    tokenHash: text().notNull().unique(),
    actorId: partOf(() => actors.id),
    senderName: text().notNull(),
    subject: text().notNull(),
    text: text().notNull(),
    signals: signals(),
    createdAt: nowByDefault(),
    expiresAt: moment().notNull(),
  },
  (draft) => [index().on(draft.actorId), index().on(draft.expiresAt)],
)

/** An actor that takes no messages for a while, or until it says otherwise. */
export const contactPauses = pgTable(
  'contact_pauses',
  {
    actorId: integer()
      .primaryKey()
      .references(() => actors.id, { onDelete: 'cascade' }),
    accountId: byAccount(),
    until: moment(),
    createdAt: nowByDefault(),
  },
  (pause) => [index().on(pause.accountId)],
)

export const mailStates = [
  'queued',
  'handing_over',
  'sent',
  'failed',
  'bounced',
  'uncertain',
] as const
export const mailState = pgEnum('mail_state', mailStates)

/** Mails to send and sent. Content is emptied when it is no longer needed. */
export const mails = pgTable(
  'mails',
  {
    id: identity(),
    /** What it is about; the same key is never queued twice. */
    key: text().unique(),
    template: text().notNull(),
    language: text().notNull(),
    accountId: integer().references(() => accounts.id, { onDelete: 'cascade' }),
    address: text().notNull(),
    params: jsonb().notNull().default({}),
    messageId: text().notNull().unique(),
    state: mailState().notNull().default('queued'),
    attempts: smallint().notNull().default(0),
    /** The mail server's last word, without addresses. */
    error: text(),
    createdAt: nowByDefault(),
    sentAt: moment(),
  },
  (mail) => [
    index().on(mail.accountId),
    index().on(mail.state, mail.createdAt),
    index().on(mail.address),
  ],
)

/** What was answered to a creation, so that the same request again creates nothing. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    /** Who sent it: an account, a draft, or a network address as a hash. */
    scope: text().notNull(),
    key: text().notNull(),
    requestHash: text().notNull(),
    status: smallint(),
    answer: jsonb(),
    createdAt: nowByDefault(),
  },
  (row) => [primaryKey({ columns: [row.scope, row.key] }), index().on(row.createdAt)],
)

/** Secrets that all processes of an instance share, made at the first start. */
export const instanceSecrets = pgTable('instance_secrets', {
  name: text().primaryKey(),
  secret: text().notNull(),
  createdAt: nowByDefault(),
})

/** How often something was done of late, by a key that is a hash; written by rate-limiter-flexible. */
export const rateLimits = pgTable(
  'rate_limits',
  {
    key: text().primaryKey(),
    points: integer().notNull(),
    expire: moment(),
  },
  (limit) => [index().on(limit.expire)],
)
