import { createRequire } from 'node:module'
import countries from 'i18n-iso-countries'
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { sql } from 'drizzle-orm'
import type { Geometry } from 'geojson'
import type { Database } from '@maillage/db'
import { unrolled } from './dateline.rules.ts'
import { refreshActorsOf, replaceParts, writeTerritories } from './territory-borders.queries.ts'

countries.registerLocale(english)

const SOURCE = 'Natural Earth country outlines'
const VERSION = 'Natural Earth 1:50m, cut at 180°'
/** Loaded before areas were cut there: Russia went around the world. */
const FORMER_VERSION = 'Natural Earth 1:50m'

/** Areas without a number of their own, and the country whose code their addresses carry. */
const UNNUMBERED: Record<string, string> = { Kosovo: 'XK', 'N. Cyprus': 'CY', Somaliland: 'SO' }

/**
 * Loads the outlines of countries from `world-atlas` as territories of level 0, once.
 *
 * They serve until NUTS borders, which are not ours to ship, replace those of Europe.
 */
export async function loadCountryOutlines(db: Database): Promise<number> {
  const loaded = await db.execute(sql`select from sources where name = ${SOURCE}`)
  const former = await db.execute<{ code: string }>(
    sql`select code from territories where version = ${FORMER_VERSION}`,
  )
  if (loaded.length > 0 && former.length === 0) return 0
  const require = createRequire(import.meta.url)
  const atlas = require('world-atlas/countries-50m.json') as Topology<{
    countries: GeometryCollection<{ name: string }>
  }>
  const outlines = new Map<string, Geometry[]>()
  for (const { id, properties, geometry } of feature(atlas, atlas.objects.countries).features) {
    const code = countries.numericToAlpha2(String(id ?? '')) ?? UNNUMBERED[properties.name]
    if (code) outlines.set(code, [...(outlines.get(code) ?? []), geometry])
  }
  const replaced = new Set(former.map(({ code }) => code))
  const wanted = loaded.length > 0 ? [...outlines].filter(([code]) => replaced.has(code)) : outlines
  const territories = Array.from(wanted, ([code, geometries]) => ({
    code,
    scheme: 'country' as const,
    level: 0,
    name: code === 'XK' ? 'Kosovo' : (countries.getName(code, 'en') ?? code),
    parentCode: null,
    countryCode: code,
    version: VERSION,
    attribution: 'Made with Natural Earth',
    border: geometryOf(geometries.map(unrolled)),
  }))
  await db.transaction(async (tx) => {
    await writeTerritories(tx, territories, { replace: replaced.size > 0 })
    await replaceParts(tx)
    await refreshActorsOf(tx)
    if (loaded.length > 0) return
    await tx.execute(sql`
      insert into sources (name, kind, url, licence)
      values (${SOURCE}, 'directory', 'https://www.naturalearthdata.com/', 'Public domain')`)
  })
  return territories.length
}

function geometryOf(geometries: Geometry[]): Geometry {
  const [first] = geometries
  return first && geometries.length === 1 ? first : { type: 'GeometryCollection', geometries }
}
