import { and, eq, inArray, sql } from 'drizzle-orm'
import {
  type activityKinds,
  type activityModes,
  type actorKinds,
  type collaborationLinkKinds,
  collaborations,
  type collaborationTextFields,
  type datePrecisions,
  type evidences,
  type Executor,
  type participationRoles,
} from '@maillage/db'
import type { Found } from '../actors/actors.queries.ts'
import { inOrder } from '../http/in-order.ts'
import { chooseText, chooseTitle, type Translation } from '../http/language.ts'
import { partialDate } from '../http/partial-date.rules.ts'
import { sourceColumns, toSource } from '../http/record.ts'
import type { Language, Position } from '../http/schema.ts'
import { textsOf } from '../http/written.queries.ts'
import {
  type ConceptLabel,
  labelConcepts,
  listConceptLabels,
} from '../vocabulary/vocabulary.queries.ts'

type TextField = (typeof collaborationTextFields)[number]
type Role = (typeof participationRoles)[number]
type Point = { type: 'Point'; coordinates: Position }

interface PeriodRow {
  startsOn: string | null
  startsPrecision: (typeof datePrecisions)[number] | null
  endsOn: string | null
  endsPrecision: (typeof datePrecisions)[number] | null
}

const texts = (field: TextField) => textsOf('collaborations', field)

const participants = sql`
  from participations join actors on actors.id = actor_id
  where collaboration_id = collaborations.id and actors.status = 'published'`

const cardColumns = {
  id: collaborations.id,
  slug: collaborations.slug,
  title: collaborations.title,
  language: collaborations.language,
  titles: texts('title'),
  kind: collaborations.kind,
  summary: texts('summary'),
  programme: collaborations.programme,
  reference: collaborations.reference,
  startsOn: collaborations.startsOn,
  startsPrecision: collaborations.startsPrecision,
  endsOn: collaborations.endsOn,
  endsPrecision: collaborations.endsPrecision,
  themes: sql<number[]>`array(
    select concept_id from collaboration_themes where collaboration_id = collaborations.id)`,
  participantCount: sql<number>`(select count(distinct actor_id)::int ${participants})`,
  countries: sql<string[]>`array(
    select distinct country_code ${participants} and country_code is not null order by country_code)`,
  coordinator: sql<{ slug: string; name: string } | null>`(
    select json_build_object('slug', actors.slug, 'name', actors.name)
    ${participants} and role = 'coordinator' order by actors.name, actors.id limit 1)`,
  lastConfirmedAt: collaborations.lastConfirmedAt,
  updatedAt: collaborations.updatedAt,
}

const selectCards = (db: Executor) => db.select(cardColumns).from(collaborations)
type CardRow = Awaited<ReturnType<typeof selectCards>>[number]

/** The cards of these collaborations, in the order given. */
export async function listCollaborationCards(
  db: Executor,
  found: Found[],
  labels: Map<number, ConceptLabel>,
  language: Language,
) {
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const rows = await selectCards(db).where(inArray(collaborations.id, ids))
  return inOrder(found, rows).map(({ each, row }) => toCard(row, each, labels, language))
}

function toCard(
  row: CardRow,
  { matchedIn }: Pick<Found, 'matchedIn'>,
  labels: Map<number, ConceptLabel>,
  language: Language,
) {
  return {
    slug: row.slug,
    title: chooseTitle(row.titles, language, row).text,
    kind: row.kind,
    summary: chooseText(row.summary, language, row.language),
    programme: row.programme,
    reference: row.reference,
    ...toPeriod(row),
    themes: labelConcepts(row.themes, labels),
    participantCount: row.participantCount,
    countryCount: row.countries.length,
    countries: row.countries,
    coordinator: row.coordinator,
    matchedIn,
    lastConfirmedAt: row.lastConfirmedAt,
    updatedAt: row.updatedAt,
  }
}

const toPeriod = ({ startsOn, startsPrecision, endsOn, endsPrecision }: PeriodRow) => ({
  start: partialDate(startsOn, startsPrecision),
  end: partialDate(endsOn, endsPrecision),
})

