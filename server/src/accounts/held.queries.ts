import { eq, getTableColumns, is, or, sql, type SQL } from 'drizzle-orm'
import { getTableConfig, type PgColumn, PgTable } from 'drizzle-orm/pg-core'
import * as schema from '@maillage/db'
import { accounts, type Database, drafts, erasures, type Executor, images } from '@maillage/db'
import type { Erasure } from './erasure-file.ts'
import { hashErased } from './erasures.rules.ts'
import { instanceSecret } from './instance-secrets.queries.ts'

interface Holder {
  table: PgTable
  /** Columns that name an account. */
  byAccount: PgColumn[]
  /** Columns with an e-mail address. */
  byAddress: PgColumn[]
}

/** Every table that can hold something on a person, found in the schema itself, so that a new table is never forgotten. */
const holders: Holder[] = (Object.values(schema) as unknown[])
  .filter((value): value is PgTable => is(value, PgTable))
  .map((table) => {
    const { columns, foreignKeys } = getTableConfig(table)
    const byAccount = foreignKeys
      .map((key) => key.reference())
      .filter(({ foreignTable }) => foreignTable === accounts)
      .flatMap((reference) => reference.columns)
    return {
      table,
      byAccount: table === accounts ? [accounts.id] : byAccount,
      byAddress: columns.filter(({ name }) => ['email', 'address'].includes(name)),
    }
  })
  .filter(({ byAccount, byAddress }) => byAccount.length + byAddress.length > 0)

/** The tables that can hold something on a person. */
export const heldTables = holders.map(({ table }) => getTableConfig(table).name)

interface Person {
  id: number
  email: string
}

const isOn = ({ byAccount, byAddress }: Holder, { id, email }: Person): SQL | undefined =>
  or(...byAccount.map((column) => eq(column, id)), ...byAddress.map((column) => eq(column, email)))

/** Hashes and secrets say nothing to a person, and would be keys in a lost file. */
const isSecret = (name: string) => /hash(es)?$|^secret$/i.test(name)

const shownColumns = (table: PgTable) =>
  Object.fromEntries(Object.entries(getTableColumns(table)).filter(([name]) => !isSecret(name)))

/** What can be held on a person, by the names of its columns. */
export const heldColumns = [
  ...new Set(holders.flatMap(({ table }) => Object.keys(shownColumns(table)))),
]

/** The codes that can be held on a person: values of closed lists. */
export const heldCodes = [
  ...new Set(
    holders.flatMap(({ table }) =>
      Object.values(shownColumns(table)).flatMap(({ enumValues }) => enumValues ?? []),
    ),
  ),
]

/** Everything that is held on a person, by table. */
export async function readHeld(
  db: Executor,
  person: Person,
): Promise<Record<string, Record<string, unknown>[]>> {
  const held: Record<string, Record<string, unknown>[]> = {}
  for (const holder of holders) {
    const rows = await db
      .select(shownColumns(holder.table))
      .from(holder.table)
      .where(isOn(holder, person))
    if (rows.length > 0) held[getTableConfig(holder.table).name] = rows
  }
  return held
}

/** Erases a person: what is only theirs goes, what they did for others stays without them. */
export async function eraseAccount(db: Database, accountId: number, now: Date): Promise<boolean> {
  return db.transaction(async (tx) => {
    const [account] = await tx
      .select()
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for('update')
    if (!account) return false
    await eraseAddress(tx, account.email)
    // An image that belongs to nothing else is the person's.
    await tx.delete(images).where(
      sql`${images.uploadedById} = ${accountId}
        and num_nonnulls(${images.draftId}, ${images.actorId}, ${images.practiceId}) = 0`,
    )
    await tx.delete(accounts).where(eq(accounts.id, accountId))
    const subjectHash = hashErased(await instanceSecret(tx, 'erasures'), account.email)
    await tx
      .insert(erasures)
      .values({ subject: 'account', subjectHash, erasedAt: now })
      .onConflictDoUpdate({
        target: [erasures.subject, erasures.subjectHash],
        set: { erasedAt: now },
      })
    return true
  })
}

/** Takes an address out of every table: the row with it, or the address alone where the row is someone else's too. */
async function eraseAddress(tx: Executor, email: string): Promise<void> {
  await tx.delete(drafts).where(eq(drafts.email, email))
  for (const { table, byAddress } of holders) {
    if (table === accounts) continue
    for (const column of byAddress) {
      await tx.execute(
        column.notNull
          ? sql`delete from ${table} where ${column} = ${email}`
          : sql`update ${table} set ${sql.identifier(column.name)} = null where ${column} = ${email}`,
      )
    }
  }
}

/** Erases again the accounts that were erased after a backup was made and came back with it. */
export async function replayAccounts(
  db: Database,
  list: readonly Erasure[],
  now: Date,
): Promise<number> {
  const secret = await instanceSecret(db, 'erasures')
  const erasedAt = new Map(
    list
      .filter(({ subject }) => subject === 'account')
      .map(({ subjectHash, erasedAt: moment }) => [subjectHash, moment] as const),
  )
  let erased = 0
  for (const { id, email, createdAt } of await db.select().from(accounts)) {
    const moment = erasedAt.get(hashErased(secret, email))
    // Who came back after the erasure has a new account, which is not meant.
    if (!moment || createdAt > moment) continue
    if (await eraseAccount(db, id, now)) erased++
  }
  return erased
}
