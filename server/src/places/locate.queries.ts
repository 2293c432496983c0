import { sql } from 'drizzle-orm'
import type { Executor } from '@maillage/db'

/** Where something is said to be. */
export interface Whereabouts {
  country: string
  postalCode?: string | undefined
  town?: string | undefined
}

export type Located = {
  lng: number
  lat: number
  /** GeoNames id; a postal code alone has none. */
  placeId: number | null
}

/** The ways in which one town may be written, from the most to the least exact. */
export function townVariants(town: string): string[] {
  const plain = town
    .replace(/\b(cedex|cédex)\b.*$/i, '')
    .replace(/\b\d[\d -]*\b/g, ' ')
    .trim()
  const outside = plain.replace(/\(.*?\)/g, ' ').trim()
  const parts = outside.split(/[,/;]| - | – /).map((part) => part.trim())
  return [...new Set([town.trim(), plain, outside, ...parts])].filter((variant) => variant !== '')
}

/** Finds the points of towns and postal codes for many rows at once; the key is the row’s index. */
export async function locate(
  tx: Executor,
  whereabouts: readonly Whereabouts[],
): Promise<Map<number, Located>> {
  // The same town comes many times in a file.
  const groups = new Map<string, number[]>()
  for (const [n, where] of whereabouts.entries()) {
    const group = JSON.stringify([where.country, where.postalCode ?? '', where.town ?? ''])
    groups.set(group, [...(groups.get(group) ?? []), n])
  }
  const rows = [...groups.keys()].map((group, n) => {
    const [country, code, town = ''] = JSON.parse(group) as string[]
    return { n, country, code, towns: townVariants(town) }
  })
  const found = await tx.execute<Located & { n: number }>(sql`
    with asked as materialized (
      select n, country, upper(regexp_replace(code, '[^[:alnum:]]', '', 'g')) as code_key,
        array(select folded_words(town) from jsonb_array_elements_text(towns) as variant(town)) as names
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row(n int, country text, code text, towns jsonb)
    ), coded as materialized (
      select n, postal.location, postal.agrees
      from asked cross join lateral (
        select location, name_key = any (names) as agrees
        from postal_codes
        where country_code = country and postal_codes.code_key = asked.code_key and asked.code_key <> ''
        order by name_key = any (names) desc, name_key
        limit 1
      ) as postal
    ), named as (
      select asked.n, town.id, town.location
      from asked
      left join coded on coded.n = asked.n
      cross join lateral (
        select places.id, places.location
        from unnest(names) with ordinality as variant(name_key, rank)
        join place_names on place_names.name_key = variant.name_key
        join places on places.id = place_id and country_code = country
        -- Of two towns with one name it is the one near the postal code.
        where coded.location is null or ST_DWithin(places.location::geography, coded.location::geography, 30000)
        order by variant.rank, coded.location <-> places.location, population desc
        limit 1
      ) as town
    ), villages as (
      select asked.n, village.location
      from asked cross join lateral (
        select location
        from unnest(names) with ordinality as variant(name_key, rank)
        join postal_codes on country_code = country and postal_codes.name_key = variant.name_key
        order by rank, postal_codes.code_key
        limit 1
      ) as village
      where not exists (select from coded where coded.n = asked.n)
        and not exists (select from named where named.n = asked.n)
    )
    select asked.n, named.id as "placeId", round(ST_X(point)::numeric, 7)::float8 as lng, round(ST_Y(point)::numeric, 7)::float8 as lat
    from asked
    left join coded on coded.n = asked.n
    left join named on named.n = asked.n
    left join villages on villages.n = asked.n
    cross join lateral (
      select coalesce(named.location, coded.location, villages.location) as point
    ) as chosen
    where point is not null`)
  const keys = [...groups.values()]
  return new Map(
    found.flatMap(({ n, lng, lat, placeId }) =>
      (keys[n] ?? []).map((row): [number, Located] => [row, { lng, lat, placeId }]),
    ),
  )
}
