import { and, eq, inArray, sql } from 'drizzle-orm'
import {
  actors,
  type collaborationKinds,
  type datePrecisions,
  type evidences,
  type exchangeKinds,
  type Executor,
  type participationRoles,
  type practitionerRoles,
} from '@maillage/db'
import { inOrder } from '../http/in-order.ts'
import {
  chooseText,
  chooseTitle,
  toPlace,
  type Translation,
  writtenOnce,
} from '../http/language.ts'
import { withHtml } from '../http/markdown.ts'
import { partialDate } from '../http/partial-date.rules.ts'
import { sourceColumns, toSource } from '../http/record.ts'
import type { Language } from '../http/schema.ts'
import { imagesOf, toImage } from '../images/images.queries.ts'
import { textsOf } from '../http/written.queries.ts'
import {
  type ConceptLabel,
  labelConcepts,
  listConceptLabels,
} from '../vocabulary/vocabulary.queries.ts'
import type { MatchReason } from './actors.schema.ts'
import { freshnessOf } from './freshness.rules.ts'

/** What a search knows of a record besides its id. */
export interface Found {
  id: number
  distanceMeters: number | null
  matchedIn: MatchReason[]
}

const texts = (field: 'summary' | 'description') => textsOf('actors', field)

const cardColumns = {
  id: actors.id,
  slug: actors.slug,
  name: actors.name,
  shortName: actors.shortName,
  kind: actors.kind,
  logos: imagesOf('actors', 'logo'),
  summary: texts('summary'),
  town: actors.town,
  region: actors.region,
  countryCode: actors.countryCode,
  location: actors.location,
  precision: actors.locationPrecision,
  themes: sql<number[]>`array(
    select concept_id from actor_themes where actor_id = actors.id order by concept_id)`,
  languages: actors.languages,
  practiceCount: sql<number>`(
    select count(distinct practice_id)::int
    from practice_actors join practices on practices.id = practice_id
    where actor_id = actors.id and practices.status = 'published')`,
  tieCount: sql<number>`(
    select count(distinct theirs.actor_id)::int
    from participations as ours
    join participations as theirs using (collaboration_id)
    join collaborations on collaborations.id = collaboration_id
    join actors as partners on partners.id = theirs.actor_id
    where ours.actor_id = actors.id and theirs.actor_id <> actors.id
      and collaborations.status = 'published' and partners.status = 'published')`,
  lastConfirmedAt: actors.lastConfirmedAt,
  updatedAt: actors.updatedAt,
  createdAt: actors.createdAt,
  isOwnWords: sql<boolean>`(
    select kind = 'submission' from sources where sources.id = actors.source_id)`,
  imported: sql<{ source: string; at: string } | null>`(
    select json_build_object('source', sources.name, 'at', max(imported_at))
    from imported_records join sources on sources.id = actors.source_id
    where feature = 'actors' and record_id = actors.id and kind <> 'submission'
      and not exists (
        select from revisions
        where revisions.feature = 'actors' and revisions.record_id = actors.id and act = 'confirm')
    group by sources.name)`,
  bouncedAt: sql<string | null>`(
    select case when bool_and(bounced_at is not null) then max(bounced_at) end
    from actor_editors join accounts on accounts.id = account_id
    where actor_id = actors.id)`,
}

const selectCards = (db: Executor) => db.select(cardColumns).from(actors)
type CardRow = Awaited<ReturnType<typeof selectCards>>[number]

/** The cards of these actors, in the order given. */
export async function listActorCards(
  db: Executor,
  found: Found[],
  labels: Map<number, ConceptLabel>,
  language: Language,
  now: Date,
) {
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const rows = await selectCards(db).where(inArray(actors.id, ids))
  return inOrder(found, rows).map(({ each, row }) => toCard(row, each, labels, language, now))
}

function toCard(
  row: CardRow,
  { distanceMeters, matchedIn }: Omit<Found, 'id'>,
  labels: Map<number, ConceptLabel>,
  language: Language,
  now: Date,
) {
  return {
    slug: row.slug,
    name: row.name,
    shortName: row.shortName,
    kind: row.kind,
    logo: row.logos[0] ? toImage(row.logos[0], language) : null,
    summary: chooseText(row.summary, language),
    place: toPlace(row, language),
    location: row.location,
    precision: row.precision,
    distanceMeters,
    themes: labelConcepts(row.themes, labels),
    languages: row.languages,
    practiceCount: row.practiceCount,
    tieCount: row.tieCount,
    matchedIn,
    lastConfirmedAt: row.lastConfirmedAt,
    freshness: freshnessOf(
      {
        saidAt: row.lastConfirmedAt ?? (row.isOwnWords ? row.createdAt : null),
        updatedAt: row.updatedAt,
        bouncedAt: row.bouncedAt === null ? null : new Date(row.bouncedAt),
      },
      now,
    ),
    imported: row.imported && {
      source: row.imported.source,
      year: new Date(row.imported.at).getUTCFullYear(),
    },
    updatedAt: row.updatedAt,
  }
}

