import { and, eq, sql } from 'drizzle-orm'
import {
  conceptLabels,
  concepts,
  type conceptSchemes,
  conceptSuggestions,
  type Executor,
} from '@maillage/db'

type Scheme = (typeof conceptSchemes)[number]

/** What people wrote in addition to the vocabulary and nobody has decided yet, the most used first. */
export function listSuggestions(db: Executor) {
  const uses = sql<number>`(
    (select count(*) from actor_suggestions where suggestion_id = concept_suggestions.id)
    + (select count(*) from practice_suggestions where suggestion_id = concept_suggestions.id))::int`
  return db
    .select({
      id: conceptSuggestions.id,
      scheme: conceptSuggestions.scheme,
      label: conceptSuggestions.label,
      language: conceptSuggestions.language,
      uses,
      createdAt: conceptSuggestions.createdAt,
    })
    .from(conceptSuggestions)
    .where(eq(conceptSuggestions.status, 'open'))
    .orderBy(sql`${uses} desc`, conceptSuggestions.id)
    .limit(500)
}

/** A suggestion that waits; locks it, so that two moderators decide one after the other. */
export async function findOpenSuggestion(tx: Executor, id: number) {
  const [suggestion] = await tx
    .select()
    .from(conceptSuggestions)
    .where(and(eq(conceptSuggestions.id, id), eq(conceptSuggestions.status, 'open')))
    .for('update')
  return suggestion
}

export async function findConceptId(
  db: Executor,
  scheme: Scheme,
  slug: string,
): Promise<number | undefined> {
  const [concept] = await db
    .select({ id: concepts.id })
    .from(concepts)
    .where(and(eq(concepts.scheme, scheme), eq(concepts.slug, slug)))
  return concept?.id
}

/** Adds a concept with its preferred labels. */
export async function createConcept(
  tx: Executor,
  scheme: Scheme,
  slug: string,
  labels: Record<string, string>,
): Promise<number> {
  const [concept] = await tx
    .insert(concepts)
    .values({ scheme, slug })
    .returning({ id: concepts.id })
  if (!concept) throw new Error('No concept was written')
  await tx.insert(conceptLabels).values(
    Object.entries(labels).map(([language, label]) => ({
      conceptId: concept.id,
      language,
      label,
      kind: 'preferred' as const,
    })),
  )
  return concept.id
}

/** Adds a word by which a concept is found. */
export async function addSynonym(
  tx: Executor,
  conceptId: number,
  language: string,
  label: string,
): Promise<void> {
  await tx
    .insert(conceptLabels)
    .values({ conceptId, language, label, kind: 'synonym' })
    .onConflictDoNothing()
}

/** Where those are listed who wrote a word and wait: among actors, or practices if no actor did. */
export async function findListOf(tx: Executor, id: number): Promise<'actors' | 'practices'> {
  const [row] = await tx.execute(sql`
    select 1 from actor_suggestions where suggestion_id = ${id} limit 1`)
  return row ? 'actors' : 'practices'
}

/** Ends a suggestion; whoever wrote it has the concept instead, or nothing when it is refused. */
export async function decideSuggestion(
  tx: Executor,
  { id, scheme }: { id: number; scheme: Scheme },
  decision: {
    status: 'accepted' | 'folded' | 'refused'
    conceptId: number | null
    by: number
    now: Date
  },
): Promise<void> {
  if (decision.conceptId !== null) {
    for (const owner of ['actor', 'practice']) {
      const column = sql.identifier(`${owner}_id`)
      await tx.execute(sql`
        insert into ${sql.identifier(`${owner}_${scheme}s`)} (${column}, concept_id)
        select ${column}, ${decision.conceptId} from ${sql.identifier(`${owner}_suggestions`)}
        where suggestion_id = ${id}
        on conflict do nothing`)
    }
  }
  for (const table of ['actor_suggestions', 'practice_suggestions']) {
    await tx.execute(sql`delete from ${sql.identifier(table)} where suggestion_id = ${id}`)
  }
  await tx
    .update(conceptSuggestions)
    .set({
      status: decision.status,
      conceptId: decision.conceptId,
      decidedAt: decision.now,
      decidedById: decision.by,
    })
    .where(eq(conceptSuggestions.id, id))
}
