import { eq, sql } from 'drizzle-orm'
import {
  type Executor,
  practiceMaterials,
  practicePartTexts,
  type practiceParts,
  practiceResources,
  practiceRoles,
  practices,
  practiceSteps,
  practiceTextFields,
  type practitionerRoles,
  type recordStatuses,
} from '@maillage/db'
import { findActorIds } from '../actors/actor-slugs.queries.ts'
import type { WrittenText } from '../http/document.schema.ts'
import { invalid } from '../http/problem.ts'
import { slugCandidates } from '../http/slug.rules.ts'
import { findFreeSlugs } from '../http/slugs.queries.ts'
import { originalHashOf, readTexts, writeTexts } from '../http/written.queries.ts'
import { readImagesOf, writeImagesOf } from '../images/images-of.queries.ts'
import { isPlace } from '../places/is-place.queries.ts'
import {
  readConceptsOf,
  readSuggestionsOf,
  writeConceptsOf,
  type WriteOptions,
  writeSuggestionsOf,
} from '../vocabulary/concepts-of.queries.ts'
import { readAdoptions, writeAdoptions } from './adoption-documents.queries.ts'
import type { PracticeDocument } from './practice-document.schema.ts'

type Part = (typeof practiceParts)[number]

/** What people wrote of a practice. */
export async function readPracticeDocument(db: Executor, id: number): Promise<PracticeDocument> {
  const [practice] = await db.select().from(practices).where(eq(practices.id, id))
  if (!practice) throw new Error(`There is no practice ${String(id)}`)
  const texts = await readTexts(db, 'practices', id, practiceTextFields)
  const parts = await readParts(db, id)
  const translations = (part: Part, position: number): WrittenText[] =>
    parts
      .filter((row) => row.part === part && row.position === position)
      .map(({ language, text, origin, isStale }) => ({ language, text, origin, isStale }))
  const roles = await db
    .select()
    .from(practiceRoles)
    .where(eq(practiceRoles.practiceId, id))
    .orderBy(practiceRoles.position)
  const resources = await db
    .select()
    .from(practiceResources)
    .where(eq(practiceResources.practiceId, id))
    .orderBy(practiceResources.position)
  const steps = await db
    .select()
    .from(practiceSteps)
    .where(eq(practiceSteps.practiceId, id))
    .orderBy(practiceSteps.position)
  return {
    title: practice.title,
    language: practice.language,
    texts: {
      ...texts,
      // Imports write the title in its own language here as well.
      title: texts.title.filter(({ language }) => language !== practice.language),
    },
    roles: roles.map(({ role, position }) => ({
      text: role,
      translations: translations('role', position),
    })),
    resources: resources.map(({ resource, position }) => ({
      text: resource,
      translations: translations('resource', position),
    })),
    steps: steps.map(({ title, text, position }) => ({
      title,
      text,
      translations: {
        title: translations('step_title', position),
        text: translations('step_text', position),
      },
    })),
    skills: await readConceptsOf(db, 'practice', 'skill', id),
    themes: await readConceptsOf(db, 'practice', 'theme', id),
    suggestedSkills: await readSuggestionsOf(db, 'practice', 'skill', id),
    materials: await db
      .select({
        url: practiceMaterials.url,
        title: practiceMaterials.title,
        language: practiceMaterials.language,
      })
      .from(practiceMaterials)
      .where(eq(practiceMaterials.practiceId, id))
      .orderBy(practiceMaterials.position),
    licence: practice.licence,
    adaptedFrom: await slugOfPractice(db, practice.adaptedFromId),
    place: { town: practice.town, country: practice.countryCode, placeId: practice.placeId },
    actors: await readPractitioners(db, id),
    adoptions: await readAdoptions(db, id),
    images: await readImagesOf(db, 'practice', id),
  }
}

type PartRow = WrittenText & { part: Part; position: number; originalHash: string | null }