interface ExchangeRow {
  kind: (typeof exchangeKinds)[number]
  language: string
  text: string
  skillId: number | null
  endsOn: string | null
}

const exchanges = (table: 'offers' | 'needs') => sql<ExchangeRow[]>`(
  select coalesce(json_agg(json_build_object(
    'kind', kind, 'language', language, 'text', text, 'skillId', skill_id, 'endsOn', ends_on
  ) order by id), '[]')
  from ${sql.identifier(table)} where actor_id = actors.id and (ends_on is null or ends_on >= current_date))`

interface LinkRow {
  kind: string
  url: string
  title: string | null
  language: string | null
}

interface PracticeRow {
  slug: string
  title: string
  language: string
  titles: Translation[] | null
  summaries: Translation[] | null
  role: (typeof practitionerRoles)[number]
}

interface TieRow {
  slug: string
  title: string
  language: string
  titles: Translation[] | null
  kind: (typeof collaborationKinds)[number]
  startsOn: string | null
  startsPrecision: (typeof datePrecisions)[number] | null
  endsOn: string | null
  endsPrecision: (typeof datePrecisions)[number] | null
  role: (typeof participationRoles)[number]
  evidence: (typeof evidences)[number]
  partners: {
    slug: string
    name: string
    country: string | null
    role: (typeof participationRoles)[number]
    evidence: (typeof evidences)[number]
  }[]
  partnerCount: number
}

const MOST_PARTNERS_SHOWN = 12

interface ContactRow {
  isClaimed: boolean
  isPaused: boolean
  until: string | null
}

const profileColumns = (now: Date) => ({
  ...cardColumns,
  contact: sql<ContactRow>`(
    select json_build_object(
      'isClaimed', exists (select from actor_editors where actor_id = actors.id),
      'isPaused', count(*) > 0,
      'until', to_char(max(until) at time zone 'UTC', 'YYYY-MM-DD'))
    from contact_pauses where actor_id = actors.id and (until is null or until > ${now.toISOString()}::timestamptz))`,
  description: texts('description'),
  pictures: imagesOf('actors', 'picture'),
  legalForm: actors.legalForm,
  website: actors.website,
  foundedYear: actors.foundedYear,
  street: actors.street,
  postalCode: actors.postalCode,
  scope: actors.scope,
  source: sourceColumns('actors'),
  skills: sql<number[]>`array(select concept_id from actor_skills where actor_id = actors.id)`,
  offers: exchanges('offers'),
  needs: exchanges('needs'),
  links: sql<LinkRow[]>`(
    select coalesce(json_agg(json_build_object(
      'kind', kind, 'url', url, 'title', title, 'language', language) order by id), '[]')
    from actor_links where actor_id = actors.id)`,
  territories: sql<{ code: string; name: string; level: number }[]>`(
    select coalesce(json_agg(json_build_object(
      'code', code, 'name', name, 'level', level) order by level), '[]')
    from actor_territories join territories on code = territory_code where actor_id = actors.id)`,
  identifiers: sql<{ scheme: string; value: string }[]>`(
    select coalesce(json_agg(json_build_object('scheme', scheme, 'value', value) order by scheme, value), '[]')
    from actor_identifiers where actor_id = actors.id)`,
  practices: sql<PracticeRow[]>`(
    select coalesce(json_agg(json_build_object(
      'slug', slug, 'title', title, 'language', practices.language, 'role', role,
      'titles', (select json_agg(json_build_object('language', language, 'text', text))
                 from practice_texts where practice_id = practices.id and field = 'title'),
      'summaries', (select json_agg(json_build_object('language', language, 'text', text))
                    from practice_texts where practice_id = practices.id and field = 'summary')
    ) order by title, practices.id), '[]')
    from practices join (
      select practice_id, min(role) as role from practice_actors
      where actor_id = actors.id group by practice_id
    ) as part on practice_id = practices.id
    where status = 'published')`,
  ties: sql<TieRow[]>`(
    select coalesce(json_agg(json_build_object(
      'slug', slug, 'title', title, 'language', language, 'kind', kind,
      'titles', (select json_agg(json_build_object('language', language, 'text', text))
                 from collaboration_texts
                 where collaboration_id = collaborations.id and field = 'title'),
      'startsOn', starts_on, 'startsPrecision', starts_precision,
      'endsOn', ends_on, 'endsPrecision', ends_precision,
      'role', role, 'evidence', evidence,
      'partners', partners.shown, 'partnerCount', partners.count
    ) order by starts_on desc nulls last, title, collaborations.id), '[]')
    from collaborations join (
      select distinct on (collaboration_id) collaboration_id, role, evidence
      from participations where actor_id = actors.id order by collaboration_id, role
    ) as part on collaboration_id = collaborations.id
    cross join lateral (
      select
        count(*)::int as count,
        coalesce(json_agg(json_build_object(
          'slug', slug, 'name', name, 'country', country_code, 'role', role, 'evidence', evidence
        ) order by role, name, partner_id) filter (where place <= ${MOST_PARTNERS_SHOWN}), '[]') as shown
      from (
        select partner.id as partner_id, partner.slug, partner.name, partner.country_code,
          min(other.role) as role,
          (array_agg(other.evidence order by other.role))[1] as evidence,
          row_number() over (order by min(other.role), partner.name, partner.id) as place
        from participations as other join actors as partner on partner.id = other.actor_id
        where other.collaboration_id = collaborations.id
          and partner.id <> actors.id and partner.status = 'published'
        group by partner.id
      ) as partner
    ) as partners
    where status = 'published')`,
})

