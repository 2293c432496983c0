const DAY = 1
const YEAR = 365

interface Retention {
  /** The table of the database. */
  table: string
  /** The moment that the time is counted from, and what else must hold, in SQL. */
  since: string
  only?: string
  days: number
  /** Columns that are emptied; without any the row goes. */
  empty?: readonly string[]
}

/** How long what is about persons is kept: the one table that the job follows. docs/privacy.md explains it. */
export const retention: readonly Retention[] = [
  { table: 'sign_ins', since: 'expires_at', days: DAY },
  { table: 'sessions', since: 'expires_at', days: 0 },
  { table: 'address_changes', since: 'expires_at', days: DAY },
  { table: 'rate_limits', since: 'expire', days: DAY },
  { table: 'idempotency_keys', since: 'created_at', days: 7 },
  {
    table: 'mails',
    since: 'created_at',
    only: `state not in ('queued', 'handing_over')`,
    days: 30,
  },
  { table: 'drafts', since: 'expires_at', days: 0 },
  { table: 'contact_drafts', since: 'expires_at', days: 0 },
  { table: 'invitations', since: 'expires_at', days: 30 },
  { table: 'reports', since: 'decided_at', only: 'email is not null', days: 90, empty: ['email'] },
  { table: 'claims', since: 'decided_at', only: 'email is not null', days: 90, empty: ['email'] },
  { table: 'freshness_requests', since: 'created_at', days: 2 * YEAR },
  { table: 'threads', since: 'updated_at', days: 2 * YEAR },
]

/** An account of nobody who writes for an actor, moderates or has come by for so long, is erased. */
export const UNUSED_ACCOUNT_DAYS = 3 * YEAR
