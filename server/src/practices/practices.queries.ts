import { and, eq, inArray, sql } from 'drizzle-orm'
import {
  type actorKinds,
  type datePrecisions,
  type Executor,
  practices,
  type practiceParts,
  type practiceTextFields,
  type practitionerRoles,
} from '@maillage/db'
import type { Found } from '../actors/actors.queries.ts'
import { inOrder } from '../http/in-order.ts'
import {
  type ChosenText,
  chooseText,
  chooseTitle,
  toPlace,
  type Translation,
} from '../http/language.ts'
import { withHtml } from '../http/markdown.ts'
import { gone, notFound } from '../http/problem.ts'
import { partialDate } from '../http/partial-date.rules.ts'
import { sourceColumns, toSource } from '../http/record.ts'
import type { Language, Position } from '../http/schema.ts'
import { imagesOf, toImage } from '../images/images.queries.ts'
import { textsOf } from '../http/written.queries.ts'
import {
  type ConceptLabel,
  labelConcepts,
  listConceptLabels,
} from '../vocabulary/vocabulary.queries.ts'

type TextField = (typeof practiceTextFields)[number]

const texts = (field: TextField) => textsOf('practices', field)

interface PractitionerRow {
  slug: string
  name: string
  town: string | null
  country: string | null
  kind: (typeof actorKinds)[number]
  role: (typeof practitionerRoles)[number]
  location: { type: 'Point'; coordinates: Position } | null
}

const MOST_PRACTITIONERS_IN_CARDS = 3

const cardColumns = {
  id: practices.id,
  slug: practices.slug,
  title: practices.title,
  language: practices.language,
  titles: texts('title'),
  summary: texts('summary'),
  themes: sql<
    number[]
  >`array(select concept_id from practice_themes where practice_id = practices.id)`,
  skills: sql<
    number[]
  >`array(select concept_id from practice_skills where practice_id = practices.id)`,
  town: practices.town,
  countryCode: practices.countryCode,
  stepCount: sql<number>`(select count(*)::int from practice_steps where practice_id = practices.id)`,
  practitioners: sql<PractitionerRow[]>`(
    select coalesce(json_agg(json_build_object(
      'slug', slug, 'name', name, 'town', town, 'country', country_code, 'kind', kind, 'role', role,
      'location', ST_AsGeoJSON(location, 15)::json
    ) order by role, name, actors.id), '[]')
    from actors join (
      select actor_id, min(role) as role from practice_actors
      where practice_id = practices.id group by actor_id
    ) as part on actor_id = actors.id
    where status = 'published')`,
  lastConfirmedAt: practices.lastConfirmedAt,
  updatedAt: practices.updatedAt,
}

const selectCards = (db: Executor) => db.select(cardColumns).from(practices)
type CardRow = Awaited<ReturnType<typeof selectCards>>[number]

/** The cards of these practices, in the order given. */
export async function listPracticeCards(
  db: Executor,
  found: Found[],
  labels: Map<number, ConceptLabel>,
  language: Language,
) {
  if (found.length === 0) return []
  const ids = found.map(({ id }) => id)
  const rows = await selectCards(db).where(inArray(practices.id, ids))
  return inOrder(found, rows).map(({ each, row }) => {
    const card = toCard(row, each, labels, language)
    return { ...card, practitioners: card.practitioners.slice(0, MOST_PRACTITIONERS_IN_CARDS) }
  })
}

function toCard(
  row: CardRow,
  { distanceMeters, matchedIn }: Omit<Found, 'id'>,
  labels: Map<number, ConceptLabel>,
  language: Language,
) {
  const title = chooseTitle(row.titles, language, row)
  const { town, countryCode } = row
  return {
    slug: row.slug,
    title: title.text,
    language: title.language ?? 'und',
    summary: chooseText(row.summary, language, row.language),
    themes: labelConcepts(row.themes, labels),
    skills: labelConcepts(row.skills, labels),
    place: toPlace({ town, countryCode }, language),
    stepCount: row.stepCount,
    practitioners: row.practitioners,
    practitionerCount: row.practitioners.length,
    distanceMeters,
    matchedIn,
    lastConfirmedAt: row.lastConfirmedAt,
    updatedAt: row.updatedAt,
  }
}

interface AdoptionRow {
  actor: { slug: string; name: string } | null
  town: string | null
  countryCode: string | null
  startsOn: string | null
  startsPrecision: (typeof datePrecisions)[number] | null
  language: string
  adaptation: string | null
  outcome: string | null
}

interface LinkRow {
  slug: string
  title: string
  language: string
  titles: Translation[] | null
}

const link = sql`json_build_object(
  'slug', related.slug, 'title', related.title, 'language', related.language,
  'titles', (select json_agg(json_build_object('language', language, 'text', text))
             from practice_texts where practice_id = related.id and field = 'title'))`

