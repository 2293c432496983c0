import { setTimeout as sleep } from 'node:timers/promises'
import { eq, sql, type SQL } from 'drizzle-orm'
import { importRuns, sources, type Database, type Executor } from '@maillage/db'
import { fold } from '../http/fold.ts'
import type { Feature } from './features.ts'
import type { Fields, Vocabulary } from './rows.rules.ts'
import { json, texts } from './target.ts'

export interface SourceGiven {
  name: string
  url?: string | undefined
  licence?: string | undefined
}

/** The source of that name, made if need be; what is newly said of it replaces what was. */
export async function ensureSource(tx: Executor, { name, url, licence }: SourceGiven) {
  const [source] = await tx
    .insert(sources)
    .values({ name, url: url ?? null, licence: licence ?? null })
    .onConflictDoUpdate({
      target: sources.name,
      set: {
        url: sql`coalesce(excluded.url, ${sources.url})`,
        licence: sql`coalesce(excluded.licence, ${sources.licence})`,
      },
    })
    .returning({ id: sources.id })
  if (!source) throw new Error('A source was neither made nor found.')
  return source
}

/** Begins a run; one of the same source and feature that never ended was killed. */
export async function startRun(
  tx: Executor,
  run: Pick<
    typeof importRuns.$inferInsert,
    'sourceId' | 'feature' | 'fileName' | 'fileHash' | 'mapping'
  >,
): Promise<number> {
  await tx.execute(sql`
    update import_runs set status = 'failed', finished_at = now()
    where source_id = ${run.sourceId} and feature = ${run.feature} and status = 'running'`)
  const [started] = await tx.insert(importRuns).values(run).returning({ id: importRuns.id })
  if (!started) throw new Error('A run was not recorded.')
  return started.id
}

export interface RunCounts {
  created: number
  updated: number
  unchanged: number
  rejected: number
}

/** Keeps the counts of a run beside the rows that they count. */
export async function countRun(tx: Executor, id: number, counts: RunCounts): Promise<void> {
  const { created, updated, unchanged, rejected } = counts
  await tx
    .update(importRuns)
    .set({ created, updated, unchanged, rejected })
    .where(eq(importRuns.id, id))
}

export async function endRun(
  tx: Executor,
  id: number,
  status: 'finished' | 'failed',
  counts: RunCounts,
  findings: unknown[],
): Promise<void> {
  const { created, updated, unchanged, rejected } = counts
  await tx
    .update(importRuns)
    .set({ status, created, updated, unchanged, rejected, findings, finishedAt: sql`now()` })
    .where(eq(importRuns.id, id))
}

export interface PreviousRecord {
  recordId: number
  hash: string
  fields: Fields
}

/** What the source said of these records when it was last imported. */
export async function listPrevious(
  tx: Executor,
  sourceId: number,
  feature: Feature,
  keys: readonly string[],
): Promise<Map<string, PreviousRecord>> {
  const rows = await tx.execute<{
    key: string
    recordId: number
    hash: string
    fields: Fields
  }>(sql`
    select external_key as key, record_id as "recordId", hash, fields
    from ${texts(keys)}
    join imported_records on source_id = ${sourceId} and feature = ${feature} and external_key = value`)
  return new Map(rows.map(({ key, ...previous }) => [key, previous]))
}

/** Remembers what the source says now. */
export async function rememberRecords(
  tx: Executor,
  { sourceId, feature }: { sourceId: number; feature: Feature },
  records: readonly { key: string; recordId: number; hash: string; fields: Fields }[],
): Promise<void> {
  if (records.length === 0) return
  await tx.execute(sql`
    insert into imported_records (source_id, feature, external_key, record_id, hash, fields)
    select ${sourceId}, ${feature}::imported_feature, key, "recordId", hash, fields
    from jsonb_to_recordset(${json(records)}) as row(key text, "recordId" int, hash text, fields jsonb)
    on conflict (source_id, feature, external_key) do update
      set record_id = excluded.record_id, hash = excluded.hash, fields = excluded.fields,
        imported_at = now()`)
}

/** Any number will do, as long as nobody else locks it in this database; the other half is the source. */
const SOURCE_LOCK = 72_016_404
const LOCK_PATIENCE_MS = 200

/** Whether two batches and a lock can have a connection each: not in a transaction, nor on the embedded database. */
export const hasConnections = (db: Executor): db is Database =>
  '$client' in db && db.$client.options.max >= 3

/** Keeps other imports of a source waiting until the returned function is called. */
export async function holdSource(
  db: Database,
  sourceId: number,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  const session = await db.$client.reserve()
  // Asked again and again, because a server ends statements that wait for long.
  while (!signal?.aborted) {
    const [asked] = await session<{ held: boolean }[]>`
      select pg_try_advisory_lock(${SOURCE_LOCK}::int, ${sourceId}::int) as held`
    if (asked?.held) break
    await sleep(LOCK_PATIENCE_MS)
  }
  return async () => {
    await session`select pg_advisory_unlock(${SOURCE_LOCK}::int, ${sourceId}::int)`
    session.release()
  }
}

/**
 * Puts triggers off until the end of a batch and, where nobody holds the source, keeps two imports of it apart.
 *
 * Connections plan anew for every execution (db/src/connect.ts), which foreign keys would do for every row.
 */
export async function openBatch(tx: Executor, sourceId: number, isHeld: boolean): Promise<void> {
  await tx.execute(sql`
    select set_config('maillage.defer_documents', 'on', true),
      set_config('plan_cache_mode', 'auto', true)`)
  if (!isHeld) await tx.execute(sql`select pg_advisory_xact_lock(${SOURCE_LOCK}, ${sourceId})`)
}

/** All concepts by slug and by the labels of every language; a preferred label wins over a synonym. */
export async function readVocabulary(tx: Executor): Promise<Vocabulary> {
  const rows = await tx.execute<{ scheme: 'theme' | 'skill'; slug: string; label: string }>(sql`
    select scheme, slug, label
    from concepts join (
      select id as concept_id, slug as label, 0 as rank from concepts
      union all
      select concept_id, label, case kind when 'preferred' then 1 else 2 end from concept_labels
    ) as label on concept_id = concepts.id
    order by rank desc`)
  const vocabulary = { theme: new Map<string, string>(), skill: new Map<string, string>() }
  for (const { scheme, slug, label } of rows) vocabulary[scheme].set(fold(label), slug)
  return vocabulary
}

const remembered = sql`imported_records (source_id, feature, external_key, record_id)`
const named = sql`search_documents (feature, record_id, name_key)`

/** What an import asks of the tables that it fills; texts, points and vectors take a hundred times as long. */
const keysOf: Partial<Record<Feature, SQL>> = {
  actors: sql`actors (id, country_code, status), actor_texts (actor_id), actor_themes, actor_identifiers, actor_territories,
    ${remembered}, ${named}`,
  practices: sql`practices (id), practice_actors, ${remembered}, ${named}`,
  collaborations: sql`collaborations (id, programme), ${remembered}, ${named}`,
  participations: sql`participations (id, actor_id, collaboration_id), ${remembered}`,
}

/**
 * Tells the planner how large the tables of a feature have become: it counts on empty ones after a first import, and the
 * embedded database has nothing that would do it in the background.
 */
export async function analyzeKeys(tx: Executor, feature: Feature): Promise<void> {
  const keys = keysOf[feature]
  if (keys) await tx.execute(sql`analyze ${keys}`)
}

/** The same with all columns, for those who search. */
export async function analyzeAll(tx: Executor): Promise<void> {
  await tx.execute(sql`
    analyze actors, actor_texts, practices, collaborations, search_documents, search_words`)
}
