import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Table } from './table.ts'
import { ImportRefused } from './refused.ts'
import type { Row } from './rows.rules.ts'

const LARGEST_BYTES = 100_000_000
/** Within these its kind is said; what is not GeoJSON is not worth parsing. */
const OPENING_BYTES = 65_536
/** Borders with holes of collections nest seven deep; properties rarely more. */
const DEEPEST = 40

const notGeojson = (name: string) =>
  `${name} is JSON, but not GeoJSON: it is no collection of features.`

/** Reads the features of a collection; the point is in `geometry.lng` and `geometry.lat`. */
export async function geojsonTable(path: string): Promise<Table> {
  const name = basename(path)
  if ((await stat(path)).size > LARGEST_BYTES) {
    throw new ImportRefused(`${name} is larger than 100 MB; split it.`)
  }
  const bytes = await readFile(path)
  const opening = bytes
    .toString('utf8', 0, OPENING_BYTES)
    .replace(/^\uFEFF/, '')
    .trimStart()
  if (!opening.startsWith('{') || !/"Feature(?:Collection)?"/.test(opening)) {
    throw new ImportRefused(notGeojson(name))
  }
  refuseDeepNesting(bytes, name)
  const features = findFeatures(parse(bytes, name))
  if (!features) {
    throw new ImportRefused(notGeojson(name))
  }
  const rows = features.map((feature, index): Row => ({ line: index + 1, cells: toCells(feature) }))
  const columns = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))]
  return { format: 'GeoJSON', columns, rows: () => rows }
}

/** Before parsing, because a parser remembers every level. */
function refuseDeepNesting(bytes: Buffer, name: string): void {
  let depth = 0
  let quoted = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (quoted) {
      if (byte === 0x5c) index++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x7b || byte === 0x5b) {
      depth++
      if (depth > DEEPEST) throw new ImportRefused(`${name} nests deeper than GeoJSON does.`)
    } else if (byte === 0x7d || byte === 0x5d) depth--
  }
}

function parse(bytes: Buffer, name: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ImportRefused(`${name} is not readable as JSON: ${why.slice(0, 160)}.`)
  }
}

type JsonObject = Record<string, unknown>
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function findFeatures(json: unknown): JsonObject[] | undefined {
  if (!isObject(json)) return undefined
  if (json['type'] === 'Feature') return [json]
  const features = json['features']
  if (json['type'] !== 'FeatureCollection' || !Array.isArray(features)) return undefined
  return features.map((feature: unknown) => (isObject(feature) ? feature : {}))
}

function toCells(feature: JsonObject): Record<string, string> {
  const cells: Record<string, string> = {}
  if (isObject(feature['properties'])) {
    for (const [name, value] of Object.entries(feature['properties'])) {
      const cell = toCell(value)
      if (cell !== '') cells[name] = cell
    }
  }
  const id = toCell(feature['id'])
  if (id !== '') cells['feature.id'] = id
  const centre = centreOf(feature['geometry'])
  if (centre) {
    cells['geometry.lng'] = String(centre[0])
    cells['geometry.lat'] = String(centre[1])
  }
  return cells
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(toCell).filter(Boolean).join(';')
  return JSON.stringify(value)
}

/** A point, or the middle of what a line or an area covers. */
function centreOf(geometry: unknown): [lng: number, lat: number] | undefined {
  if (!isObject(geometry)) return undefined
  const box = [Infinity, Infinity, -Infinity, -Infinity] as [number, number, number, number]
  const visit = (coordinates: unknown) => {
    if (!Array.isArray(coordinates)) return
    const [lng, lat] = coordinates as unknown[]
    if (typeof lng === 'number' && typeof lat === 'number') {
      box[0] = Math.min(box[0], lng)
      box[1] = Math.min(box[1], lat)
      box[2] = Math.max(box[2], lng)
      box[3] = Math.max(box[3], lat)
    } else coordinates.forEach(visit)
  }
  visit(geometry['coordinates'])
  if (box[0] === Infinity) return undefined
  return [(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]
}
