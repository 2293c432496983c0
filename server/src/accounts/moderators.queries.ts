import { createHash } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { accounts, type Executor, type instanceRoles, moderatorScopes } from '@maillage/db'

type InstanceRole = (typeof instanceRoles)[number]

export interface Scope {
  territory?: string
  theme?: string
}

interface ModeratorRow extends Record<string, unknown> {
  id: number
  name: string | null
  role: 'moderator' | 'administrator'
  hasSecondFactor: boolean
  scopes: Scope[]
}

/** Everyone who moderates, without their addresses. */
export async function listModerators(db: Executor): Promise<ModeratorRow[]> {
  const rows = await db.execute<ModeratorRow>(sql`
    select accounts.id, accounts.name, role, confirmed_at is not null as "hasSecondFactor", (
      select coalesce(json_agg(json_strip_nulls(json_build_object(
        'territory', territory_code, 'theme', slug)) order by moderator_scopes.id), '[]')
      from moderator_scopes left join concepts on concepts.id = theme_id
      where account_id = accounts.id
    ) as scopes
    from accounts left join second_factors on account_id = accounts.id
    where role <> 'person'
    order by role desc, accounts.name, accounts.id`)
  return [...rows]
}

/** Waits for whoever changes the list of moderators at the same time. */
export async function lockModerators(tx: Executor): Promise<void> {
  await tx.execute(sql`select from accounts where role = 'administrator' for no key update`)
}

/** Changes whenever the list does. */
export function moderatorsVersion(rows: readonly ModeratorRow[]): number {
  return createHash('sha256').update(JSON.stringify(rows)).digest().readUInt32BE()
}

/** The account of an address, made if there is none. */
export async function accountWithAddress(tx: Executor, email: string): Promise<number> {
  const [account] = await tx
    .insert(accounts)
    .values({ email })
    .onConflictDoUpdate({ target: accounts.email, set: { email } })
    .returning({ id: accounts.id })
  if (!account) throw new Error('No account was written')
  return account.id
}

/** Gives someone a role and the networks that it holds for; returns scopes that do not exist. */
export async function setModerator(
  tx: Executor,
  accountId: number,
  role: InstanceRole,
  scopes: Scope[],
): Promise<Scope[]> {
  await tx.update(accounts).set({ role }).where(eq(accounts.id, accountId))
  await tx.delete(moderatorScopes).where(eq(moderatorScopes.accountId, accountId))
  const unknown: Scope[] = []
  for (const { territory = null, theme = null } of scopes) {
    const written = await tx.execute(sql`
      insert into moderator_scopes (account_id, territory_code, theme_id)
      select ${accountId},
        (select code from territories where code = ${territory}::text),
        (select id from concepts where scheme = 'theme' and slug = ${theme}::text)
      where exists (select from territories where code = ${territory}::text)
        or exists (select from concepts where scheme = 'theme' and slug = ${theme}::text)
      returning id`)
    if (written.length === 0)
      unknown.push(territory === null ? { theme: theme ?? '' } : { territory })
  }
  return unknown
}
