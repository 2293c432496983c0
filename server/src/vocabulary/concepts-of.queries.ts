import { sql } from 'drizzle-orm'
import type { conceptSchemes, Executor } from '@maillage/db'
import type { Suggestion } from '../http/document.schema.ts'
import { invalid } from '../http/problem.ts'
import { textArray } from '../http/sql.ts'

type Scheme = (typeof conceptSchemes)[number]
type Owner = 'actor' | 'practice' | 'collaboration'

export interface WriteOptions {
  /** Whether what is no longer there is left out, as in documents of the past, instead of refused. */
  forgive?: boolean
  /** Who says so. */
  accountId?: number | null
}

const tableOf = (owner: Owner, scheme: Scheme) => sql.identifier(`${owner}_${scheme}s`)
const keyOf = (owner: Owner) => sql.identifier(`${owner}_id`)

/** The slugs of a record's concepts, in their own order. */
export async function readConceptsOf(
  db: Executor,
  owner: Owner,
  scheme: Scheme,
  id: number,
): Promise<string[]> {
  const rows = await db.execute<{ slug: string }>(sql`
    select slug from ${tableOf(owner, scheme)} join concepts on concepts.id = concept_id
    where ${keyOf(owner)} = ${id} order by slug collate "C"`)
  return rows.map(({ slug }) => slug)
}

/** Gives a record these concepts and no others. */
export async function writeConceptsOf(
  tx: Executor,
  owner: Owner,
  scheme: Scheme,
  id: number,
  slugs: readonly string[],
  { forgive = false }: WriteOptions = {},
): Promise<void> {
  const found = await tx.execute<{ id: number; slug: string }>(sql`
    select id, slug from concepts
    where scheme = ${scheme} and slug in (
      select jsonb_array_elements_text(${JSON.stringify(slugs)}::jsonb))`)
  const known = new Set(found.map(({ slug }) => slug))
  const unknown = slugs.find((slug) => !known.has(slug))
  if (unknown !== undefined && !forgive) {
    throw invalid({ [`${scheme}s`]: `names ${unknown}, which the vocabulary does not have` })
  }
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(found.map((each) => each.id))}::jsonb)::int)`
  await tx.execute(sql`
    delete from ${tableOf(owner, scheme)} where ${keyOf(owner)} = ${id} and concept_id not in ${ids}`)
  if (found.length === 0) return
  await tx.execute(sql`
    insert into ${tableOf(owner, scheme)} (${keyOf(owner)}, concept_id)
    select ${id}::int, concept_id from jsonb_array_elements_text(
      ${JSON.stringify(found.map((each) => each.id))}::jsonb) as one(value)
    cross join lateral (select value::int as concept_id) as given
    on conflict do nothing`)
}

/** The words that a record adds and nobody has decided on. */
export async function readSuggestionsOf(
  db: Executor,
  owner: 'actor' | 'practice',
  scheme: Scheme,
  id: number,
): Promise<Suggestion[]> {
  const rows = await db.execute<{ label: string; language: string }>(sql`
    select label, language
    from ${sql.identifier(`${owner}_suggestions`)}
    join concept_suggestions on concept_suggestions.id = suggestion_id
    where ${keyOf(owner)} = ${id} and scheme = ${scheme} and status = 'open'
    order by label collate "C", language`)
  return rows.map(({ label, language }) => ({ label, language }))
}

/** Gives a record these added words and no others; the same word of several records is one to decide on. */
export async function writeSuggestionsOf(
  tx: Executor,
  owner: 'actor' | 'practice',
  scheme: Scheme,
  id: number,
  suggestions: readonly Suggestion[],
  { accountId = null }: WriteOptions,
): Promise<void> {
  const table = sql.identifier(`${owner}_suggestions`)
  const asked = sql`jsonb_to_recordset(${JSON.stringify(suggestions)}::jsonb)
    as asked(label text, language text)`
  if (accountId !== null && suggestions.length > 0) {
    // Who saves a record that has the word already did not write it.
    await tx.execute(sql`
      update concept_suggestions as here set account_id = ${accountId}
      from ${asked}
      where here.scheme = ${scheme} and here.label = asked.label
        and here.language = asked.language and here.status = 'open' and here.account_id is null
        and not exists (
          select from ${table} where suggestion_id = here.id and ${keyOf(owner)} = ${id})`)
  }
  await tx.execute(sql`
    delete from ${table} using concept_suggestions
    where ${keyOf(owner)} = ${id} and concept_suggestions.id = suggestion_id
      and concept_suggestions.scheme = ${scheme}`)
  if (suggestions.length > 0) {
    await tx.execute(sql`
      insert into concept_suggestions (scheme, label, language, account_id)
      select ${scheme}, label, language, ${accountId}::int from ${asked}
      where not exists (
        select from concept_suggestions as here
        where here.scheme = ${scheme} and here.label = asked.label
          and here.language = asked.language and here.status = 'open')`)
    await tx.execute(sql`
      insert into ${table} (${keyOf(owner)}, suggestion_id)
      select ${id}::int, min(here.id)
      from ${asked} join concept_suggestions as here
        on here.label = asked.label and here.language = asked.language
      where here.scheme = ${scheme} and here.status = 'open'
      group by asked.label, asked.language
      on conflict do nothing`)
  }
  // Nobody needs to decide on a word that no record has any more.
  await tx.execute(sql`
    delete from concept_suggestions
    where status = 'open' and scheme = ${scheme}
      and not exists (select from actor_suggestions where suggestion_id = concept_suggestions.id)
      and not exists (select from practice_suggestions where suggestion_id = concept_suggestions.id)`)
}

/** Names the author of the words that records added before anyone had proven their address. */
export async function nameSuggestionsOf(
  tx: Executor,
  owner: 'actor' | 'practice',
  slugs: readonly string[],
  accountId: number,
): Promise<void> {
  await tx.execute(sql`
    update concept_suggestions set account_id = ${accountId}
    where status = 'open' and account_id is null and id in (
      select suggestion_id from ${sql.identifier(`${owner}_suggestions`)}
      join ${sql.identifier(`${owner}s`)} as records on records.id = ${keyOf(owner)}
      where slug = any(${textArray(slugs)}))`)
}