/** Part of a recipe in the reader's language, else as it was written. */
const part = (
  part: (typeof practiceParts)[number],
  table: string,
  own: string,
  language: Language,
) => sql`
  coalesce((
    select json_build_object('text', translated.text, 'language', language, 'origin', origin,
      'isStale', origin <> 'original' and md5(${sql.identifier(own)}) is distinct from original_hash)
    from practice_part_texts as translated
    where translated.practice_id = practices.id and part = ${part}
      and translated.position = ${sql.identifier(table)}.position
      and language = ${language}
  ), case when ${sql.identifier(own)} is not null then json_build_object(
    'text', ${sql.identifier(own)}, 'language', nullif(practices.language, 'und'),
    'origin', 'original', 'isStale', false) end)`

/** A list of a recipe, part by part. */
const listOf = (
  name: 'role' | 'resource',
  table: 'practice_roles' | 'practice_resources',
  language: Language,
) => sql<ChosenText[]>`(
    select coalesce(json_agg(${part(name, table, name, language)} order by position), '[]')
    from ${sql.identifier(table)} where practice_id = practices.id)`

const recipeColumns = (language: Language) => ({
  ...cardColumns,
  pictures: imagesOf('practices'),
  context: texts('context'),
  aim: texts('aim'),
  audience: texts('audience'),
  duration: texts('duration'),
  evaluation: texts('evaluation'),
  results: texts('results'),
  transferability: texts('transferability'),
  roles: listOf('role', 'practice_roles', language),
  resources: listOf('resource', 'practice_resources', language),
  steps: sql<{ title: ChosenText; text: ChosenText | null }[]>`(
    select coalesce(json_agg(json_build_object(
      'title', ${part('step_title', 'practice_steps', 'title', language)},
      'text', ${part('step_text', 'practice_steps', 'text', language)}) order by position), '[]')
    from practice_steps where practice_id = practices.id)`,
  materials: sql<{ url: string; title: string | null; language: string | null }[]>`(
    select coalesce(json_agg(json_build_object(
      'url', url, 'title', title, 'language', language) order by position), '[]')
    from practice_materials where practice_id = practices.id)`,
  licence: practices.licence,
  adaptedFrom: sql<LinkRow | null>`(
    select ${link} from practices as related
    where related.id = practices.adapted_from_id and related.status = 'published')`,
  adaptations: sql<LinkRow[]>`(
    select coalesce(json_agg(${link} order by related.title, related.id), '[]')
    from practices as related
    where related.adapted_from_id = practices.id and related.status = 'published')`,
  adoptions: sql<AdoptionRow[]>`(
    select coalesce(json_agg(json_build_object(
      'actor', (select json_build_object('slug', slug, 'name', name)
                from actors where actors.id = actor_id and status = 'published'),
      'town', town, 'countryCode', country_code,
      'startsOn', starts_on, 'startsPrecision', starts_precision,
      'language', language, 'adaptation', adaptation, 'outcome', outcome
    ) order by starts_on desc nulls last, id), '[]')
    from adoptions where practice_id = practices.id
      and (actor_id is null or exists (
        select from actors where actors.id = actor_id and status = 'published')))`,
  createdAt: practices.createdAt,
  source: sourceColumns('practices'),
})

/** Everything public about a published practice. */
export async function findPractice(db: Executor, slug: string, language: Language) {
  const [row] = await db
    .select(recipeColumns(language))
    .from(practices)
    .where(and(eq(practices.slug, slug), eq(practices.status, 'published')))
  if (!row) return undefined

  const labels = await listConceptLabels(db, language)
  const text = (translations: Translation[] | null) =>
    chooseText(translations, language, row.language)
  const toLink = ({ slug, title, language: original, titles }: LinkRow) => ({
    slug,
    title: chooseTitle(titles, language, { title, language: original }).text,
  })
  return {
    ...toCard(row, { distanceMeters: null, matchedIn: [] }, labels, language),
    pictures: row.pictures.map((picture) => toImage(picture, language, row.language)),
    context: withHtml(text(row.context)),
    aim: withHtml(text(row.aim)),
    audience: text(row.audience),
    duration: text(row.duration),
    evaluation: withHtml(text(row.evaluation)),
    results: withHtml(text(row.results)),
    transferability: withHtml(text(row.transferability)),
    roles: row.roles,
    resources: row.resources,
    steps: row.steps.map(({ title, text }) => ({ title, text: withHtml(text) })),
    materials: row.materials,
    licence: row.licence,
    adaptedFrom: row.adaptedFrom && toLink(row.adaptedFrom),
    adaptations: row.adaptations.map(toLink),
    adoptions: row.adoptions.map(
      ({ actor, language: written, adaptation, outcome, ...adoption }) => ({
        actor,
        place: toPlace(adoption, language),
        on: partialDate(adoption.startsOn, adoption.startsPrecision),
        adaptation: chooseText(asTranslations(written, adaptation), language),
        outcome: chooseText(asTranslations(written, outcome), language),
      }),
    ),
    createdAt: row.createdAt,
    source: toSource(row.source),
  }
}

const asTranslations = (language: string, text: string | null) => (text ? [{ language, text }] : [])

/** Throws what there is to say of a practice that is not public: that it was here and is gone, or never was. */
export async function getMissingPractice(db: Executor, slug: string): Promise<never> {
  const [row] = await db
    .select({ status: practices.status })
    .from(practices)
    .where(eq(practices.slug, slug))
  throw row?.status === 'erased' ? gone('This practice') : notFound('This practice')
}
