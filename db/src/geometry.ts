import { customType } from 'drizzle-orm/pg-core'
import type { MultiPolygon, Point } from 'geojson'
import { sql, type SQL } from 'drizzle-orm'

/** A WGS 84 point; drizzle's own `geometry` drops the SRID and the type, so that no index serves it. */
export const point = customType<{ data: Point; driverData: string }>({
  dataType: () => 'geometry(Point,4326)',
  toDriver: ({ coordinates: [lng, lat] }) => `SRID=4326;POINT(${String(lng)} ${String(lat)})`,
  fromDriver: (hex) => ({ type: 'Point', coordinates: readPoint(hex) }),
})

/** Borders. Written as GeoJSON; read them with `ST_AsGeoJSON`, since their binary form is not decoded here. */
export const multiPolygon = customType<{ data: MultiPolygon; driverData: SQL | string }>({
  dataType: () => 'geometry(MultiPolygon,4326)',
  toDriver: (borders) =>
    sql`ST_SetSRID(ST_Multi(ST_GeomFromGeoJSON(${JSON.stringify(borders)})), 4326)`,
})

/** A piece of a border, read and written by SQL only. */
export const polygon = customType<{ data: string }>({ dataType: () => 'geometry(Polygon,4326)' })

/** PostGIS' own column type for distances on the globe; drizzle would quote it with a modifier. */
export const geography = customType<{ data: string }>({ dataType: () => 'geography' })

export const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' })

/** Longitude and latitude of an EWKB point with SRID: byte order, type and SRID take nine bytes. */
function readPoint(hex: string): [lng: number, lat: number] {
  const bytes = Buffer.from(hex, 'hex')
  return [bytes.readDoubleLE(9), bytes.readDoubleLE(17)]
}
