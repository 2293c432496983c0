import { sql } from 'drizzle-orm'
import type { conceptSchemes, Executor } from '@maillage/db'
import type { Fields } from './rows.rules.ts'
import { flatten, integers, json, type Target } from './target.ts'

type Scheme = (typeof conceptSchemes)[number]
type Stored = { id: number; fields: Fields }

export const conceptsTarget = (scheme: Scheme): Target => ({
  settle: () => Promise.resolve([]),

  async match(tx, batch) {
    const rows = batch.map(({ fields }, n) => ({ n, slug: fields['slug'] }))
    const found = await tx.execute<{ n: number; id: number }>(sql`
      select n, concepts.id from jsonb_to_recordset(${json(rows)}) as asked(n int, slug text)
      join concepts on concepts.scheme = ${scheme} and concepts.slug = asked.slug`)
    return new Map(
      found.flatMap(({ n, id }) => {
        const incoming = batch[n]
        return incoming ? [[incoming, id]] : []
      }),
    )
  },

  async read(tx, ids) {
    const rows = await tx.execute<{ id: number; fields: Fields; labels: Fields | null }>(sql`
      select id,
        jsonb_build_object(
          'slug', slug, 'sourceUrl', source_url,
          'broader', (select broader.slug from concepts as broader where broader.id = concepts.broader_id),
          'synonyms', (select jsonb_agg(jsonb_build_array(language, label))
            from concept_labels where concept_id = concepts.id and kind = 'synonym'),
          'matches', (select jsonb_agg(jsonb_build_array(scheme, code))
            from concept_matches where concept_id = concepts.id)
        ) as fields,
        (select jsonb_object_agg('label:' || language, label)
          from concept_labels where concept_id = concepts.id and kind = 'preferred') as labels
      from concepts where id = any (${integers(ids)})`)
    return new Map(rows.map(({ id, fields, labels }) => [id, { ...fields, ...labels }]))
  },

  async create(tx, records) {
    const rows = records.map(({ fields }) => ({ slug: fields['slug'], url: fields['sourceUrl'] }))
    const created = await tx.execute<{ id: number; slug: string }>(sql`
      insert into concepts (scheme, slug, source_url)
      select ${scheme}, slug, url from jsonb_to_recordset(${json(rows)}) as row(slug text, url text)
      returning id, slug`)
    const ids = new Map(created.map(({ id, slug }) => [slug, id]))
    const stored = records.map(({ fields }) => ({
      id: ids.get(String(fields['slug'])) ?? 0,
      fields,
    }))
    await writeParts(tx, scheme, stored)
    return stored.map(({ id }) => id)
  },

  async update(tx, records) {
    const ids = integers(records.map(({ id }) => id))
    const rows = records.map(({ id, fields }) => ({ id, url: fields['sourceUrl'] }))
    await tx.execute(sql`
      update concepts set source_url = url
      from jsonb_to_recordset(${json(rows)}) as row(id int, url text) where concepts.id = row.id`)
    await tx.execute(sql`delete from concept_labels where concept_id = any (${ids})`)
    await tx.execute(sql`delete from concept_matches where concept_id = any (${ids})`)
    await writeParts(tx, scheme, records)
  },

  refresh: () => Promise.resolve(),
})

async function writeParts(tx: Executor, scheme: Scheme, records: readonly Stored[]): Promise<void> {
  // After all of a batch exist, because a concept may come before the one above it.
  const broader = records.map(({ id, fields }) => ({ id, broader: fields['broader'] }))
  await tx.execute(sql`
    update concepts set broader_id = above.id
    from jsonb_to_recordset(${json(broader)}) as row(id int, broader text)
    join concepts as above on above.scheme = ${scheme} and above.slug = row.broader
    where concepts.id = row.id`)
  const preferred = records.flatMap(({ id, fields }) =>
    Object.entries(fields).flatMap(([name, label]) =>
      name.startsWith('label:') && typeof label === 'string'
        ? [{ id, language: name.slice('label:'.length), kind: 'preferred', label }]
        : [],
    ),
  )
  const synonyms = flatten(records, 'synonyms', ([language, label], id) => ({
    id,
    language,
    kind: 'synonym',
    label,
  }))
  await tx.execute(sql`
    insert into concept_labels (concept_id, language, kind, label)
    select * from jsonb_to_recordset(${json([...preferred, ...synonyms])})
      as row(id int, language text, kind label_kind, label text)
    on conflict do nothing`)
  const matches = flatten(records, 'matches', ([other, code], id) => ({ id, other, code }))
  await tx.execute(sql`
    insert into concept_matches (concept_id, scheme, code)
    select * from jsonb_to_recordset(${json(matches)}) as row(id int, other match_scheme, code text)
    on conflict do nothing`)
}
