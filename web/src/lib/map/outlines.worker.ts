import GeoJSONVT from 'geojson-vt'
import { feature, mesh } from 'topojson-client'
import type { MultiLineString, Polygon, Position } from 'geojson'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { unrolled, unrolledRing } from './dateline.ts'
import type { Answer, CountryArea, Question, TileCoords } from './outlines.ts'

type Atlas = Topology<{
  countries: GeometryCollection<{ name: string }>
  land: GeometryCollection
}>

// Map tiles are 512 pixels, so this is one less than the deepest zoom of the map.
const options = { maxZoom: 17, indexMaxZoom: 4, tolerance: 4 }

/** Up to here the coarse atlas shows all that a screen can. */
const LAST_COARSE_ZOOM = 4

let coarse: Promise<GeoJSONVT> | undefined
let fine: GeoJSONVT | undefined
let fineIsComing = false
let fineUrl = ''

addEventListener('message', ({ data }: MessageEvent<Question>) => {
  if (data.ask === 'open') {
    fineUrl = data.fineUrl
    coarse = load(data.coarseUrl).then((atlas) => {
      answer({ tell: 'countries', countries: areas(atlas) })
      return slice(atlas)
    })
    coarse.catch(() => {
      answer({ tell: 'failed' })
    })
    return
  }
  void tile(data.id, data.coords)
})

async function tile(id: number, { z, x, y }: TileCoords) {
  if (z > LAST_COARSE_ZOOM) fetchFine()
  const index = z > LAST_COARSE_ZOOM && fine ? fine : await coarse?.catch(() => undefined)
  const features = index?.getTileRaw(z, x, y)?.features ?? []
  answer({
    tell: 'tile',
    id,
    features: features.flatMap((each) =>
      each.type === 2 || each.type === 3
        ? [{ isLand: each.type === 3, lines: each.geometry.map((line) => Int16Array.from(line)) }]
        : [],
    ),
  })
}

function fetchFine() {
  if (fineIsComing) return
  fineIsComing = true
  load(fineUrl)
    .then((atlas) => {
      fine = slice(atlas)
      answer({ tell: 'refined' })
    })
    .catch(() => {
      // The coarse outlines stay; the next tile asks again.
      fineIsComing = false
    })
}

async function load(url: string): Promise<Atlas> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${String(response.status)}`)
  return (await response.json()) as Atlas
}

/** Land as areas and borders as lines: filling countries one by one would leave seams between them. */
function slice(atlas: Atlas): GeoJSONVT {
  const land = feature(atlas, atlas.objects.land)
  const borders = mesh(atlas, atlas.objects.countries, (one, other) => one !== other)
  const polygons = land.features.flatMap(({ geometry }) =>
    geometry.type === 'MultiPolygon'
      ? geometry.coordinates
      : geometry.type === 'Polygon'
        ? [geometry.coordinates]
        : [],
  )
  return new GeoJSONVT(
    {
      type: 'FeatureCollection',
      features: [...polygons.map(toPolygon), flat(borders)].map((geometry) => ({
        type: 'Feature',
        properties: {},
        geometry,
      })),
    },
    options,
  )
}

const toPolygon = (rings: Position[][]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(unrolledRing),
})

const flat = ({ coordinates }: MultiLineString): MultiLineString => ({
  type: 'MultiLineString',
  coordinates: coordinates.map(unrolled),
})

/** The largest part of each country, which is where its name goes. */
function areas(atlas: Atlas): CountryArea[] {
  return feature(atlas, atlas.objects.countries).features.flatMap(({ id, geometry }) => {
    const parts =
      geometry.type === 'MultiPolygon'
        ? geometry.coordinates
        : geometry.type === 'Polygon'
          ? [geometry.coordinates]
          : []
    const outlines = parts.flatMap(([outline]) => (outline ? [unrolled(outline)] : []))
    const largest = outlines.sort((one, other) => extent(other) - extent(one))[0]
    return id === undefined || !largest ? [] : [{ id: String(id), ...anchor(largest) }]
  })
}

function span(outline: Position[]) {
  const lngs = outline.map(([lng = 0]) => lng)
  const lats = outline.map(([, lat = 0]) => lat)
  return {
    west: Math.min(...lngs),
    east: Math.max(...lngs),
    south: Math.min(...lats),
    north: Math.max(...lats),
  }
}

function extent(outline: Position[]) {
  const { west, east, south, north } = span(outline)
  return (east - west) * (north - south) * Math.cos((((south + north) / 2) * Math.PI) / 180)
}

const ROWS = 24

/** The widest stretch of land on any of some parallels: a name that is centred on it fits best. */
function anchor(outline: Position[]): Omit<CountryArea, 'id'> {
  const { south, north, west, east } = span(outline)
  let best = { lng: (west + east) / 2, lat: (south + north) / 2, width: 0 }
  let mostRoom = 0
  for (let row = 1; row < ROWS; row += 1) {
    const lat = south + ((north - south) * row) / ROWS
    const crossings = crossingsAt(outline, lat)
    for (let index = 0; index + 1 < crossings.length; index += 2) {
      const [from = 0, to = 0] = crossings.slice(index, index + 2)
      // A name also wants land above and below, so the middle rows are worth more.
      const room = (to - from) * (1 - Math.abs(row / ROWS - 0.5))
      if (room > mostRoom) {
        mostRoom = room
        best = { lng: (from + to) / 2, lat, width: to - from }
      }
    }
  }
  return best
}

function crossingsAt(outline: Position[], lat: number): number[] {
  const lngs: number[] = []
  for (const [index, [x2 = 0, y2 = 0]] of outline.entries()) {
    const [x1 = 0, y1 = 0] = outline.at(index - 1) ?? []
    if (y1 > lat !== y2 > lat) lngs.push(x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1))
  }
  return lngs.sort((one, other) => one - other)
}

function answer(message: Answer) {
  // The types are those of a page, where a target has to be named.
  ;(globalThis as unknown as { postMessage(message: Answer): void }).postMessage(message)
}
