import { sql } from 'drizzle-orm'
import type { datePrecisions, Executor } from '@maillage/db'
import { chooseText, chooseTitle, toPlace, type Translation } from '../http/language.ts'
import { partialDate } from '../http/partial-date.rules.ts'
import type { Language } from '../http/schema.ts'
import {
  type AdoptionInLineage,
  type Branch,
  growTree,
  type PracticeInLineage,
} from './adoptions.rules.ts'
import type { TravelStep } from './adoptions.schema.ts'

interface PracticeRow extends PracticeInLineage, Record<string, unknown> {
  slug: string
  title: string
  language: string
  titles: Translation[] | null
  town: string | null
  countryCode: string | null
  isAncestor: boolean
}

interface ActorLink {
  slug: string
  name: string
}

interface AdoptionRow extends AdoptionInLineage, Record<string, unknown> {
  actor: ActorLink | null
  from: ActorLink | null
  town: string | null
  countryCode: string | null
  startsOn: string | null
  startsPrecision: (typeof datePrecisions)[number] | null
  endsOn: string | null
  endsPrecision: (typeof datePrecisions)[number] | null
  language: string
  adaptation: string | null
  outcome: string | null
}

/** A lineage of more practices than this is cut. */
const MOST_PRACTICES = 500

/** How a published practice travelled, or nothing if there is none. */
export async function findTravels(db: Executor, slug: string, language: Language) {
  const practices = await listLineage(db, slug)
  const own = practices.find((practice) => practice.slug === slug)
  if (!own) return undefined
  const later = practices.filter(({ isAncestor }) => !isAncestor)
  const adoptions = await listAdoptions(
    db,
    later.map(({ id }) => id),
  )
  const tree = growTree(own.id, practices, adoptions)
  if (!tree) return undefined
  return {
    tree: toStep(tree, own.id, language),
    adoptions: adoptions.filter(({ practiceId }) => practiceId === own.id).length,
    ancestors: practices.length - later.length,
    adaptations: later.length - 1,
  }
}

/**
 * A practice with the published ones that it goes back to, and those that go back to it; one that is hidden breaks the line.
 * `union` drops what was found before, so that circles end.
 */
async function listLineage(db: Executor, slug: string): Promise<PracticeRow[]> {
  const rows = await db.execute<PracticeRow>(sql`
    with recursive own as (
      select id, adapted_from_id from practices where slug = ${slug} and status = 'published'
    ), later as (
      select id, adapted_from_id from own
      union
      select practices.id, practices.adapted_from_id
      from later join practices on practices.adapted_from_id = later.id
      where practices.status = 'published'
    ), earlier as (
      select id, adapted_from_id from own
      union
      select practices.id, practices.adapted_from_id
      from earlier join practices on practices.id = earlier.adapted_from_id
      where practices.status = 'published'
    ), lineage as (
      select id, false as is_ancestor from later
      union all
      select id, true from earlier where id not in (select id from later)
    )
    select practices.id, adapted_from_id as "adaptedFromId", slug, title, language, town,
      country_code as "countryCode", is_ancestor as "isAncestor",
      array(select actor_id from practice_actors
            where practice_id = practices.id and role = 'originates') as originators,
      (select json_agg(json_build_object('language', language, 'text', text))
       from practice_texts where practice_id = practices.id and field = 'title') as titles
    from lineage join practices using (id)
    order by is_ancestor desc, practices.slug <> ${slug}, title, practices.id
    limit ${MOST_PRACTICES}`)
  return [...rows]
}

/** Adoptions by published actors, or by ones that were erased; an actor that was merged stands for the one it became. */
async function listAdoptions(db: Executor, practiceIds: number[]): Promise<AdoptionRow[]> {
  const rows = await db.execute<AdoptionRow>(sql`
    select adoptions.id, practice_id as "practiceId", actor_id as "actorId",
      teachers.id as "fromActorId",
      case when adopters.id is not null
        then json_build_object('slug', adopters.slug, 'name', adopters.name) end as actor,
      case when teachers.id is not null
        then json_build_object('slug', teachers.slug, 'name', teachers.name) end as "from",
      adoptions.town, adoptions.country_code as "countryCode",
      starts_on::text as "startsOn", starts_precision as "startsPrecision",
      ends_on::text as "endsOn", ends_precision as "endsPrecision",
      language, adaptation, outcome
    from adoptions
    left join actors as adopters on adopters.id = actor_id
    left join actors as named on named.id = from_actor_id
    left join actors as teachers
      on teachers.id = coalesce(named.merged_into_id, named.id) and teachers.status = 'published'
    where practice_id in (
        select jsonb_array_elements_text(${JSON.stringify(practiceIds)}::jsonb)::int)
      and (actor_id is null or adopters.status = 'published')
    order by starts_on nulls last, adopters.name, adoptions.id`)
  return [...rows]
}

function toStep(
  { practice, adoption, next }: Branch<PracticeRow, AdoptionRow>,
  ownId: number,
  language: Language,
): TravelStep {
  const steps = next.map((branch) => toStep(branch, ownId, language))
  if (practice) {
    const title = chooseTitle(practice.titles, language, practice)
    return {
      practice: { slug: practice.slug, title: title.text, language: title.language },
      isThis: practice.id === ownId,
      actor: null,
      from: null,
      place: toPlace(practice, language),
      start: null,
      end: null,
      adaptation: null,
      outcome: null,
      next: steps,
    }
  }
  const written = (text: string | null) =>
    chooseText(text === null ? [] : [{ language: adoption.language, text }], language)
  return {
    practice: null,
    isThis: false,
    actor: adoption.actor,
    from: adoption.from,
    place: toPlace(adoption, language),
    start: partialDate(adoption.startsOn, adoption.startsPrecision),
    end: partialDate(adoption.endsOn, adoption.endsPrecision),
    adaptation: written(adoption.adaptation),
    outcome: written(adoption.outcome),
    next: steps,
  }
}
