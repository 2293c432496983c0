import { sql } from 'drizzle-orm'
import type { collaborationKinds, datePrecisions, Executor, participationRoles } from '@maillage/db'
import { chooseTitle, type Translation } from '../http/language.ts'
import { partialDate } from '../http/partial-date.rules.ts'
import type { Language } from '../http/schema.ts'
import type { Evidence } from '../collaborations/evidence.rules.ts'

type Precision = (typeof datePrecisions)[number]

type Row = {
  id: number
  slug: string
  title: string
  language: string
  titles: Translation[] | null
  kind: (typeof collaborationKinds)[number]
  programme: string | null
  startsOn: string | null
  startsPrecision: Precision | null
  endsOn: string | null
  endsPrecision: Precision | null
  parts: Part[]
}

/** One actor’s part, and what backs it. */
interface Part {
  actorId: number
  role: (typeof participationRoles)[number]
  evidence: Evidence
  startsOn: string | null
  startsPrecision: Precision | null
  endsOn: string | null
  endsPrecision: Precision | null
  source: string | null
  sourceUrl: string | null
}

export type CollaborationOfTies = ReturnType<typeof toCollaboration>

/** What collaborations are, and what these actors’ parts in them rest on, by id. */
export async function describeCollaborations(
  db: Executor,
  ids: readonly number[],
  actorIds: readonly number[],
  language: Language,
): Promise<Map<number, CollaborationOfTies>> {
  if (ids.length === 0) return new Map()
  const rows = await db.execute<Row>(sql`
    select id, slug, title, language, kind, programme,
      starts_on::text as "startsOn", starts_precision as "startsPrecision",
      ends_on::text as "endsOn", ends_precision as "endsPrecision",
      (select json_agg(json_build_object('language', texts.language, 'text', text))
       from collaboration_texts as texts
       where collaboration_id = collaborations.id and field = 'title') as titles,
      (select coalesce(json_agg(json_build_object(
         'actorId', actor_id, 'role', role, 'evidence', evidence,
         'startsOn', parts.starts_on::text, 'startsPrecision', parts.starts_precision,
         'endsOn', parts.ends_on::text, 'endsPrecision', parts.ends_precision,
         'source', sources.name, 'sourceUrl', parts.source_url) order by role, actor_id), '[]')
       from participations as parts left join sources on sources.id = parts.source_id
       where collaboration_id = collaborations.id
         and actor_id in (select value::int from jsonb_array_elements_text(${JSON.stringify(actorIds)}::jsonb))) as parts
    from collaborations
    where status = 'published'
      and id in (select value::int from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb))`)
  return new Map(rows.map((row) => [row.id, toCollaboration(row, language)]))
}

function toCollaboration(row: Row, language: Language) {
  return {
    slug: row.slug,
    title: chooseTitle(row.titles, language, row).text,
    kind: row.kind,
    programme: row.programme,
    start: partialDate(row.startsOn, row.startsPrecision),
    end: partialDate(row.endsOn, row.endsPrecision),
    parts: row.parts.map(({ actorId, role, evidence, source, sourceUrl, ...part }) => ({
      actorId,
      role,
      evidence,
      start: partialDate(part.startsOn, part.startsPrecision),
      end: partialDate(part.endsOn, part.endsPrecision),
      source,
      sourceUrl,
    })),
  }
}