async function readParts(db: Executor, id: number): Promise<PartRow[]> {
  const rows = await db.execute<PartRow & Record<string, unknown>>(sql`
    select part, written.position, language, written.text, origin, original_hash as "originalHash",
      origin <> 'original' and md5(case part
        when 'role' then role when 'resource' then resource
        when 'step_title' then practice_steps.title else practice_steps.text end
      ) is distinct from original_hash as "isStale"
    from practice_part_texts as written
    left join practice_roles using (practice_id, position)
    left join practice_resources using (practice_id, position)
    left join practice_steps using (practice_id, position)
    where practice_id = ${id}
    order by part, written.position, language`)
  return [...rows]
}

async function slugOfPractice(db: Executor, id: number | null): Promise<string | null> {
  if (id === null) return null
  const [row] = await db
    .select({ slug: practices.slug })
    .from(practices)
    .where(eq(practices.id, id))
  return row?.slug ?? null
}

async function readPractitioners(db: Executor, id: number) {
  const rows = await db.execute<{ slug: string; role: (typeof practitionerRoles)[number] }>(sql`
    select slug, role from practice_actors join actors on actors.id = actor_id
    where practice_id = ${id} order by role, slug collate "C"`)
  return rows.map(({ slug, role }) => ({ slug, role }))
}

/** Makes a practice what the document says; version, dates and status are the caller's. */
export async function writePracticeDocument(
  tx: Executor,
  id: number,
  document: PracticeDocument,
  options: WriteOptions = {},
): Promise<void> {
  const before = await readParts(tx, id)
  // Before the title changes: which of its translations are stale follows from the old one.
  await writeTexts(tx, 'practices', id, document.texts, { title: document.title })
  await tx
    .update(practices)
    .set(await columnsOf(tx, document, options, id))
    .where(eq(practices.id, id))
  await writeRest(tx, id, document, before, options)
}

interface NewRecord {
  status: (typeof recordStatuses)[number]
  sourceId: number
  now: Date
  accountId: number | null
}

/** Writes a new practice and gives it a slug. */
export async function createPractice(
  tx: Executor,
  document: PracticeDocument,
  { status, sourceId, now, accountId }: NewRecord,
): Promise<{ id: number; slug: string }> {
  const { title } = document
  const [slug = 'record'] = await findFreeSlugs(tx, 'practices', [
    slugCandidates(title, undefined, `${title} ${now.toISOString()}`),
  ])
  const columns = await columnsOf(tx, document, {})
  const [created] = await tx
    .insert(practices)
    .values({ ...columns, slug, status, sourceId, createdAt: now, updatedAt: now })
    .returning({ id: practices.id, slug: practices.slug })
  if (!created) throw new Error('No practice was written')
  await writeTexts(tx, 'practices', created.id, document.texts, { title })
  await writeRest(tx, created.id, document, [], { accountId })
  return created
}

async function columnsOf(
  tx: Executor,
  document: PracticeDocument,
  { forgive = false }: WriteOptions,
  id?: number,
) {
  const { place, adaptedFrom } = document
  const isKnown = place.placeId === null || (await isPlace(tx, place.placeId))
  if (!isKnown && !forgive) {
    throw invalid({ place: 'names a place that the gazetteer does not have' })
  }
  const [origin] =
    adaptedFrom === null
      ? []
      : await tx.execute<{ id: number }>(sql`
          select id from practices
          where slug = ${adaptedFrom} and status in ('published', 'pending')
            and id <> ${id ?? 0}`)
  if (adaptedFrom !== null && !origin && !forgive) {
    throw invalid({ adaptedFrom: 'is not another practice' })
  }
  return {
    title: document.title,
    language: document.language,
    licence: document.licence,
    town: place.town,
    countryCode: place.country,
    placeId: isKnown ? place.placeId : null,
    adaptedFromId: origin?.id ?? null,
  }
}

