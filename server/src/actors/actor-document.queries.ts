import { eq, sql } from 'drizzle-orm'
import {
  actorLinks,
  actorPrivateLocations,
  actors,
  actorTextFields,
  type Executor,
  type recordStatuses,
} from '@maillage/db'
import { invalid } from '../http/problem.ts'
import type { Position } from '../http/schema.ts'
import { slugCandidates } from '../http/slug.rules.ts'
import { findFreeSlugs } from '../http/slugs.queries.ts'
import { readTexts, writeTexts } from '../http/written.queries.ts'
import { readImagesOf, writeImagesOf } from '../images/images-of.queries.ts'
import { isPlace } from '../places/is-place.queries.ts'
import { locate } from '../places/locate.queries.ts'
import {
  readConceptsOf,
  readSuggestionsOf,
  writeConceptsOf,
  type WriteOptions,
  writeSuggestionsOf,
} from '../vocabulary/concepts-of.queries.ts'
import type { ActorDocument } from './actor-document.schema.ts'

type Point = { type: 'Point'; coordinates: Position }
type Location = ActorDocument['location']
type Exchange = ActorDocument['offers'][number]

const toPosition = (point: { coordinates: number[] } | null): Position | null =>
  point && [point.coordinates[0] ?? 0, point.coordinates[1] ?? 0]

/** To the centimetre: PostGIS cannot reckon with the smallest numbers there are. */
const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7

const toPoint = (position: Position | null): Point | null =>
  position && { type: 'Point', coordinates: [rounded(position[0]), rounded(position[1])] }

/** What people wrote of an actor, with its exact location; never for those who may not write it. */
export async function readActorDocument(db: Executor, id: number): Promise<ActorDocument> {
  const [row] = await db
    .select()
    .from(actors)
    .leftJoin(actorPrivateLocations, eq(actorPrivateLocations.actorId, actors.id))
    .where(eq(actors.id, id))
  if (!row) throw new Error(`There is no actor ${String(id)}`)
  const { actors: actor, actor_private_locations: hidden } = row
  const exact = hidden ?? { ...actor, precision: actor.locationPrecision }
  return {
    name: actor.name,
    shortName: actor.shortName,
    kind: actor.kind,
    legalForm: actor.legalForm,
    languages: actor.languages,
    website: actor.website,
    foundedYear: actor.foundedYear,
    scope: actor.scope,
    licence: actor.licence,
    location: {
      point: toPosition(exact.location),
      precision: exact.precision,
      street: exact.street,
      postalCode: exact.postalCode,
      town: actor.town,
      region: actor.region,
      country: actor.countryCode,
      placeId: actor.placeId,
      showExact: !hidden,
    },
    texts: await readTexts(db, 'actors', id, actorTextFields),
    themes: await readConceptsOf(db, 'actor', 'theme', id),
    skills: await readConceptsOf(db, 'actor', 'skill', id),
    suggestedThemes: await readSuggestionsOf(db, 'actor', 'theme', id),
    suggestedSkills: await readSuggestionsOf(db, 'actor', 'skill', id),
    links: await db
      .select({
        kind: actorLinks.kind,
        url: actorLinks.url,
        title: actorLinks.title,
        language: actorLinks.language,
      })
      .from(actorLinks)
      .where(eq(actorLinks.actorId, id))
      .orderBy(actorLinks.id),
    identifiers: await readIdentifiers(db, id),
    offers: await readExchanges(db, 'offers', id),
    needs: await readExchanges(db, 'needs', id),
    images: await readImagesOf(db, 'actor', id),
  }
}

async function readIdentifiers(db: Executor, id: number) {
  const rows = await db.execute<{ scheme: string; value: string }>(sql`
    select scheme, value from actor_identifiers where actor_id = ${id}
    order by scheme collate "C", value collate "C"`)
  return rows.map(({ scheme, value }) => ({ scheme, value }))
}

async function readExchanges(db: Executor, table: 'offers' | 'needs', id: number) {
  const rows = await db.execute<Exchange & Record<string, unknown>>(sql`
    select kind, (select slug from concepts where concepts.id = skill_id) as skill, language, text,
      ends_on::text as "endsOn"
    from ${sql.identifier(table)} where actor_id = ${id} order by id`)
  return rows.map(({ kind, skill, language, text, endsOn }) => ({
    kind,
    skill,
    language,
    text,
    endsOn,
  }))
}

/** Makes an actor what the document says; version, dates and status are the caller's. */
export async function writeActorDocument(
  tx: Executor,
  id: number,
  document: ActorDocument,
  options: WriteOptions = {},
): Promise<void> {
  await tx
    .update(actors)
    .set(await columnsOf(tx, document, options))
    .where(eq(actors.id, id))
  await writeRest(tx, id, document, options)
}

interface NewRecord {
  status: (typeof recordStatuses)[number]
  sourceId: number
  now: Date
  accountId: number | null
}

/** Writes a new actor and gives it a slug. */
export async function createActor(
  tx: Executor,
  document: ActorDocument,
  { status, sourceId, now, accountId }: NewRecord,
): Promise<{ id: number; slug: string }> {
  const { name, location } = document
  const [slug = 'record'] = await findFreeSlugs(tx, 'actors', [
    slugCandidates(name, location.town ?? undefined, `${name} ${now.toISOString()}`),
  ])
  const [created] = await tx
    .insert(actors)
    .values({
      ...(await columnsOf(tx, document, {})),
      slug,
      status,
      sourceId,
      createdAt: now,
      updatedAt: now,
    })
    .returning({ id: actors.id, slug: actors.slug })
  if (!created) throw new Error('No actor was written')
  await writeRest(tx, created.id, document, { accountId })
  return created
}

