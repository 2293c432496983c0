import { sql, type SQL } from 'drizzle-orm'
import { type Database, erasures, type Executor, recordFeatures, revisions } from '@maillage/db'
import type { RecordFeature } from '../accounts/roles.queries.ts'
import { hashToken } from '../accounts/secrets.rules.ts'
import type { Viewer } from '../accounts/sessions.queries.ts'
import { listEditors } from '../editors/editors.queries.ts'
import { tellEditors } from '../editors/tell-editors.ts'
import type { Context } from '../http/context.ts'
import { type AuthorRole, lockRecord } from './change-record.ts'
import { findHead } from './history.queries.ts'

interface Erasure {
  feature: RecordFeature
  id: number
  viewer: Pick<Viewer, 'accountId'> | null
  authorRole: AuthorRole
  proposalId?: number | null
  now: Date
}

/** What stands where a name or title must stand. */
const NOTHING = '—'

/** Rows about a record, by their column; images take their files along. */
const rowsOf: Record<RecordFeature, [table: string, column: string][]> = {
  actors: [
    ['actor_texts', 'actor_id'],
    ['actor_themes', 'actor_id'],
    ['actor_skills', 'actor_id'],
    ['actor_links', 'actor_id'],
    ['actor_identifiers', 'actor_id'],
    ['offers', 'actor_id'],
    ['needs', 'actor_id'],
    ['images', 'actor_id'],
    ['actor_private_locations', 'actor_id'],
    ['actor_suggestions', 'actor_id'],
    ['practice_actors', 'actor_id'],
    ['participations', 'actor_id'],
    ['activity_attendances', 'actor_id'],
    ['actor_editors', 'actor_id'],
    ['invitations', 'actor_id'],
    ['claims', 'actor_id'],
    ['threads', 'actor_id'],
    ['contact_drafts', 'actor_id'],
    ['contact_pauses', 'actor_id'],
    ['freshness_requests', 'actor_id'],
  ],
  practices: [
    ['practice_texts', 'practice_id'],
    ['practice_part_texts', 'practice_id'],
    ['practice_roles', 'practice_id'],
    ['practice_resources', 'practice_id'],
    ['practice_steps', 'practice_id'],
    ['practice_materials', 'practice_id'],
    ['practice_themes', 'practice_id'],
    ['practice_skills', 'practice_id'],
    ['practice_actors', 'practice_id'],
    ['practice_suggestions', 'practice_id'],
    ['adoptions', 'practice_id'],
    ['collaboration_practices', 'practice_id'],
    ['images', 'practice_id'],
  ],
  collaborations: [
    ['collaboration_texts', 'collaboration_id'],
    ['collaboration_links', 'collaboration_id'],
    ['collaboration_themes', 'collaboration_id'],
    ['collaboration_practices', 'collaboration_id'],
    ['participations', 'collaboration_id'],
    ['activities', 'collaboration_id'],
  ],
}

const emptied: Record<RecordFeature, SQL> = {
  actors: sql`
    name = ${NOTHING}, short_name = null, kind = 'other', legal_form = null, languages = '{}',
    website = null, founded_year = null, street = null, postal_code = null, town = null,
    region = null, country_code = null, place_id = null, location = null,
    location_precision = null, scope = null, merged_into_id = null`,
  practices: sql`
    title = ${NOTHING}, language = 'und', town = null, country_code = null, place_id = null,
    adapted_from_id = null`,
  collaborations: sql`
    title = ${NOTHING}, language = 'und', kind = 'partnership', programme = null, reference = null,
    website = null, starts_on = null, starts_precision = null, ends_on = null,
    ends_precision = null`,
}

/**
 * Erases a record: its address answers that it is gone, and nothing that was written of it is left, in its history or in
 * what was sent about it either. Actors that were merged into it go with it.
 */
