import type { Coords, DoneCallback, GridLayer } from 'leaflet'
import { countryCode } from './countries.ts'
import { placeLabels, type Label, type Name } from './labels.ts'
import type { Leaflet } from './leaflet.ts'
import { openOutlines, type Shape } from './outlines.ts'
import { followAppearance, readPalette } from './palette.ts'
import { paintTile, textMeasure, TILE_SIZE } from './paint.ts'

/** Land, coasts, borders and country names, drawn from what ships with the product until the signal aborts. */
export function baseLayer(
  L: Leaflet,
  element: HTMLElement,
  lang: string,
  signal: AbortSignal,
): GridLayer {
  const tiles = new Map<HTMLCanvasElement, { coords: Coords; shapes: Shape[] }>()
  const labels = new Map<number, Label[]>()
  const regions = new Intl.DisplayNames(lang, { type: 'region' })
  let palette = readPalette(element)
  let names: Name[] = []

  const labelsAt = (zoom: number) => {
    let placed = labels.get(zoom)
    if (!placed) labels.set(zoom, (placed = placeLabels(names, zoom, textMeasure(palette))))
    return placed
  }

  const paint = (canvas: HTMLCanvasElement) => {
    const tile = tiles.get(canvas)
    if (!tile) return
    const corner = { left: tile.coords.x * TILE_SIZE, top: tile.coords.y * TILE_SIZE }
    paintTile(canvas, corner, { shapes: tile.shapes, labels: labelsAt(tile.coords.z), palette })
  }

  const repaint = () => {
    labels.clear()
    palette = readPalette(element)
    for (const canvas of tiles.keys()) paint(canvas)
  }

  const fill = async (canvas: HTMLCanvasElement) => {
    const coords = tiles.get(canvas)?.coords
    if (!coords) return
    const shapes = await outlines.tile({ x: coords.x, y: coords.y, z: coords.z - 1 })
    if (!tiles.has(canvas)) return
    tiles.set(canvas, { coords, shapes })
    paint(canvas)
  }

  const outlines = openOutlines(signal, (change) => {
    if (change === 'refined') {
      for (const canvas of tiles.keys()) void fill(canvas)
      return
    }
    names = outlines.countries.flatMap(({ id, lng, lat, width }) => {
      const code = countryCode(id)
      const text = code && regions.of(code)
      return text ? [{ text, position: [lng, lat] as const, width }] : []
    })
    repaint()
  })

  class BaseLayer extends L.GridLayer {
    protected override createTile(coords: Coords, done: DoneCallback): HTMLElement {
      const canvas = L.DomUtil.create('canvas')
      tiles.set(canvas, { coords, shapes: [] })
      void fill(canvas).then(() => {
        done(undefined, canvas)
      })
      return canvas
    }
  }

  const layer = new BaseLayer({ tileSize: TILE_SIZE, noWrap: true, zIndex: 0 })
  layer.on('tileunload', ({ tile }) => {
    // The types know image tiles only.
    tiles.delete(tile as HTMLElement as HTMLCanvasElement)
  })
  followAppearance(signal, repaint)
  // Names are measured in the face of the page, which may still be on its way.
  void document.fonts.ready.then(() => {
    if (!signal.aborted) repaint()
  })
  return layer
}
