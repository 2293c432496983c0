import { sql } from 'drizzle-orm'
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { actors } from './actors.ts'
import { identity, mayReferTo, moment, nowByDefault, partOf } from './columns.ts'
import { territories } from './places.ts'
import { concepts } from './vocabulary.ts'

export const instanceRoles = ['person', 'moderator', 'administrator'] as const
export const instanceRole = pgEnum('instance_role', instanceRoles)

/** People who sign in. An account is never an actor. */
export const accounts = pgTable(
  'accounts',
  {
    id: identity(),
    /** Lower case, without spaces around; shown to nobody but its owner. */
    email: text().notNull().unique(),
    name: text(),
    language: text().notNull().default('en'),
    role: instanceRole().notNull().default('person'),
    /** When a mail to this address last came back. */
    bouncedAt: moment(),
    createdAt: nowByDefault(),
    lastSeenAt: moment(),
    version: integer().notNull().default(1),
  },
  (account) => [check('accounts_email', sql`${account.email} = lower(trim(${account.email}))`)],
)

/** The account that a row belongs to and goes with. */
export const accountId = () => partOf(() => accounts.id)

/** The account that did something; forgotten when it is erased. */
export const byAccount = () => mayReferTo(() => accounts.id)

/** Links and codes that were mailed to sign in with; only hashes are kept. */
export const signIns = pgTable(
  'sign_ins',
  {
    id: identity(),
    email: text().notNull(),
    tokenHash: text().notNull().unique(),
    codeHash: text().notNull(),
    /** Hash of the cookie of the browser that asked: the short code works there only. */
    browserHash: text().notNull(),
    language: text().notNull(),
    returnTo: text(),
    attempts: smallint().notNull().default(0),
    createdAt: nowByDefault(),
    expiresAt: moment().notNull(),
    usedAt: moment(),
  },
  (signIn) => [index().on(signIn.email), index().on(signIn.expiresAt)],
)

export const sessions = pgTable(
  'sessions',
  {
    id: identity(),
    accountId: accountId(),
    tokenHash: text().notNull().unique(),
    /** Browser and system in words, for the list of one's own sessions. */
    device: text(),
    createdAt: nowByDefault(),
    lastSeenAt: nowByDefault(),
    expiresAt: moment().notNull(),
    /** When the second factor was last given in this session. */
    strongSince: moment(),
  },
  (session) => [index().on(session.accountId), index().on(session.expiresAt)],
)

/** One-time passwords (TOTP) of those who moderate. */
export const secondFactors = pgTable('second_factors', {
  accountId: accountId().primaryKey(),
  secret: text().notNull(),
  /** Null until the first code was given. */
  confirmedAt: moment(),
  /** The last time step that was used, so that no code works twice. */
  lastStep: bigint({ mode: 'number' }).notNull().default(0),
  recoveryHashes: text()
    .array()
    .notNull()
    .default(sql`'{}'`),
  createdAt: nowByDefault(),
})

/** A new address of an account, until the link that was mailed there is followed. */
export const addressChanges = pgTable(
  'address_changes',
  {
    id: identity(),
    accountId: accountId(),
    email: text().notNull(),
    tokenHash: text().notNull().unique(),
    createdAt: nowByDefault(),
    expiresAt: moment().notNull(),
  },
  (change) => [index().on(change.accountId), index().on(change.expiresAt)],
)

export const consentKinds = ['privacy', 'publication', 'contact'] as const
export const consentKind = pgEnum('consent_kind', consentKinds)

/** What a person agreed to, in which version of the text. */
export const consents = pgTable(
  'consents',
  {
    id: identity(),
    accountId: accountId(),
    kind: consentKind().notNull(),
    textVersion: text().notNull(),
    language: text().notNull(),
    givenAt: nowByDefault(),
    withdrawnAt: moment(),
  },
  (consent) => [index().on(consent.accountId)],
)

