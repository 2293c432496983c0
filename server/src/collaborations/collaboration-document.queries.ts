import { eq, inArray, sql } from 'drizzle-orm'
import {
  collaborationLinks,
  collaborations,
  collaborationTextFields,
  type datePrecisions,
  type evidences,
  type Executor,
  type participationRoles,
  participations,
  type recordStatuses,
} from '@maillage/db'
import { findActorIds } from '../actors/actor-slugs.queries.ts'
import { boundary, partialDate } from '../http/partial-date.rules.ts'
import { invalid } from '../http/problem.ts'
import { slugCandidates } from '../http/slug.rules.ts'
import { findFreeSlugs } from '../http/slugs.queries.ts'
import { readTexts, writeTexts } from '../http/written.queries.ts'
import {
  readConceptsOf,
  writeConceptsOf,
  type WriteOptions,
} from '../vocabulary/concepts-of.queries.ts'
import type { CollaborationDocument } from './collaboration-document.schema.ts'

type Precision = (typeof datePrecisions)[number]
type Participant = CollaborationDocument['participants'][number]

interface PeriodRow {
  startsOn: string | null
  startsPrecision: Precision | null
  endsOn: string | null
  endsPrecision: Precision | null
}

const readPeriod = (row: PeriodRow) => ({
  start: partialDate(row.startsOn, row.startsPrecision),
  end: partialDate(row.endsOn, row.endsPrecision),
})

function toPeriod({ start, end }: { start: string | null; end: string | null }) {
  const first = start === null ? null : boundary(start, 'first')
  const last = end === null ? null : boundary(end, 'last')
  return {
    startsOn: first?.on ?? null,
    startsPrecision: first?.precision ?? null,
    endsOn: last?.on ?? null,
    endsPrecision: last?.precision ?? null,
  }
}

/** What people wrote of a collaboration. */
export async function readCollaborationDocument(
  db: Executor,
  id: number,
): Promise<CollaborationDocument> {
  const [row] = await db.select().from(collaborations).where(eq(collaborations.id, id))
  if (!row) throw new Error(`There is no collaboration ${String(id)}`)
  const texts = await readTexts(db, 'collaborations', id, collaborationTextFields)
  return {
    title: row.title,
    language: row.language,
    kind: row.kind,
    // Imports write the title in its own language here as well.
    texts: { ...texts, title: texts.title.filter(({ language }) => language !== row.language) },
    programme: row.programme,
    reference: row.reference,
    website: row.website,
    ...readPeriod(row),
    links: await db
      .select({
        kind: collaborationLinks.kind,
        url: collaborationLinks.url,
        title: collaborationLinks.title,
        language: collaborationLinks.language,
      })
      .from(collaborationLinks)
      .where(eq(collaborationLinks.collaborationId, id))
      .orderBy(collaborationLinks.id),
    themes: await readConceptsOf(db, 'collaboration', 'theme', id),
    practices: await readPractices(db, id),
    participants: (await selectParticipants(db, id)).map(({ slug, role, ...row }) => ({
      slug,
      role,
      ...readPeriod(row),
    })),
  }
}

async function readPractices(db: Executor, id: number): Promise<string[]> {
  const rows = await db.execute<{ slug: string }>(sql`
    select slug from collaboration_practices join practices on practices.id = practice_id
    where collaboration_id = ${id} order by slug collate "C"`)
  return rows.map(({ slug }) => slug)
}

interface ParticipantRow extends PeriodRow {
  id: number
  actorId: number
  slug: string
  role: (typeof participationRoles)[number]
  evidence: (typeof evidences)[number]
}

async function selectParticipants(db: Executor, id: number): Promise<ParticipantRow[]> {
  const rows = await db.execute<ParticipantRow & Record<string, unknown>>(sql`
    select participations.id, actor_id as "actorId", slug, role, evidence,
      starts_on::text as "startsOn", starts_precision as "startsPrecision",
      ends_on::text as "endsOn", ends_precision as "endsPrecision"
    from participations join actors on actors.id = actor_id
    where collaboration_id = ${id} order by role, slug collate "C"`)
  return [...rows]
}

/** Makes a collaboration what the document says; version, dates and status are the caller's. */
export async function writeCollaborationDocument(
  tx: Executor,
  id: number,
  document: CollaborationDocument,
  author: WriteOptions = {},
): Promise<void> {
  // Before the title changes: which of its translations are stale follows from the old one.
  await writeTexts(tx, 'collaborations', id, document.texts, { title: document.title })
  await tx.update(collaborations).set(columnsOf(document)).where(eq(collaborations.id, id))
  await writeRest(tx, id, document, author)
}

interface NewRecord {
  status: (typeof recordStatuses)[number]
  sourceId: number
  now: Date
  accountId?: number | null
}

