import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { actors, type Executor, merges, notDuplicates, type sourceKinds } from '@maillage/db'
import { inScopeOf } from '../accounts/roles.queries.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'

interface Side extends Record<string, unknown> {
  slug: string
  name: string
  version: number
  source: string
  sourceKind: (typeof sourceKinds)[number]
  editors: number
  ties: number
  practices: number
}

/** What one has to know of an actor before it is merged. */
export async function describeSide(db: Executor, id: number): Promise<Side> {
  const [side] = await db.execute<Side>(sql`
    select slug, actors.name, version, sources.name as source,
      sources.kind as "sourceKind",
      (select count(*)::int from actor_editors where actor_id = actors.id) as editors,
      (select count(*)::int from participations where actor_id = actors.id) as ties,
      (select count(distinct practice_id)::int from practice_actors where actor_id = actors.id) as practices
    from actors join sources on sources.id = source_id
    where actors.id = ${id}`)
  if (!side) throw new Error('There is no such actor')
  return side
}

/** Tables with rows of an actor that follow it into another, and what tells the rows of one apart. */
const followers = [
  {
    table: 'participations',
    column: 'actor_id',
    key: ['id'],
    unique: ['collaboration_id', 'role'],
  },
  {
    table: 'practice_actors',
    column: 'actor_id',
    key: ['practice_id', 'role'],
    unique: ['practice_id', 'role'],
  },
  { table: 'adoptions', column: 'actor_id', key: ['id'], unique: [] },
  { table: 'activities', column: 'host_actor_id', key: ['id'], unique: [] },
  {
    table: 'activity_attendances',
    column: 'actor_id',
    key: ['activity_id'],
    unique: ['activity_id'],
  },
  { table: 'actor_editors', column: 'actor_id', key: ['account_id'], unique: ['account_id'] },
  { table: 'threads', column: 'actor_id', key: ['id'], unique: [] },
  { table: 'claims', column: 'actor_id', key: ['id'], unique: [] },
  { table: 'invitations', column: 'actor_id', key: ['id'], unique: [] },
  { table: 'images', column: 'actor_id', key: ['id'], unique: [] },
] as const

type Key = Record<string, number | string>

export interface Moved {
  rows: Record<string, Key[]>
  /** Imports of the merged actor now update the kept one. */
  importedRecords: number[]
  /** Participations that both had: the kept one takes the better evidence. */
  evidence: { id: number; was: string }[]
}

const columns = (names: readonly string[]) =>
  sql.join(
    names.map((name) => sql.identifier(name)),
    sql`, `,
  )

/** Gives the ties of one actor to another and returns what moved; rows that both have stay where they are. */
export async function moveTies(tx: Executor, fromId: number, toId: number): Promise<Moved> {
  const moved: Moved = { rows: {}, importedRecords: [], evidence: [] }
  const raised = await tx.execute<{ id: number; was: string }>(sql`
    with better as (
      select ours.id, ours.evidence as was, theirs.evidence
      from participations as ours
      join participations as theirs using (collaboration_id, role)
      where ours.actor_id = ${toId} and theirs.actor_id = ${fromId}
        and ours.evidence <> 'disputed' and theirs.evidence = 'confirmed' and ours.evidence <> 'confirmed'
    )
    update participations set evidence = better.evidence
    from better where participations.id = better.id
    returning participations.id, better.was`)
  moved.evidence = [...raised]

  for (const { table, column, key, unique } of followers) {
    const same = unique.map(
      (name) => sql`mine.${sql.identifier(name)} = theirs.${sql.identifier(name)}`,
    )
    const clash =
      same.length > 0
        ? sql`and not exists (
            select from ${sql.identifier(table)} as mine
            where mine.${sql.identifier(column)} = ${toId} and ${sql.join(same, sql` and `)})`
        : sql``
    const rows = await tx.execute<Key>(sql`
      update ${sql.identifier(table)} as theirs set ${sql.identifier(column)} = ${toId}
      where ${sql.identifier(column)} = ${fromId} ${clash}
      returning ${columns(key)}`)
    moved.rows[table] = [...rows]
  }
  const records = await tx.execute<{ id: number }>(sql`
    update imported_records set record_id = ${toId}
    where feature = 'actors' and record_id = ${fromId} returning id`)
  moved.importedRecords = records.map(({ id }) => id)
  return moved
}

