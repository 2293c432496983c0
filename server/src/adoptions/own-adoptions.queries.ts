import { and, eq, sql } from 'drizzle-orm'
import { type Executor, proposals } from '@maillage/db'
import type { Subject } from '../accounts/roles.queries.ts'
import type { PracticeDocument } from '../practices/practice-document.schema.ts'
import { readPracticeDocument } from '../practices/practice-document.queries.ts'
import { withFields } from '../moderation/changes.rules.ts'
import { readVersion } from '../moderation/history.queries.ts'

export type PracticeSubject = Pick<Subject, 'id' | 'version'>

/** What is written of a practice, with what someone sent about it and nobody has decided on. */
export async function readWithWaiting(
  db: Executor,
  { id, version }: PracticeSubject,
  accountId: number,
): Promise<{ document: PracticeDocument; isWaiting: boolean }> {
  const current = await readPracticeDocument(db, id)
  const [waiting] = await db
    .select()
    .from(proposals)
    .where(
      and(
        eq(proposals.feature, 'practices'),
        eq(proposals.recordId, id),
        eq(proposals.accountId, accountId),
        eq(proposals.status, 'pending'),
        eq(proposals.kind, 'update'),
      ),
    )
  if (!waiting) return { document: current, isWaiting: false }
  const { document, changedFields, baseVersion } = waiting
  const base = await readVersion(db, { feature: 'practices', id, version }, baseVersion)
  return {
    document: withFields(current, document as PracticeDocument, changedFields, base),
    isWaiting: true,
  }
}

export interface Adopter {
  slug: string
  name: string
  town: string | null
  country: string | null
  placeId: number | null
}

/** The actors that someone writes for; with `practiceId` also those that a practice names. */
export async function listAdopters(
  db: Executor,
  accountId: number,
  practiceId: number | null,
): Promise<Adopter[]> {
  const rows = await db.execute<Adopter & Record<string, unknown>>(sql`
    select slug, name, town, country_code as country, place_id as "placeId" from actors
    where status in ('published', 'pending') and id in (
      select actor_id from actor_editors where account_id = ${accountId}
      union
      select actor_id from practice_actors where practice_id = ${practiceId}::int
      union
      select actor_id from adoptions where practice_id = ${practiceId}::int)
    order by name, id`)
  return [...rows]
}
