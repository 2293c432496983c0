import type { GridLayer, Map as LeafletMap } from 'leaflet'
import { followAppearance } from './palette.ts'

/** Draws a `.pmtiles` archive over the base map, in light or dark as the page is, until the signal aborts. */
export function archiveLayer(
  map: LeafletMap,
  url: string,
  lang: string,
  signal: AbortSignal,
): void {
  let layer: GridLayer | undefined
  let flavor = ''

  const draw = async () => {
    const { leafletLayer } = await import('protomaps-leaflet')
    const wanted = isDark(map.getContainer()) ? 'dark' : 'light'
    if (signal.aborted || wanted === flavor) return
    flavor = wanted
    layer?.remove()
    const drawn = leafletLayer({ url, lang, flavor, noWrap: true, attribution: '' })
    // A ground of its own would hide the base map where the archive cannot be read.
    drawn.backgroundColor = undefined
    layer = drawn as unknown as GridLayer
    layer.addTo(map)
  }

  void draw()
  followAppearance(signal, () => void draw())
  signal.addEventListener('abort', () => layer?.remove())
}

/** `color-scheme` alone does not tell which of its schemes is used; a system colour does. */
function isDark(element: HTMLElement): boolean {
  const probe = document.createElement('span')
  probe.style.color = 'light-dark(white, black)'
  element.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color === 'rgb(0, 0, 0)'
}
