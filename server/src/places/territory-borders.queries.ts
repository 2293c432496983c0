import { sql } from 'drizzle-orm'
import type { Geometry } from 'geojson'
import type { Executor, territorySchemes } from '@maillage/db'
import { stepDataVersion } from '../http/data-version.queries.ts'

export interface Territory {
  code: string
  scheme: (typeof territorySchemes)[number]
  level: number
  name: string
  parentCode: string | null
  countryCode: string
  version: string | null
  attribution: string
  border: Geometry
}

/** Corners that a part has at most; more make finding the one around a point slow. */
const PART_CORNERS = 128
const BATCH_ACTORS = 1_000

/** Writes territories, broader ones first; a border that is not valid is repaired. */
export async function writeTerritories(
  tx: Executor,
  territories: readonly Territory[],
  { replace }: { replace: boolean },
): Promise<void> {
  const ordered = [...territories].sort((a, b) => a.level - b.level)
  for (let start = 0; start < ordered.length; start += 100) {
    const rows = ordered.slice(start, start + 100)
    await tx.execute(sql`
      insert into territories
        (code, scheme, level, name, parent_code, country_code, version, attribution, border)
      select code, scheme, level, name, "parentCode", "countryCode", version, attribution,
        -- Repairing may leave stray lines and points beside the areas; what goes on past 180° belongs at the other end.
        ST_Multi(ST_CollectionExtract(ST_WrapX(ST_WrapX(
          ST_MakeValid(ST_SetSRID(ST_GeomFromGeoJSON(border), 4326)), 180, -360), -180, 360), 3))
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row(code text,
        scheme territory_scheme, level smallint, name text, "parentCode" text, "countryCode" text,
        version text, attribution text, border jsonb)
      on conflict (code) do ${replace ? REPLACE : sql`nothing`}`)
  }
  await stepDataVersion(tx)
}

// A country keeps its scheme, code and English name; its border comes from whoever is more exact.
const REPLACE = sql`update set
  name = case when territories.level = 0 then territories.name else excluded.name end,
  level = excluded.level, parent_code = excluded.parent_code,
  country_code = excluded.country_code, version = excluded.version,
  attribution = excluded.attribution, border = excluded.border`

/** Deletes regions that a newer edition of the same countries no longer has. */
export async function deleteFormerRegions(
  tx: Executor,
  territories: readonly Territory[],
): Promise<void> {
  const regions = territories.filter(({ level }) => level > 0)
  const rows = regions.map(({ code, countryCode, level }) => ({ code, countryCode, level }))
  await tx.execute(sql`
    with given as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row(code text, "countryCode" text, level smallint)
    )
    delete from territories
    where scheme = 'nuts' and code not in (select code from given)
      and (country_code, level) in (select "countryCode", level from given)`)
}

/** Cuts the narrowest territories small; where there are regions, the country’s own parts are dropped. */
export async function replaceParts(tx: Executor): Promise<void> {
  await tx.execute(sql`delete from territory_parts`)
  await tx.execute(sql`
    insert into territory_parts (territory_code, part)
    select code, (ST_Dump(ST_Subdivide(border, ${PART_CORNERS}))).geom
    from territories
    where border is not null and scheme <> 'custom'
      and not exists (select from territories as narrower where narrower.parent_code = territories.code)`)
  await tx.execute(sql`analyze territory_parts`)
}

/** Finds the territories of all actors anew. */
export async function refreshActorsOf(tx: Executor): Promise<number> {
  let last = 0
  let refreshed = 0
  for (;;) {
    const batch = await tx.execute<{ id: number }>(
      sql`select id from actors where id > ${last} order by id limit ${BATCH_ACTORS}`,
    )
    const ids = batch.map(({ id }) => id)
    if (ids.length === 0) return refreshed
    await tx.execute(sql`select refresh_actors(${`{${ids.join(',')}}`}::integer[])`)
    last = ids.at(-1) ?? last
    refreshed += ids.length
  }
}