/** Gives back what `moveTies` moved; rows that were removed since stay away. */
export async function moveTiesBack(
  tx: Executor,
  moved: Moved,
  fromId: number,
  toId: number,
): Promise<void> {
  for (const { table, column, key } of followers) {
    const rows = moved.rows[table] ?? []
    if (rows.length === 0) continue
    const matches = key.map(
      (name) => sql`${sql.identifier(name)}::text = moved.${sql.identifier(name)}`,
    )
    await tx.execute(sql`
      update ${sql.identifier(table)} as ours set ${sql.identifier(column)} = ${toId}
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as moved(${sql.join(
          key.map((name) => sql`${sql.identifier(name)} text`),
          sql`, `,
        )})
      where ours.${sql.identifier(column)} = ${fromId}
        and ${sql.join(
          matches.map((match) => sql`ours.${match}`),
          sql` and `,
        )}`)
  }
  await tx.execute(sql`
    update imported_records set record_id = ${toId}
    where feature = 'actors' and record_id = ${fromId}
      and id = any(array(select json_array_elements_text(${JSON.stringify(moved.importedRecords)}::json)::int))`)
  for (const { id, was } of moved.evidence) {
    await tx.execute(sql`
      update participations set evidence = ${was}::evidence where id = ${id} and evidence = 'confirmed'`)
  }
}

const MOST_LISTED = 50

/** Merges that a moderator can undo, the latest first. */
export function listMerges(db: Executor, viewer: Viewer) {
  const [kept, merged] = [alias(actors, 'kept'), alias(actors, 'merged')]
  return db
    .select({
      kept: { slug: kept.slug, name: kept.name },
      merged: { slug: merged.slug, name: merged.name },
      mergedAt: merges.createdAt,
    })
    .from(merges)
    .innerJoin(kept, eq(kept.id, merges.keptId))
    .innerJoin(merged, eq(merged.id, merges.mergedId))
    .where(
      and(
        isNull(merges.undoneAt),
        eq(merged.status, 'merged'),
        // Otherwise what moved has moved on, and the later merge is undone first.
        eq(kept.status, 'published'),
        inScopeOf(viewer, sql`'actors'`, merges.mergedId),
      ),
    )
    .orderBy(desc(merges.createdAt), desc(merges.id))
    .limit(MOST_LISTED)
}

/** Makes an actor point to the one that it was merged into. */
export async function markMerged(tx: Executor, id: number, intoId: number, now: Date) {
  await tx
    .update(actors)
    .set({ status: 'merged', mergedIntoId: intoId, updatedAt: now })
    .where(eq(actors.id, id))
}

export async function unmarkMerged(tx: Executor, id: number, now: Date): Promise<void> {
  await tx
    .update(actors)
    .set({ status: 'published', mergedIntoId: null, updatedAt: now })
    .where(eq(actors.id, id))
}

/** The last merge of an actor into another that was not undone. */
export async function findMerge(db: Executor, mergedId: number) {
  const [merge] = await db
    .select()
    .from(merges)
    .where(and(eq(merges.mergedId, mergedId), isNull(merges.undoneAt)))
    .orderBy(desc(merges.id))
    .limit(1)
  return merge
}

/** Remembers that two actors are two. */
export async function keepApart(
  tx: Executor,
  [one, other]: [number, number],
  accountId: number,
): Promise<void> {
  await tx
    .insert(notDuplicates)
    .values({ actorId: Math.min(one, other), otherActorId: Math.max(one, other), accountId })
    .onConflictDoNothing()
}
