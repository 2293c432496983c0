import { and, desc, eq, gt, isNull, notInArray, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import {
  accounts,
  actorEditors,
  type actorRoles,
  actors,
  type editorActs,
  editorEvents,
  type Executor,
  invitations,
} from '@maillage/db'
import { hashToken, newToken } from '../accounts/secrets.rules.ts'

export type ActorRole = (typeof actorRoles)[number]

/** Someone who writes for an actor, and where mail reaches them. */
export interface Editor {
  accountId: number
  role: ActorRole
  email: string
  language: string
}

/** Who writes for an actor, owners first, but `except` those. */
export async function listEditors(
  db: Executor,
  actorId: number,
  { role, except = [] }: { role?: ActorRole; except?: number[] } = {},
): Promise<Editor[]> {
  return db
    .select({
      accountId: accounts.id,
      role: actorEditors.role,
      email: accounts.email,
      language: accounts.language,
    })
    .from(actorEditors)
    .innerJoin(accounts, eq(accounts.id, actorEditors.accountId))
    .where(
      and(
        eq(actorEditors.actorId, actorId),
        role && eq(actorEditors.role, role),
        notInArray(actorEditors.accountId, except),
      ),
    )
    .orderBy(sql`${actorEditors.role} desc`, accounts.id)
}

/** What a person is to an actor, if anything. */
export async function findEditor(
  db: Executor,
  actorId: number,
  accountId: number,
): Promise<Editor | undefined> {
  return (await listEditors(db, actorId)).find((editor) => editor.accountId === accountId)
}

interface Act {
  actorId: number
  accountId: number
  role: ActorRole
  /** Who did it. */
  byId: number
  now: Date
}

/** Lets someone write for an actor; an editor who becomes an owner stays one entry. */
export async function addEditor(
  tx: Executor,
  { actorId, accountId, role, byId, now }: Act,
  act: 'claimed' | 'joined' | 'role_changed' | 'handed_over',
): Promise<void> {
  await tx
    .insert(actorEditors)
    .values({ actorId, accountId, role, invitedById: byId, since: now })
    .onConflictDoUpdate({
      target: [actorEditors.actorId, actorEditors.accountId],
      set: { role },
    })
  await remember(tx, act, { actorId, accountId, role, byId, now })
}

/** Ends that someone writes for an actor. */
export async function removeEditor(
  tx: Executor,
  { actorId, accountId, role, byId, now }: Act,
  act: 'left' | 'removed',
): Promise<void> {
  await tx
    .delete(actorEditors)
    .where(and(eq(actorEditors.actorId, actorId), eq(actorEditors.accountId, accountId)))
  await remember(tx, act, { actorId, accountId, role, byId, now })
}

/** Notes in the history of an actor’s people what was done. */
export async function remember(
  tx: Executor,
  act: (typeof editorActs)[number],
  { actorId, accountId, role, byId, now }: Omit<Act, 'accountId'> & { accountId: number | null },
): Promise<void> {
  await tx.insert(editorEvents).values({ actorId, act, role, accountId, byId, createdAt: now })
}

/** Waits for whoever changes the people of an actor at the same time. */
export async function lockEditors(tx: Executor, actorId: number): Promise<void> {
  await tx.execute(sql`select from ${actors} where id = ${actorId} for no key update`)
}

/** Counts up with every change of an actor’s people. */
export async function peopleVersion(db: Executor, actorId: number): Promise<number> {
  const [last] = await db
    .select({ id: sql<number>`coalesce(max(${editorEvents.id}), 0)::int` })
    .from(editorEvents)
    .where(eq(editorEvents.actorId, actorId))
  return last?.id ?? 0
}

/** The people of an actor as they see each other: by name, without addresses. */
export async function listPeople(db: Executor, actorId: number) {
  return db
    .select({
      id: accounts.id,
      name: accounts.name,
      role: actorEditors.role,
      since: actorEditors.since,
    })
    .from(actorEditors)
    .innerJoin(accounts, eq(accounts.id, actorEditors.accountId))
    .where(eq(actorEditors.actorId, actorId))
    .orderBy(sql`${actorEditors.role} desc`, actorEditors.since, accounts.id)
}

/** Invitations that can still be accepted, without the address they went to. */
export async function listInvitations(db: Executor, actorId: number, now: Date) {
  return db
    .select({
      id: invitations.id,
      role: invitations.role,
      createdAt: invitations.createdAt,
      expiresAt: invitations.expiresAt,
    })
    .from(invitations)
    .where(
      and(
        eq(invitations.actorId, actorId),
        isNull(invitations.acceptedAt),
        isNull(invitations.withdrawnAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .orderBy(invitations.id)
}

/** Who came to write for an actor and who went, the latest first. */
export async function listEditorEvents(db: Executor, actorId: number) {
  const by = alias(accounts, 'by')
  return db
    .select({
      act: editorEvents.act,
      role: editorEvents.role,
      name: accounts.name,
      byName: by.name,
      createdAt: editorEvents.createdAt,
    })
    .from(editorEvents)
    .leftJoin(accounts, eq(accounts.id, editorEvents.accountId))
    .leftJoin(by, eq(by.id, editorEvents.byId))
    .where(eq(editorEvents.actorId, actorId))
    .orderBy(desc(editorEvents.createdAt), desc(editorEvents.id))
    .limit(100)
}

const INVITATION_DAYS = 14

/** Keeps an invitation and returns its secret; an older one to the same address ends. */
export async function insertInvitation(
  tx: Executor,
  row: { actorId: number; email: string; role: ActorRole; invitedById: number },
  now: Date,
): Promise<string> {
  await tx
    .update(invitations)
    .set({ withdrawnAt: now })
    .where(
      and(
        eq(invitations.actorId, row.actorId),
        eq(invitations.email, row.email),
        isNull(invitations.acceptedAt),
        isNull(invitations.withdrawnAt),
      ),
    )
  const token = newToken()
  await tx.insert(invitations).values({
    ...row,
    tokenHash: hashToken(token),
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITATION_DAYS * 86_400_000),
  })
  return token
}

/** An invitation by its secret. */
export async function findInvitation(db: Executor, token: string) {
  const [invitation] = await db
    .select({
      id: invitations.id,
      actorId: invitations.actorId,
      role: invitations.role,
      invitedById: invitations.invitedById,
      expiresAt: invitations.expiresAt,
      acceptedAt: invitations.acceptedAt,
      withdrawnAt: invitations.withdrawnAt,
      actor: { slug: actors.slug, name: actors.name },
    })
    .from(invitations)
    .innerJoin(actors, eq(actors.id, invitations.actorId))
    .where(eq(invitations.tokenHash, hashToken(token)))
  return invitation
}

/** Marks an invitation as used; false when someone else was quicker. */
export async function acceptInvitation(tx: Executor, id: number, now: Date): Promise<boolean> {
  const accepted = await tx
    .update(invitations)
    .set({ acceptedAt: now, email: '' })
    .where(
      and(
        eq(invitations.id, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.withdrawnAt),
        gt(invitations.expiresAt, now),
      ),
    )
    .returning({ id: invitations.id })
  return accepted.length > 0
}

/** Ends an invitation before it is accepted; false when there is none. */
export async function withdrawInvitation(
  tx: Executor,
  actorId: number,
  id: number,
  now: Date,
): Promise<boolean> {
  const withdrawn = await tx
    .update(invitations)
    .set({ withdrawnAt: now, email: '' })
    .where(
      and(
        eq(invitations.actorId, actorId),
        eq(invitations.id, id),
        isNull(invitations.acceptedAt),
        isNull(invitations.withdrawnAt),
      ),
    )
    .returning({ id: invitations.id })
  return withdrawn.length > 0
}