/** Writes a new collaboration and gives it a slug. */
export async function createCollaboration(
  tx: Executor,
  document: CollaborationDocument,
  { status, sourceId, now, accountId = null }: NewRecord,
): Promise<{ id: number; slug: string }> {
  const { title } = document
  const [slug = 'record'] = await findFreeSlugs(tx, 'collaborations', [
    slugCandidates(title, undefined, `${title} ${now.toISOString()}`),
  ])
  const [created] = await tx
    .insert(collaborations)
    .values({ ...columnsOf(document), slug, status, sourceId, createdAt: now, updatedAt: now })
    .returning({ id: collaborations.id, slug: collaborations.slug })
  if (!created) throw new Error('No collaboration was written')
  await writeTexts(tx, 'collaborations', created.id, document.texts, { title })
  await writeRest(tx, created.id, document, { accountId })
  return created
}

const columnsOf = (document: CollaborationDocument) => ({
  title: document.title,
  language: document.language,
  kind: document.kind,
  programme: document.programme,
  reference: document.reference,
  website: document.website,
  ...toPeriod(document),
})

async function writeRest(
  tx: Executor,
  id: number,
  document: CollaborationDocument,
  author: WriteOptions,
): Promise<void> {
  const { links, practices } = document
  await writeConceptsOf(tx, 'collaboration', 'theme', id, document.themes, author)
  await tx.delete(collaborationLinks).where(eq(collaborationLinks.collaborationId, id))
  if (links.length > 0) {
    await tx
      .insert(collaborationLinks)
      .values(links.map((each) => ({ ...each, collaborationId: id })))
  }
  const known = await tx.execute<{ id: number; slug: string }>(sql`
    select id, slug from practices
    where slug in (select jsonb_array_elements_text(${JSON.stringify(practices)}::jsonb))
      and status in ('published', 'pending')`)
  const slugs = new Set(known.map(({ slug }) => slug))
  const unknown = practices.find((slug) => !slugs.has(slug))
  if (unknown !== undefined && !author.forgive) {
    throw invalid({ practices: `names ${unknown}, which does not exist` })
  }
  await tx.execute(sql`delete from collaboration_practices where collaboration_id = ${id}`)
  await tx.execute(sql`
    insert into collaboration_practices (collaboration_id, practice_id)
    select ${id}::int, value::int from jsonb_array_elements_text(
      ${JSON.stringify(known.map((each) => each.id))}::jsonb) as one(value)`)
  await writeParticipants(tx, id, document.participants, author)
}

/**
 * Participations that stay as they are keep their evidence; one that changes is as good as whoever says so, and stays the
 * same row, so that answers to it are not lost.
 */
async function writeParticipants(
  tx: Executor,
  id: number,
  participants: readonly Participant[],
  { forgive, accountId = null }: WriteOptions,
): Promise<void> {
  const ids = await findActorIds(
    tx,
    participants.map(({ slug }) => slug),
  )
  const unknown = participants.find(({ slug }) => !ids.has(slug))
  if (unknown && !forgive) {
    throw invalid({ participants: `names ${unknown.slug}, which does not exist` })
  }
  // What someone says of actors that they write for is confirmed, all else is claimed.
  const own = new Set(
    accountId === null
      ? []
      : (
          await tx.execute<{ id: number }>(
            sql`select actor_id as id from actor_editors where account_id = ${accountId}`,
          )
        ).map((row) => row.id),
  )
  const wanted = new Map<string, Participant & { actorId: number }>()
  for (const each of participants) {
    const actorId = ids.get(each.slug)
    if (actorId !== undefined) wanted.set(`${String(actorId)} ${each.role}`, { ...each, actorId })
  }
  const before = await selectParticipants(tx, id)
  const taken = new Set<number>()
  const take = (row: ParticipantRow | undefined) => {
    if (row) taken.add(row.id)
    return row
  }
  // Those in their role first, so that no row is taken for another role of the same actor.
  const pairs = [...wanted.values()].map((each) => ({
    each,
    row: take(before.find((row) => row.actorId === each.actorId && row.role === each.role)),
  }))
  const changes = pairs.map(({ each, row }) => ({
    each,
    row: row ?? take(before.find((old) => old.actorId === each.actorId && !taken.has(old.id))),
  }))
  const dropped = before.filter((row) => !taken.has(row.id)).map((row) => row.id)
  if (dropped.length > 0) {
    await tx.delete(participations).where(inArray(participations.id, dropped))
  }
  for (const { each, row } of changes) {
    const period = toPeriod(each)
    const said = {
      role: each.role,
      evidence: own.has(each.actorId) ? ('confirmed' as const) : ('claimed' as const),
      ...period,
    }
    if (!row) {
      await tx
        .insert(participations)
        .values({ collaborationId: id, actorId: each.actorId, ...said })
    } else if (row.role !== each.role || !isSame(readPeriod(row), each)) {
      await tx
        .update(participations)
        .set({ ...said, sourceId: null, sourceUrl: null })
        .where(eq(participations.id, row.id))
    }
  }
}

const isSame = (
  one: Pick<Participant, 'start' | 'end'>,
  other: Pick<Participant, 'start' | 'end'>,
) => one.start === other.start && one.end === other.end