/** What was erased, as hashes: replayed after a backup was restored. */
export const erasures = pgTable(
  'erasures',
  {
    id: identity(),
    subject: text().notNull(),
    subjectHash: text().notNull(),
    erasedAt: nowByDefault(),
  },
  (erasure) => [unique().on(erasure.subject, erasure.subjectHash)],
)

export const actorRoles = ['editor', 'owner'] as const
export const actorRole = pgEnum('actor_role', actorRoles)

/** Who may write for an actor. */
export const actorEditors = pgTable(
  'actor_editors',
  {
    actorId: partOf(() => actors.id),
    accountId: accountId(),
    role: actorRole().notNull(),
    invitedById: byAccount(),
    since: nowByDefault(),
  },
  (editor) => [
    primaryKey({ columns: [editor.actorId, editor.accountId] }),
    index().on(editor.accountId),
    index().on(editor.invitedById),
  ],
)

export const invitations = pgTable(
  'invitations',
  {
    id: identity(),
    actorId: partOf(() => actors.id),
    email: text().notNull(),
    role: actorRole().notNull(),
    tokenHash: text().notNull().unique(),
    invitedById: byAccount(),
    createdAt: nowByDefault(),
    expiresAt: moment().notNull(),
    acceptedAt: moment(),
    withdrawnAt: moment(),
  },
  (invitation) => [
    index().on(invitation.actorId),
    index().on(invitation.email),
    index().on(invitation.invitedById),
  ],
)

export const claimProofs = ['domain', 'moderator'] as const
export const claimProof = pgEnum('claim_proof', claimProofs)
export const claimStatuses = ['pending', 'accepted', 'refused', 'withdrawn'] as const
export const claimStatus = pgEnum('claim_status', claimStatuses)

/** “This organisation is ours”: proved by mail at its domain, or judged by a moderator. */
export const claims = pgTable(
  'claims',
  {
    id: identity(),
    actorId: partOf(() => actors.id),
    accountId: accountId(),
    proof: claimProof().notNull(),
    /** The address at the organisation's domain, until the claim is decided. */
    email: text(),
    tokenHash: text().unique(),
    message: text(),
    status: claimStatus().notNull().default('pending'),
    reason: text(),
    createdAt: nowByDefault(),
    expiresAt: moment(),
    decidedAt: moment(),
    decidedById: byAccount(),
  },
  (claim) => [
    index().on(claim.actorId),
    index().on(claim.accountId),
    index().on(claim.decidedById),
    index().on(claim.status),
  ],
)

/** The networks that a moderator looks after; a moderator without any looks after all. */
export const moderatorScopes = pgTable(
  'moderator_scopes',
  {
    id: identity(),
    accountId: accountId(),
    territoryCode: text().references(() => territories.code, { onDelete: 'cascade' }),
    themeId: integer().references(() => concepts.id, { onDelete: 'cascade' }),
  },
  (scope) => [
    index().on(scope.accountId),
    index().on(scope.territoryCode),
    index().on(scope.themeId),
    check('moderator_scopes_one', sql`num_nonnulls(${scope.territoryCode}, ${scope.themeId}) = 1`),
  ],
)

export const editorActs = [
  'claimed',
  'invited',
  'joined',
  'left',
  'removed',
  'handed_over',
  'role_changed',
] as const
export const editorAct = pgEnum('editor_act', editorActs)

/** Who came to write for an actor, and who went. */
export const editorEvents = pgTable(
  'editor_events',
  {
    id: identity(),
    actorId: partOf(() => actors.id),
    act: editorAct().notNull(),
    /** The role that it is about, or that there is afterwards. */
    role: actorRole().notNull(),
    /** Whom it is about. */
    accountId: byAccount(),
    byId: byAccount(),
    createdAt: nowByDefault(),
  },
  (event) => [
    index().on(event.actorId, event.createdAt),
    index().on(event.accountId),
    index().on(event.byId),
  ],
)
