import { sql } from 'drizzle-orm'
import { adoptions, type datePrecisions, type Executor } from '@maillage/db'
import { findActorIds } from '../actors/actor-slugs.queries.ts'
import { boundary, partialDate } from '../http/partial-date.rules.ts'
import { invalid } from '../http/problem.ts'
import { isPlace } from '../places/is-place.queries.ts'
import type { WriteOptions } from '../vocabulary/concepts-of.queries.ts'
import type { Adoption } from './practice-document.schema.ts'

type Precision = (typeof datePrecisions)[number] | null

type Row = {
  actor: string | null
  from: string | null
  town: string | null
  country: string | null
  placeId: number | null
  startsOn: string | null
  startsPrecision: Precision
  endsOn: string | null
  endsPrecision: Precision
  language: string
  adaptation: string | null
  outcome: string | null
}

/** Who took a practice up, as its document says it. */
export async function readAdoptions(db: Executor, practiceId: number): Promise<Adoption[]> {
  const rows = await db.execute<Row>(sql`
    select adopters.slug as actor, teachers.slug as "from", adoptions.town,
      adoptions.country_code as country, adoptions.place_id as "placeId",
      starts_on::text as "startsOn", starts_precision as "startsPrecision",
      ends_on::text as "endsOn", ends_precision as "endsPrecision", language, adaptation, outcome
    from adoptions
    left join actors as adopters on adopters.id = actor_id
    left join actors as teachers on teachers.id = from_actor_id
    where practice_id = ${practiceId}
    order by adopters.slug collate "C", starts_on, adoptions.id`)
  return rows.map(({ town, country, placeId, ...row }) => ({
    actor: row.actor,
    from: row.from,
    place: { town, country, placeId },
    start: partialDate(row.startsOn, row.startsPrecision),
    end: partialDate(row.endsOn, row.endsPrecision),
    language: row.language,
    adaptation: row.adaptation,
    outcome: row.outcome,
  }))
}

/** Gives a practice these adoptions and no others. */
export async function writeAdoptions(
  tx: Executor,
  practiceId: number,
  written: readonly Adoption[],
  { forgive = false }: WriteOptions,
): Promise<void> {
  const named = written.flatMap(({ actor, from }) => [actor, from].filter((slug) => slug !== null))
  const ids = await findActorIds(tx, named)
  const unknown = named.find((slug) => !ids.has(slug))
  if (unknown !== undefined && !forgive) {
    throw invalid({ adoptions: `names ${unknown}, which does not exist` })
  }
  const rows = []
  for (const adoption of written) {
    const { actor, from, start, end, place, language, adaptation, outcome } = adoption
    // Whoever was erased since took it up all the same; who and how is gone.
    if (actor !== null && !ids.has(actor)) continue
    const isKnown = place.placeId === null || (await isPlace(tx, place.placeId))
    if (!isKnown && !forgive) {
      throw invalid({ adoptions: 'names a place that the gazetteer does not have' })
    }
    const actorId = idOf(ids, actor)
    const fromActorId = idOf(ids, from)
    const first = start === null ? null : boundary(start, 'first')
    const last = end === null ? null : boundary(end, 'last')
    rows.push({
      practiceId,
      actorId,
      // Two that were merged since are one.
      fromActorId: fromActorId === actorId ? null : fromActorId,
      placeId: isKnown ? place.placeId : null,
      town: place.town,
      countryCode: place.country,
      startsOn: first?.on ?? null,
      startsPrecision: first?.precision ?? null,
      endsOn: last?.on ?? null,
      endsPrecision: last?.precision ?? null,
      language,
      adaptation,
      outcome,
    })
  }
  await tx.execute(sql`delete from adoptions where practice_id = ${practiceId}`)
  if (rows.length > 0) await tx.insert(adoptions).values(rows)
}

const idOf = (ids: Map<string, number>, slug: string | null) =>
  slug === null ? null : (ids.get(slug) ?? null)