async function writeRest(
  tx: Executor,
  id: number,
  document: PracticeDocument,
  before: readonly PartRow[],
  options: WriteOptions,
): Promise<void> {
  await writeParts(tx, id, document, before)
  await writeConceptsOf(tx, 'practice', 'skill', id, document.skills, options)
  await writeConceptsOf(tx, 'practice', 'theme', id, document.themes, options)
  await writeSuggestionsOf(tx, 'practice', 'skill', id, document.suggestedSkills, options)
  await tx.delete(practiceMaterials).where(eq(practiceMaterials.practiceId, id))
  const { materials } = document
  if (materials.length > 0) {
    await tx
      .insert(practiceMaterials)
      .values(materials.map((each, position) => ({ ...each, practiceId: id, position })))
  }
  await writePractitioners(tx, id, document.actors, options)
  await writeAdoptions(tx, id, document.adoptions, options)
  await writeImagesOf(tx, 'practice', id, document.images, options)
}

async function writeParts(
  tx: Executor,
  id: number,
  { roles, resources, steps }: PracticeDocument,
  before: readonly PartRow[],
): Promise<void> {
  await tx.delete(practiceRoles).where(eq(practiceRoles.practiceId, id))
  await tx.delete(practiceResources).where(eq(practiceResources.practiceId, id))
  await tx.delete(practiceSteps).where(eq(practiceSteps.practiceId, id))
  await tx.delete(practicePartTexts).where(eq(practicePartTexts.practiceId, id))
  const at = (position: number) => ({ practiceId: id, position })
  if (roles.length > 0) {
    await tx.insert(practiceRoles).values(roles.map(({ text }, n) => ({ ...at(n), role: text })))
  }
  if (resources.length > 0) {
    const rows = resources.map(({ text }, n) => ({ ...at(n), resource: text }))
    await tx.insert(practiceResources).values(rows)
  }
  if (steps.length > 0) {
    const rows = steps.map(({ title, text }, n) => ({ ...at(n), title, text }))
    await tx.insert(practiceSteps).values(rows)
  }
  // A translation is known by its words: its part may have moved.
  const stored = new Map(before.map((row) => [`${row.part} ${row.language} ${row.text}`, row]))
  const rowsOf = (
    part: Part,
    position: number,
    original: string | null,
    translations: readonly WrittenText[],
  ) =>
    translations.map((each) => ({
      ...at(position),
      part,
      language: each.language,
      text: each.text,
      origin: each.origin,
      originalHash: originalHashOf(
        each,
        stored.get(`${part} ${each.language} ${each.text}`),
        original ?? undefined,
      ),
    }))
  const rows = [
    ...roles.flatMap(({ text, translations }, n) => rowsOf('role', n, text, translations)),
    ...resources.flatMap(({ text, translations }, n) => rowsOf('resource', n, text, translations)),
    ...steps.flatMap(({ title, text, translations }, n) => [
      ...rowsOf('step_title', n, title, translations.title),
      ...rowsOf('step_text', n, text, translations.text),
    ]),
  ]
  if (rows.length > 0) await tx.insert(practicePartTexts).values(rows)
}

async function writePractitioners(
  tx: Executor,
  id: number,
  actors: PracticeDocument['actors'],
  { forgive }: WriteOptions,
): Promise<void> {
  const ids = await findActorIds(
    tx,
    actors.map(({ slug }) => slug),
  )
  const unknown = actors.find(({ slug }) => !ids.has(slug))
  if (unknown && !forgive) {
    throw invalid({ actors: `names ${unknown.slug}, which does not exist` })
  }
  const rows = actors.flatMap(({ slug, role }) => {
    const actorId = ids.get(slug)
    return actorId === undefined ? [] : [{ actorId, role }]
  })
  await tx.execute(sql`delete from practice_actors where practice_id = ${id}`)
  await tx.execute(sql`
    insert into practice_actors (practice_id, actor_id, role)
    select ${id}::int, "actorId", role
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as row("actorId" int, role practitioner_role)
    on conflict do nothing`)
}