/** Everything public about a published actor. */
export async function findActor(db: Executor, slug: string, language: Language, now: Date) {
  const [row] = await db
    .select(profileColumns(now))
    .from(actors)
    .where(and(eq(actors.slug, slug), eq(actors.status, 'published')))
  if (!row) return undefined

  const labels = await listConceptLabels(db, language)
  const { street, postalCode, town, region, countryCode: country } = row
  const toExchange = ({ skillId, text, language: written, ...exchange }: ExchangeRow) => ({
    ...exchange,
    text: writtenOnce(text, written),
    skill: labelConcepts(skillId === null ? [] : [skillId], labels)[0] ?? null,
  })
  return {
    ...toCard(row, { distanceMeters: null, matchedIn: [] }, labels, language, now),
    contact: toContact(row.contact),
    description: withHtml(chooseText(row.description, language)),
    pictures: row.pictures.map((picture) => toImage(picture, language)),
    legalForm: row.legalForm,
    skills: labelConcepts(row.skills, labels),
    website: row.website,
    links: row.links,
    foundedYear: row.foundedYear,
    address:
      (street ?? postalCode ?? town ?? region ?? country)
        ? { street, postalCode, town, region, country }
        : null,
    scope: row.scope,
    offers: row.offers.map(toExchange),
    needs: row.needs.map(toExchange),
    practices: row.practices.map(
      ({ slug, title, language: original, titles, summaries, role }) => ({
        slug,
        title: chooseTitle(titles, language, { title, language: original }).text,
        summary: chooseText(summaries, language, original),
        role,
      }),
    ),
    ties: row.ties.map(({ role, evidence, partners, partnerCount, ...tie }) => ({
      collaboration: {
        slug: tie.slug,
        title: chooseTitle(tie.titles, language, tie).text,
        kind: tie.kind,
        start: partialDate(tie.startsOn, tie.startsPrecision),
        end: partialDate(tie.endsOn, tie.endsPrecision),
      },
      role,
      evidence,
      partners,
      partnerCount,
    })),
    territories: row.territories,
    identifiers: row.identifiers,
    source: toSource(row.source),
    createdAt: row.createdAt,
  }
}

function toContact({ isClaimed, isPaused, until }: ContactRow) {
  if (!isClaimed) return { state: 'nobody' as const, until: null }
  return isPaused ? { state: 'paused' as const, until } : { state: 'open' as const, until: null }
}

/** Why no published actor has this slug: it was erased, or merged into another. */
export async function findActorTrace(db: Executor, slug: string) {
  const [trace] = await db.execute<{
    status: 'merged' | 'erased' | 'pending'
    target: string | null
  }>(sql`
    with recursive trail as (
      select id, slug, status, merged_into_id, 0 as depth from actors where slug = ${slug}
      union all
      select actors.id, actors.slug, actors.status, actors.merged_into_id, depth + 1
      from trail join actors on actors.id = trail.merged_into_id
      where depth < 10
    )
    select
      (select status from trail where depth = 0) as status,
      (select slug from trail where status = 'published' limit 1) as target
    where exists (select from trail)`)
  return trace
}
