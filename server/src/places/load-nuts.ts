import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import countries from 'i18n-iso-countries'
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { sql } from 'drizzle-orm'
import type { Geometry } from 'geojson'
import type { Database } from '@maillage/db'
import { FileRefused } from './file-refused.ts'
import {
  deleteFormerRegions,
  refreshActorsOf,
  replaceParts,
  writeTerritories,
  type Territory,
} from './territory-borders.queries.ts'
import { toTerritoryCode } from './territories.rules.ts'

countries.registerLocale(english)

const ATTRIBUTION = '© EuroGeographics for the administrative boundaries'
const LARGEST_BYTES = 200_000_000

export interface NutsLoad {
  territories: number
  /** Edition of the borders. */
  version: string | null
  /** Actors whose territories were found anew. */
  actors: number
}

/** Loads NUTS regions from a GeoJSON file of GISCO and finds the territories of all actors anew. */
export async function loadNuts(
  db: Database,
  file: string,
  { version }: { version?: string | undefined } = {},
): Promise<NutsLoad> {
  const territories = await readNuts(file, version)
  const actors = await db.transaction(async (tx) => {
    const known = await tx.execute<{ code: string }>(sql`select code from territories`)
    const codes = new Set([...known, ...territories].map(({ code }) => code))
    const orphan = territories.find(({ parentCode }) => parentCode && !codes.has(parentCode))
    if (orphan) {
      throw new FileRefused(
        `${basename(file)} has ${orphan.code}, but neither it nor an earlier file has ${orphan.parentCode ?? ''}; load the file with all levels.`,
      )
    }
    await deleteFormerRegions(tx, territories)
    await writeTerritories(tx, territories, { replace: true })
    await replaceParts(tx)
    return refreshActorsOf(tx)
  })
  return { territories: territories.length, version: territories[0]?.version ?? null, actors }
}

interface NutsFeature {
  geometry?: Geometry | null
  properties?: Partial<Record<string, unknown>> | null
}

async function readNuts(file: string, version?: string): Promise<Territory[]> {
  const name = basename(file)
  const refuse = (why: string) => new FileRefused(`${name} ${why}`)
  const { size } = await stat(file).catch(() => {
    throw new FileRefused(`There is no file ${file}.`)
  })
  if (size > LARGEST_BYTES)
    throw refuse('is larger than 200 MB; take one of 1:3 million or coarser.')
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch {
    throw refuse('is not readable as JSON; take the GeoJSON file of GISCO.')
  }
  const features =
    typeof json === 'object' && json !== null && 'features' in json ? json.features : undefined
  if (!Array.isArray(features)) throw refuse('is not GeoJSON: it is no collection of features.')
  const edition = version ?? /_(20\d{2})_/.exec(name)?.[1] ?? null

  const territories = (features as NutsFeature[]).flatMap((one): Territory[] => {
    const { NUTS_ID: id, CNTR_CODE: country, LEVL_CODE: level } = one.properties ?? {}
    if (typeof id !== 'string' || typeof country !== 'string' || typeof level !== 'number')
      return []
    if (!one.geometry || !/Polygon$/.test(one.geometry.type)) return []
    const countryCode = toTerritoryCode(country)
    const latin = one.properties?.['NAME_LATN'] ?? one.properties?.['NUTS_NAME']
    return [
      {
        code: level === 0 ? countryCode : id,
        scheme: level === 0 ? 'country' : 'nuts',
        level,
        name:
          level === 0
            ? (countries.getName(countryCode, 'en') ?? countryCode)
            : typeof latin === 'string'
              ? latin
              : id,
        parentCode: level === 0 ? null : level === 1 ? countryCode : id.slice(0, -1),
        countryCode,
        version: edition,
        attribution: ATTRIBUTION,
        border: one.geometry,
      },
    ]
  })
  if (territories.length === 0) {
    throw refuse('holds no NUTS regions: no feature has NUTS_ID, CNTR_CODE and LEVL_CODE.')
  }
  if (!territories.every(({ border }) => isOnEarth(border))) {
    throw refuse('is not in degrees; take the file whose name says 4326.')
  }
  return territories
}

function isOnEarth(geometry: Geometry): boolean {
  const visit = (coordinates: unknown): boolean => {
    if (!Array.isArray(coordinates)) return false
    const [lng, lat] = coordinates as unknown[]
    if (typeof lng !== 'number' || typeof lat !== 'number') return coordinates.every(visit)
    return Math.abs(lng) <= 180 && Math.abs(lat) <= 90
  }
  return 'coordinates' in geometry && visit(geometry.coordinates)
}