async function eraseRecord(
  tx: Executor,
  { feature, id, viewer, authorRole, proposalId = null, now }: Erasure,
): Promise<void> {
  if (feature === 'actors') {
    const merged = await tx.execute<{ id: number }>(
      sql`select id from actors where merged_into_id = ${id} order by id`,
    )
    for (const each of merged) {
      await eraseRecord(tx, { feature, id: each.id, viewer, authorRole, proposalId, now })
    }
  }
  const { slug, version } = await lockRecord(tx, feature, id)
  const next = version + 1
  await tx.execute(sql`
    update ${sql.identifier(feature)} set ${emptied[feature]},
      source_url = null, licence = null, last_confirmed_at = null,
      status = 'erased', version = ${next}, updated_at = ${now.toISOString()}::timestamptz
    where id = ${id}`)
  for (const [table, column] of rowsOf[feature]) {
    await tx.execute(
      sql`delete from ${sql.identifier(table)} where ${sql.identifier(column)} = ${id}`,
    )
  }
  if (feature === 'actors') {
    await tx.execute(sql`
      update adoptions set actor_id = null, adaptation = null, outcome = null where actor_id = ${id}`)
    await tx.execute(sql`update adoptions set from_actor_id = null where from_actor_id = ${id}`)
    await tx.execute(sql`update activities set host_actor_id = null where host_actor_id = ${id}`)
    await tx.execute(sql`update drafts set answers = '{}' where actor_id = ${id}`)
    await tx.execute(sql`
      update merges set before = '{}', why = null where kept_id = ${id} or merged_id = ${id}`)
  }
  const about = sql`feature = ${feature} and record_id = ${id}`
  // That it is known to its source stays, so that the next import does not bring it back.
  await tx.execute(sql`
    update imported_records set fields = '{}'
    where feature = ${feature}::text::imported_feature and record_id = ${id}`)
  await tx.execute(sql`
    update proposals set document = '{}', changed_fields = '{}', why = null,
      status = case when status = 'pending' and id is distinct from ${proposalId}::int
        then 'superseded' else status end
    where ${about}`)
  await tx.execute(sql`
    update revisions set document = null, changed_fields = '{}', why = null where ${about}`)
  await tx.insert(revisions).values({
    feature,
    recordId: id,
    version: next,
    act: 'erase',
    authorRole,
    accountId: viewer?.accountId ?? null,
    proposalId,
    createdAt: now,
  })
  await tx
    .insert(erasures)
    .values({ subject: feature, subjectHash: hashToken(slug), erasedAt: now })
    .onConflictDoNothing()
}

/** Erases a record and tells those who looked after it, but `except` whoever knows. */
export async function eraseAndTell(
  tx: Executor,
  context: Pick<Context, 'jobs' | 'config'>,
  { except, reason, ...erasure }: Erasure & { except: number[]; reason: string | null },
): Promise<void> {
  const { feature, id } = erasure
  const people = feature === 'actors' ? await listEditors(tx, id, { except }) : []
  const { name: actor } = await findHead(tx, erasure)
  await eraseRecord(tx, erasure)
  const params = { actor, path: '', reason: reason ?? '' }
  await tellEditors(tx, context, 'actor-erased', people, params)
}

/** Erases again the records that were erased after a backup was made and came back with it. */
export async function replayRecords(
  db: Database,
  list: readonly { subject: string; subjectHash: string; erasedAt: Date }[],
  now: Date,
): Promise<number> {
  let erased = 0
  for (const feature of recordFeatures) {
    const moments = new Map(
      list
        .filter(({ subject }) => subject === feature)
        .map(({ subjectHash, erasedAt }) => [subjectHash, erasedAt] as const),
    )
    if (moments.size === 0) continue
    const rows = await db.execute<{ id: number; slug: string; createdAt: string }>(sql`
      select id, slug, created_at as "createdAt" from ${sql.identifier(feature)}
      where status <> 'erased' order by id`)
    for (const { id, slug, createdAt } of rows) {
      const moment = moments.get(hashToken(slug))
      if (!moment || new Date(createdAt) > moment) continue
      const again = { feature, id, viewer: null, authorRole: 'administrator' as const, now }
      await db.transaction((tx) => eraseRecord(tx, again))
      erased++
    }
  }
  return erased
}
