import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { sql } from 'drizzle-orm'
import type { Database, Executor } from '@maillage/db'
import { FileRefused } from './file-refused.ts'
import {
  DUMP_COLUMNS,
  POSTAL_COLUMNS,
  readDivision,
  readPostal,
  type PostalPlace,
} from './geonames.rules.ts'
import { insertPlaces, rememberLoaded } from './load-gazetteer.ts'

const BATCH_CODES = 5_000

/** Loads the populated places of a GeoNames country dump, down to hamlets. Again, it brings them up to date. */
export async function loadGeonames(
  db: Database,
  file: string,
  onprogress?: (places: number) => void,
): Promise<number> {
  await refuseOthers(file, DUMP_COLUMNS, 'a country dump of GeoNames')
  const divisions = new Map<string, string>()
  for await (const line of lines(file)) {
    const division = readDivision(line)
    if (division) divisions.set(division.code, division.name)
  }
  return db.transaction(async (tx) => {
    const places = await insertPlaces(tx, file, { divisions, ...(onprogress && { onprogress }) })
    await rememberLoaded(tx, `GeoNames ${basename(file)}`)
    return places
  })
}

/** Loads a postal code file of GeoNames; the codes of its countries are replaced. */
export async function loadPostalCodes(
  db: Database,
  file: string,
  onprogress?: (codes: number) => void,
): Promise<number> {
  await refuseOthers(file, POSTAL_COLUMNS, 'a postal code file of GeoNames')
  return db.transaction(async (tx) => {
    const replaced = new Set<string>()
    let loaded = 0
    let batch: PostalPlace[] = []
    const flush = async () => {
      const added = new Set(batch.map(({ countryCode }) => countryCode))
      for (const country of added) {
        if (replaced.has(country)) continue
        await tx.execute(sql`delete from postal_codes where country_code = ${country}`)
        replaced.add(country)
      }
      await insertCodes(tx, batch)
      loaded += batch.length
      batch = []
      onprogress?.(loaded)
    }
    for await (const line of lines(file)) {
      const postal = readPostal(line)
      if (postal) batch.push(postal)
      if (batch.length >= BATCH_CODES) await flush()
    }
    await flush()
    await tx.execute(sql`analyze postal_codes`)
    await rememberLoaded(tx, `GeoNames postal codes ${basename(file)}`)
    return loaded
  })
}

const lines = (file: string) => createInterface(createReadStream(file))

/** The two kinds of files have the same names and differ in their number of columns. */
async function refuseOthers(file: string, columns: number, what: string): Promise<void> {
  const input = createReadStream(file, { end: 65_535 })
  const refusal = new FileRefused(
    `${basename(file)} is not ${what}: its lines do not have ${String(columns)} columns.`,
  )
  try {
    for await (const line of createInterface(input)) {
      if (line.split('\t').length !== columns) throw refusal
      return
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new FileRefused(`There is no file ${file}.`)
    }
    throw error
  } finally {
    input.destroy()
  }
  throw refusal
}

async function insertCodes(tx: Executor, batch: readonly PostalPlace[]): Promise<void> {
  await tx.execute(sql`
    insert into postal_codes (country_code, code_key, code, name, name_key, region, location)
    select distinct on (1, 2, 5) "countryCode", upper(regexp_replace(code, '[^[:alnum:]]', '', 'g')),
      code, name, folded_words(name), region, ST_SetSRID(ST_MakePoint(lng, lat), 4326)
    from jsonb_to_recordset(${JSON.stringify(batch)}::jsonb) as row("countryCode" text, code text,
      name text, region text, lat float8, lng float8)
    on conflict do nothing`)
}
