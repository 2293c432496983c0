import { sql, type SQL } from 'drizzle-orm'
import type { Executor } from '@maillage/db'
import type { Translation } from '../http/language.ts'
import {
  type LabelWords,
  namedConcepts,
  type TakenLine,
  type TakenPart,
  toWording,
} from './taken.rules.ts'

interface WrittenLine extends TakenLine {
  /** A role or resource in the languages that it is written in, the practice’s own first; empty for skills. */
  texts: Translation[]
}

export interface Taken {
  id: number
  slug: string
  title: string
  language: string
  titles: Translation[] | null
  lines: WrittenLine[]
}

type LineRow = {
  part: TakenPart
  key: string
  conceptId: number | null
  texts: { language: string; text: string; words: string[] }[]
}

const words = (text: SQL) =>
  sql`tsvector_to_array(to_tsvector('pg_catalog.simple', folded_words(${text})))`

/** Everything that a published practice takes: its roles, resources and skills. */
export async function findTaken(db: Executor, slug: string): Promise<Taken | undefined> {
  const [practice] = await db.execute<Omit<Taken, 'lines'> & Record<string, unknown>>(sql`
    select id, slug, title, language,
      (select json_agg(json_build_object('language', language, 'text', text))
       from practice_texts where practice_id = practices.id and field = 'title') as titles
    from practices where slug = ${slug} and status = 'published'`)
  if (!practice) return undefined
  const rows = await db.execute<LineRow>(sql`
    with written as (
      select 'role' as part, position, role as text from practice_roles
      where practice_id = ${practice.id}
      union all
      select 'resource', position, resource from practice_resources
      where practice_id = ${practice.id}
    ), texts as (
      select part, position, ${practice.language} as language, text, true as is_own from written
      union all
      select part::text, position, language, text, false from practice_part_texts
      where practice_id = ${practice.id} and part in ('role', 'resource')
    )
    select part, position::text as key, null as "conceptId",
      json_agg(json_build_object('language', language, 'text', text, 'words', ${words(sql`text`)})
        order by is_own desc, language) as texts
    from texts group by part, position
    union all
    (select 'skill', slug, concepts.id, '[]'::json
     from practice_skills join concepts on concepts.id = concept_id
     where practice_id = ${practice.id})
    order by 1 desc, 2`)
  const labels = await listSkillWords(db)
  return { ...practice, lines: rows.map((row) => toLine(row, labels)).sort(inOrderOfRecipe) }
}

function toLine({ part, key, conceptId, texts }: LineRow, labels: LabelWords[]): WrittenLine {
  const wordings = texts.map((text) => text.words)
  const named = wordings.flatMap((said) => namedConcepts(said, labels))
  return {
    part,
    key,
    concepts: conceptId === null ? [...new Set(named)] : [conceptId],
    wordings,
    texts: texts.map(({ language, text }) => ({ language, text })),
  }
}

const places: Record<TakenPart, number> = { role: 0, resource: 1, skill: 2 }

const inOrderOfRecipe = (one: TakenLine, other: TakenLine) =>
  places[one.part] - places[other.part] ||
  (one.part === 'skill' ? (one.key < other.key ? -1 : 1) : Number(one.key) - Number(other.key))

async function listSkillWords(db: Executor): Promise<LabelWords[]> {
  const rows = await db.execute<LabelWords & Record<string, unknown>>(sql`
    select concept_id as "conceptId", ${words(sql`label`)} as words
    from concept_labels join concepts on concepts.id = concept_id where scheme = 'skill'`)
  return [...rows]
}

/**
 * Who offers which of these lines, as rows of `line`, its place in the list, and `actor_id`, each once: by a skill of its own, of
 * one of its offers or of a practice that it has a part in, or by the words of an offer. Offers that ended do not count.
 */
export function providersOf(lines: readonly TakenLine[]): SQL {
  const asked = lines.flatMap(({ concepts }, line) =>
    concepts.map((conceptId) => ({ line, concept_id: conceptId })),
  )
  const wordings = lines.flatMap((each, line) =>
    each.wordings.flatMap((said) => {
      const wording = toWording(said)
      return wording ? [{ line, ...wording }] : []
    }),
  )
  const isCurrent = sql`(ends_on is null or ends_on >= current_date)`
  return sql`
    with recursive skill as (
      select line, concept_id
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(line int, concept_id int)
      union
      select line, concepts.id from skill join concepts on broader_id = concept_id
    ), wording as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(wordings)}::jsonb)
        as wording(line int, sought text, words text[], needed int)
    )
    select line, actor_id from skill join actor_skills using (concept_id)
    union
    select line, actor_id from skill join offers on skill_id = concept_id where ${isCurrent}
    union
    select line, actor_id
    from skill
    join practice_skills using (concept_id)
    join practices on practices.id = practice_id and status = 'published'
    join practice_actors using (practice_id)
    union
    select line, actor_id
    from wording join offers on offers.words @@ wording.sought::tsquery
    where ${isCurrent} and needed <= (
      select count(*) from unnest(wording.words) as word where offers.words @@ word::tsquery)`
}