const period = sql`
  'startsOn', starts_on, 'startsPrecision', starts_precision,
  'endsOn', ends_on, 'endsPrecision', ends_precision`

interface ParticipationRow extends PeriodRow {
  actor: {
    slug: string
    name: string
    kind: (typeof actorKinds)[number]
    town: string | null
    country: string | null
    location: Point | null
  }
  role: Role
  evidence: (typeof evidences)[number]
}

interface ActivityRow extends PeriodRow {
  kind: (typeof activityKinds)[number]
  title: string
  mode: (typeof activityModes)[number]
  town: string | null
  country: string | null
  location: Point | null
  host: { slug: string; name: string } | null
}

interface PracticeRow {
  slug: string
  title: string
  language: string
  titles: Translation[] | null
}

interface LinkRow {
  kind: (typeof collaborationLinkKinds)[number]
  title: string | null
  url: string
  language: string | null
}

const profileColumns = {
  ...cardColumns,
  website: collaborations.website,
  links: sql<LinkRow[]>`(
    select coalesce(json_agg(json_build_object(
      'kind', kind, 'title', title, 'url', url, 'language', language) order by kind, id), '[]')
    from collaboration_links where collaboration_id = collaborations.id)`,
  participations: sql<ParticipationRow[]>`(
    select coalesce(json_agg(json_build_object(
      'actor', json_build_object(
        'slug', actors.slug, 'name', actors.name, 'kind', actors.kind, 'town', actors.town,
        'country', actors.country_code, 'location', ST_AsGeoJSON(actors.location, 15)::json),
      'role', role, 'evidence', evidence, ${period}
    ) order by role, actors.name, actors.id), '[]')
    ${participants})`,
  activities: sql<ActivityRow[]>`(
    select coalesce(json_agg(json_build_object(
      'kind', kind, 'title', title, 'mode', mode, 'town', town, 'country', country_code,
      'location', ST_AsGeoJSON(location, 15)::json,
      'host', (select json_build_object('slug', slug, 'name', name)
               from actors where actors.id = host_actor_id and status = 'published'),
      ${period}
    ) order by starts_on nulls last, id), '[]')
    from activities where collaboration_id = collaborations.id)`,
  practices: sql<PracticeRow[]>`(
    select coalesce(json_agg(json_build_object(
      'slug', slug, 'title', title, 'language', language,
      'titles', (select json_agg(json_build_object('language', language, 'text', text))
                 from practice_texts where practice_id = practices.id and field = 'title')
    ) order by title, practices.id), '[]')
    from collaboration_practices join practices on practices.id = practice_id
    where collaboration_id = collaborations.id and status = 'published')`,
  createdAt: collaborations.createdAt,
  source: sourceColumns('collaborations'),
}

/** Everything public about a published collaboration. */
export async function findCollaboration(db: Executor, slug: string, language: Language) {
  const [row] = await db
    .select(profileColumns)
    .from(collaborations)
    .where(and(eq(collaborations.slug, slug), eq(collaborations.status, 'published')))
  if (!row) return undefined

  const labels = await listConceptLabels(db, language)
  return {
    ...toCard(row, { matchedIn: [] }, labels, language),
    website: row.website,
    links: row.links,
    participations: row.participations.map(({ actor, role, evidence, ...participation }) => ({
      actor,
      role,
      evidence,
      ...toPeriod(participation),
    })),
    activities: row.activities.map(
      ({ kind, title, mode, town, country, location, host, ...activity }) => ({
        kind,
        title,
        mode,
        town,
        country,
        location,
        host,
        ...toPeriod(activity),
      }),
    ),
    practices: row.practices.map(({ slug, title, language: original, titles }) => ({
      slug,
      title: chooseTitle(titles, language, { title, language: original }).text,
    })),
    createdAt: row.createdAt,
    source: toSource(row.source),
  }
}

/** Whether a collaboration with this slug was here and is gone. */
export async function isCollaborationErased(db: Executor, slug: string): Promise<boolean> {
  const [row] = await db
    .select({ status: collaborations.status })
    .from(collaborations)
    .where(eq(collaborations.slug, slug))
  return row?.status === 'erased'
}
