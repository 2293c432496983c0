import { sql } from 'drizzle-orm'
import type { authorRoles, Executor, revisionActs } from '@maillage/db'
import type { RecordFeature, Subject } from '../accounts/roles.queries.ts'
import { notFound } from '../http/problem.ts'
import { isRejected } from '../http/record.ts'
import { textTables } from '../http/written.queries.ts'
import { type Documents, recordKinds } from './records.ts'

interface Head {
  name: string
  slug: string
  isRejected: boolean
  at: string
}

interface RevisionRow {
  version: number
  act: (typeof revisionActs)[number]
  changedFields: string[]
  role: (typeof authorRoles)[number]
  name: string | null
  why: string | null
  at: string
}

const MOST_REVISIONS = 500

/** What is shown of who changed a record: a name to those alone who may write it. */
const toRevision = ({ role, name, at, ...row }: RevisionRow, isInside: boolean) => ({
  ...row,
  author: { role, name: isInside ? name : null },
  at: new Date(at),
})

async function selectRevisions(db: Executor, { feature, id }: Subject) {
  const rows = await db.execute<RevisionRow & Record<string, unknown>>(sql`
    select revisions.version, act, changed_fields as "changedFields", author_role as role, accounts.name,
      why, revisions.created_at as at
    from revisions left join accounts on accounts.id = account_id
    where feature = ${feature} and record_id = ${id}
    order by revisions.version desc limit ${MOST_REVISIONS}`)
  return rows.map(({ version, act, changedFields, role, name, why, at }) => ({
    version,
    act,
    changedFields,
    role,
    name,
    why,
    at,
  }))
}

/** What a record is called, where it is, whether it was refused when it was new, and when it was last written. */
export async function findHead(db: Executor, { feature, id }: Pick<Subject, 'feature' | 'id'>) {
  const name = sql.identifier(feature === 'actors' ? 'name' : 'title')
  const [head] = await db.execute<Head & Record<string, unknown>>(sql`
    select ${name} as name, slug, ${isRejected(feature)} as "isRejected", updated_at as at
    from ${sql.identifier(feature)} where id = ${id}`)
  if (!head) throw notFound('This record')
  return head
}

/** All revisions, the newest first. A version that an import wrote last has none of its own and is added. */
export async function listRevisions(db: Executor, subject: Subject, isInside: boolean) {
  const rows = await selectRevisions(db, subject)
  const { at } = await findHead(db, subject)
  const imported: RevisionRow = {
    version: subject.version,
    act: 'import',
    changedFields: [],
    role: 'import',
    name: null,
    why: null,
    at,
  }
  const all = rows[0]?.version === subject.version ? rows : [imported, ...rows]
  return all.map((row) => toRevision(row, isInside))
}

/** A record's document as it was in a version. */
export async function readVersion<Feature extends RecordFeature>(
  db: Executor,
  { feature, id, version: current }: Pick<Subject, 'id' | 'version'> & { feature: Feature },
  version: number,
): Promise<Documents[Feature] | undefined> {
  const [row] = await db.execute<{ document: Documents[Feature] | null }>(sql`
    select document from revisions
    where feature = ${feature} and record_id = ${id} and version = ${version}`)
  if (row) return row.document ?? undefined
  return version === current ? recordKinds[feature].read(db, id) : undefined
}

/** Whether an actor shows no more than its municipality now. */
export async function hidesLocation(db: Executor, id: number): Promise<boolean> {
  const rows = await db.execute(
    sql`select actor_id from actor_private_locations where actor_id = ${id}`,
  )
  return rows.length > 0
}

/** What the originals of stale translations said when they were translated, as far as the history knows. */
export async function listFormerOriginals(
  db: Executor,
  { feature, id }: Pick<Subject, 'feature' | 'id'>,
) {
  const { table, key } = textTables[feature]
  const rows = await db.execute<{ field: string; language: string; text: string }>(sql`
    select distinct on (field, language) written.field::text as field, written.language, former.text
    from ${sql.identifier(table)} as written
    cross join lateral (
      select original->>'text' as text
      from revisions
      cross join lateral jsonb_array_elements(revisions.document->'texts'->(written.field::text)) as original
      where revisions.feature = ${feature} and record_id = ${id}
        and original->>'origin' = 'original'
      union all
      select revisions.document->>'title' from revisions
      where revisions.feature = ${feature} and record_id = ${id} and written.field::text = 'title'
    ) as former
    where written.${sql.identifier(key)} = ${id} and written.origin <> 'original'
      and md5(former.text) = written.original_hash
    order by field, language`)
  return rows.map(({ field, language, text }) => ({ field: `texts.${field}`, language, text }))
}

/** What a person sent about a record and nobody has decided on. */
export async function listWaiting(
  db: Executor,
  { feature, id }: Pick<Subject, 'feature' | 'id'>,
  accountId: number,
) {
  const rows = await db.execute<{ reference: string; changedFields: string[]; at: string }>(sql`
    select reference, changed_fields as "changedFields", created_at as at from proposals
    where feature = ${feature} and record_id = ${id} and account_id = ${accountId}
      and status = 'pending'
    order by created_at`)
  return rows.map(({ at, ...row }) => ({ ...row, createdAt: new Date(at) }))
}