async function columnsOf(tx: Executor, document: ActorDocument, { forgive }: WriteOptions) {
  const { location } = document
  const isKnown = location.placeId === null || (await isPlace(tx, location.placeId))
  if (!isKnown && !forgive) {
    throw invalid({ location: 'names a place that the gazetteer does not have' })
  }
  const placeId = isKnown ? location.placeId : null
  const shown = location.showExact
    ? location
    : { ...(await middleOfTown(tx, { ...location, placeId })), street: null, postalCode: null }
  return {
    name: document.name,
    shortName: document.shortName,
    kind: document.kind,
    legalForm: document.legalForm,
    languages: document.languages,
    website: document.website,
    foundedYear: document.foundedYear,
    scope: document.scope,
    licence: document.licence,
    street: shown.street,
    postalCode: shown.postalCode,
    town: location.town,
    region: location.region,
    countryCode: location.country,
    placeId,
    location: toPoint(shown.point),
    locationPrecision: shown.precision,
  }
}

/** The point that everyone sees of an actor that shows only its municipality: nothing in it follows from where it is. */
async function middleOfTown(
  tx: Executor,
  { placeId, country, town }: Location,
): Promise<Pick<Location, 'point' | 'precision'>> {
  const nowhere = { point: null, precision: null }
  if (placeId !== null) {
    const [place] = await tx.execute<{ lng: number; lat: number }>(
      sql`select ST_X(location) as lng, ST_Y(location) as lat from places where id = ${placeId}`,
    )
    return place ? { point: [place.lng, place.lat], precision: 'town' } : nowhere
  }
  if (country === null || town === null) return nowhere
  const found = (await locate(tx, [{ country, town }])).get(0)
  return found ? { point: [found.lng, found.lat], precision: 'town' } : nowhere
}

async function writeRest(
  tx: Executor,
  id: number,
  document: ActorDocument,
  options: WriteOptions,
): Promise<void> {
  const { location, links, identifiers } = document
  await tx.delete(actorPrivateLocations).where(eq(actorPrivateLocations.actorId, id))
  if (!location.showExact) {
    await tx.insert(actorPrivateLocations).values({
      actorId: id,
      location: toPoint(location.point),
      precision: location.precision,
      street: location.street,
      postalCode: location.postalCode,
    })
  }
  await writeTexts(tx, 'actors', id, document.texts)
  await writeConceptsOf(tx, 'actor', 'theme', id, document.themes, options)
  await writeConceptsOf(tx, 'actor', 'skill', id, document.skills, options)
  await writeSuggestionsOf(tx, 'actor', 'theme', id, document.suggestedThemes, options)
  await writeSuggestionsOf(tx, 'actor', 'skill', id, document.suggestedSkills, options)
  await tx.delete(actorLinks).where(eq(actorLinks.actorId, id))
  if (links.length > 0) {
    await tx.insert(actorLinks).values(links.map((link) => ({ ...link, actorId: id })))
  }
  await tx.execute(sql`delete from actor_identifiers where actor_id = ${id}`)
  await tx.execute(sql`
    insert into actor_identifiers (actor_id, scheme, value)
    select ${id}::int, scheme, value
    from jsonb_to_recordset(${JSON.stringify(identifiers)}::jsonb) as row(scheme text, value text)`)
  await writeExchanges(tx, 'offers', id, document.offers, options)
  await writeExchanges(tx, 'needs', id, document.needs, options)
  await writeImagesOf(tx, 'actor', id, document.images, options)
}

/** Replaces offers or needs; one that stays as it was stays as old as it was. */
async function writeExchanges(
  tx: Executor,
  table: 'offers' | 'needs',
  id: number,
  exchanges: readonly Exchange[],
  { forgive }: WriteOptions,
): Promise<void> {
  const asked = sql`jsonb_to_recordset(${JSON.stringify(
    exchanges.map((exchange, place) => ({ ...exchange, place })),
  )}::jsonb) as asked(
    kind exchange_kind, skill text, language text, text text, "endsOn" date, place int)`
  const unknown = await tx.execute<{ skill: string }>(sql`
    select skill from ${asked} where skill is not null and not exists (
      select from concepts where scheme = 'skill' and slug = asked.skill)`)
  if (unknown[0] && !forgive) {
    throw invalid({ [table]: `names ${unknown[0].skill}, which the vocabulary does not have` })
  }
  const before = await tx.execute(sql`
    select kind, language, text, created_at as "createdAt"
    from ${sql.identifier(table)} where actor_id = ${id}`)
  await tx.execute(sql`delete from ${sql.identifier(table)} where actor_id = ${id}`)
  await tx.execute(sql`
    insert into ${sql.identifier(table)} (actor_id, kind, skill_id, language, text, ends_on, created_at)
    select ${id}::int, asked.kind,
      (select id from concepts where scheme = 'skill' and slug = asked.skill),
      asked.language, asked.text, asked."endsOn", coalesce((
        select min(before."createdAt")
        from jsonb_to_recordset(${JSON.stringify(before)}::jsonb)
          as before(kind exchange_kind, language text, text text, "createdAt" timestamptz)
        where before.kind = asked.kind and before.language = asked.language
          and before.text = asked.text), now())
    from ${asked} order by place`)
}
