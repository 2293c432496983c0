import { domainToUnicode } from 'node:url'
import { sql } from 'drizzle-orm'
import type { actorKinds, Executor, locationPrecisions } from '@maillage/db'
import { nameVariants } from '../exchange/name-variants.rules.ts'
import type { Position } from '../http/schema.ts'
import { textArray, withoutControlCharacters } from '../http/sql.ts'
import {
  type Candidate,
  type Identifier,
  judge,
  type Judgement,
  isSameWebsite,
} from './duplicates.rules.ts'
import { searchableNames } from './names.rules.ts'
import { readWebsite } from './websites.rules.ts'

export interface DuplicateOptions {
  /** Slug of the actor that the candidate is itself; pairs that a person kept apart are left out. */
  not?: string | undefined
  limit: number
}

type KnownRow = {
  slug: string
  name: string
  shortName: string | null
  kind: (typeof actorKinds)[number]
  town: string | null
  region: string | null
  countryCode: string | null
  website: string | null
  precision: (typeof locationPrecisions)[number] | null
  distanceMeters: number | null
  identifiers: Identifier[]
}

export type Duplicate = Omit<KnownRow, 'identifiers' | 'website'> & Judgement

/** So many of each kind are compared: alike by name, on the same domain, nearest. */
const MOST_ALIKE = 60
const MOST_ON_DOMAIN = 60
const MOST_NEAR = 40
const NEAR_METERS = 300
const SHORTEST_ALIKE = 3

/** Published actors that may be the candidate, the likeliest first. */
export async function findDuplicates(
  db: Executor,
  candidate: Candidate,
  { not, limit }: DuplicateOptions,
): Promise<Duplicate[]> {
  const known = await listKnown(db, candidate, not)
  const owners = known.filter((row) => isSameWebsite(candidate, row.website)).length
  return known
    .flatMap(({ identifiers, website, ...row }) => {
      const judgement = judge(
        candidate,
        {
          ...row,
          website,
          identifiers,
          country: row.countryCode,
          isAtAddress: row.precision === 'address',
        },
        owners,
      )
      return judgement ? [{ ...row, ...judgement }] : []
    })
    .sort(
      (one, other) =>
        other.score - one.score ||
        (one.distanceMeters ?? Infinity) - (other.distanceMeters ?? Infinity) ||
        one.slug.localeCompare(other.slug),
    )
    .slice(0, limit)
}

/** Everyone worth comparing, in one statement; each of its parts reads an index. */
function listKnown(db: Executor, candidate: Candidate, not: string | undefined) {
  const names = searchableNames(
    [candidate.name, candidate.shortName]
      .filter((name) => name != null)
      .map(withoutControlCharacters),
  )
  // Of a chain's many shops, all called alike.
  const nearest = candidate.at ? sql`location <-> ${point(candidate.at)}, ` : sql``
  const parts = names.map(
    ({ name, telling }) => sql`(select record_id from search_documents
      where feature = 'actors' and ${isAlike(name, telling)}
      order by similarity(name_key, folded_words(${name}::text)) desc, ${nearest}record_id
      limit ${MOST_ALIKE}::int)`,
  )
  const website = readWebsite(candidate.website ?? '')
  if (website) {
    const hosts = [...new Set([website.domain, domainToUnicode(website.domain)])]
    const isOn = hosts.map(
      (host) => sql`reversed_host(website) = reverse(${host}::text)
        or reversed_host(website) like reverse(${host}::text) || '.%'`,
    )
    const page = website.isPage
      ? sql`and lower(website) like ${`%/${escapeLike(website.path)}%`}`
      : sql``
    parts.push(sql`(select id from actors
      where status = 'published' and (${sql.join(isOn, sql` or `)}) ${page}
      limit ${MOST_ON_DOMAIN}::int)`)
  }
  const pairs = candidate.identifiers ?? []
  if (pairs.length > 0) {
    parts.push(sql`(select actor_id from actor_identifiers
      join unnest(${textArray(pairs.map(({ scheme }) => scheme))}, ${textArray(pairs.map(({ value }) => value))})
        as pair(scheme, value) using (scheme, value))`)
  }
  if (candidate.at) {
    parts.push(sql`(select record_id from search_documents
      where feature = 'actors' and ST_DWithin(location, ${point(candidate.at)}, ${NEAR_METERS}::float8)
      order by location <-> ${point(candidate.at)}
      limit ${MOST_NEAR}::int)`)
  }
  const distance = candidate.at
    ? sql`ST_Distance(actors.location::geography, ${point(candidate.at)})`
    : sql`null::float8`
  return db.execute<KnownRow>(sql`
    with found(id) as materialized (${sql.join(parts, sql` union `)})
    select
      slug, name, short_name as "shortName", kind, town, region, country_code as "countryCode", website,
      location_precision as precision, ${distance} as "distanceMeters",
      (select coalesce(json_agg(json_build_object('scheme', scheme, 'value', value) order by scheme, value), '[]')
       from actor_identifiers where actor_id = actors.id) as identifiers
    from found join actors using (id)
    where status = 'published' and slug is distinct from ${not ?? null}::text
      and not exists (
        select from not_duplicates join actors as itself on itself.slug = ${not ?? null}::text
        where actor_id = least(actors.id, itself.id) and other_actor_id = greatest(actors.id, itself.id)
      )
    order by id`)
}

/**
 * Contained nearly as written, or with a word in common. Words that everybody has, and two letters,
 * have so many pieces in common with others that only the very name is looked for.
 */
function isAlike(name: string, telling: string) {
  const folded = sql`folded_words(${telling}::text)`
  return telling.length < SHORTEST_ALIKE
    ? sql`name_key in (${sql.join(
        nameVariants(name).map((variant) => sql`folded_words(${variant}::text)`),
        sql`, `,
      )})`
    : sql`(${folded} <% name_key or vector @@ (
        select string_agg('''' || word || ''':A', ' | ')
        from unnest(string_to_array(${folded}, ' ')) as word where word <> '')::tsquery)`
}

const point = ([lng, lat]: Position) =>
  sql`ST_SetSRID(ST_MakePoint(${lng}::float8, ${lat}::float8), 4326)::geography`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, '\\$&')
