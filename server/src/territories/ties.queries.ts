import { and, eq, sql, type SQL } from 'drizzle-orm'
import { actors, type Executor } from '@maillage/db'
import type { Language } from '../http/schema.ts'
import { listTerritoryNames } from '../places/territories.queries.ts'
import { isIn, type Scope } from '../search/reach.queries.ts'
import { areTied, type Tied } from '../search/tied.queries.ts'
import { pairs, placed } from './counts.queries.ts'
import { figureMaker, tiedParameters } from './figures.queries.ts'
import type { sideWords, themeWords } from './figures.schema.ts'
import type { Subject } from './subject.queries.ts'

interface TiesAsked {
  side: (typeof sideWords)[number]
  themes: (typeof themeWords)[number]
  /** Slug of one of the two. */
  actor: string | undefined
  /** Code of the territory that the other is in, elsewhere. */
  towards: string | undefined
  page: number
}

type End = { slug: string; name: string; country: string | null }
type TieRow = {
  one: End
  other: End
  isAcross: boolean
  hasSameTheme: boolean | null
  collaborations: { slug: string; title: string; language: string }[]
}

const PAGE_SIZE = 50

const sideIs: Record<TiesAsked['side'], SQL> = {
  any: sql`true`,
  inside: sql`not is_across`,
  across: sql`is_across`,
}

const themesAre: Record<TiesAsked['themes'], SQL> = {
  any: sql`true`,
  same: sql`has_same_theme`,
  other: sql`not has_same_theme`,
}

const isOf = (slug: string | undefined) =>
  slug === undefined ? sql`true` : sql`${slug} in (ones.slug, others.slug)`

const isTowards = (code: string | undefined) =>
  code === undefined ? sql`true` : sql`is_across and ${isIn(code, sql`other_id`)}`

/** A page of the ties of a place, with the collaborations that make each. */
export async function listTies(
  db: Executor,
  scope: Scope,
  asked: Tied,
  { side, themes, actor, towards, page }: TiesAsked,
) {
  const rows = await db.execute<{ total: number; tie: TieRow | null }>(sql`
    with ${pairs(scope, asked)},
    chosen as materialized (
      select one_id, other_id, is_across, has_same_theme, ones.slug as one_slug, ones.name as one_name,
        ones.country_code as one_country,
        others.slug as other_slug, others.name as other_name, others.country_code as other_country
      from tie join actors as ones on ones.id = one_id join actors as others on others.id = other_id
      where ${sideIs[side]} and ${themesAre[themes]} and ${isOf(actor)} and ${isTowards(towards)}
    ), shown as materialized (
      select * from chosen order by one_name, one_id, other_name, other_id
      limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}
    ), shown_part as materialized (
      select * from part where actor_id in (select one_id from shown union select other_id from shown)
    ), made as materialized (
      select one_id, other_id,
        json_agg(json_build_object('slug', slug, 'title', title, 'language', language) order by title, id) as collaborations
      from (
        -- Once, in however many roles the two take part.
        select distinct one_id, other_id, mine.collaboration_id
        from shown
        join shown_part as mine on mine.actor_id = one_id
        join shown_part as theirs on theirs.actor_id = other_id and theirs.collaboration_id = mine.collaboration_id
        where ${areTied(asked)}
      ) as tied
      join collaborations on id = collaboration_id
      group by one_id, other_id
    )
    select (select count(*)::int from chosen) as total, case when one_id is not null then json_build_object(
      'one', json_build_object('slug', one_slug, 'name', one_name, 'country', one_country),
      'other', json_build_object('slug', other_slug, 'name', other_name, 'country', other_country),
      'isAcross', is_across, 'hasSameTheme', has_same_theme,
      'collaborations', coalesce(collaborations, '[]')) end as tie
    from (select 1) as always left join shown on true left join made using (one_id, other_id)
    order by one_name, one_id, other_name, other_id`)
  const total = rows[0]?.total ?? 0
  return {
    total,
    page,
    pages: Math.max(1, Math.ceil(total / PAGE_SIZE)),
    items: rows.flatMap(({ tie }) => (tie ? [tie] : [])),
  }
}

type ReachedRow = { code: string; level: number; ties: number }

/** The territories in which those are that actors here, or one of them, have ties with. */
export function listReached(
  db: Executor,
  scope: Scope,
  asked: Tied,
  { actor, level }: { actor: string | undefined; level: number | null },
) {
  const isOne = actor === undefined ? sql`true` : sql`actors.slug = ${actor}`
  return db.execute<ReachedRow>(sql`
    with ${pairs(scope, asked)}, ${placed(level)},
    chosen as materialized (
      select one_id, other_id from tie join actors on actors.id = one_id where is_across and ${isOne}
    )
    select code, level, count(*)::int as ties
    from (select distinct territory_code from chosen join placed on actor_id = other_id) as reached
    join actor_territories using (territory_code)
    join chosen on other_id = actor_id
    join territories on code = territory_code
    group by code order by ties desc, code`)
}

/** The same with names in the reader's language, and with the ties of each. */
export async function nameReached(
  db: Executor,
  scope: Scope,
  subject: Subject,
  { rows, tied, slug }: { rows: ReachedRow[]; tied: Tied; slug: string | undefined },
  language: Language,
) {
  const figure = figureMaker(scope)
  const asked = {
    side: 'across',
    ...(slug !== undefined && { actor: slug }),
    ...tiedParameters(tied),
  }
  const names = await listTerritoryNames(
    db,
    rows.map(({ code }) => code),
    language,
  )
  const [actor] = await db
    .select({ slug: actors.slug, name: actors.name })
    .from(actors)
    .where(and(eq(actors.slug, slug ?? ''), eq(actors.status, 'published')))
  return {
    subject,
    actor: actor ?? null,
    total: rows.length,
    items: rows.map(({ code, level, ties }) => ({
      territory: { code, level, name: names.get(code) ?? code },
      ties: figure('ties', ties, { ...asked, with: code }),
    })),
  }
}
