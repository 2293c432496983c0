import type { LayerGroup, Map as LeafletMap, Marker } from 'leaflet'
import { clusterSize, isApproximate, type Feature } from './features.ts'
import { SYMBOLS_DRAWN, type PixelBox, type SymbolsDrawn } from './free-spot.ts'
import { toLatLng, type Position } from './geometry.ts'
import type { Leaflet, MapHandle } from './leaflet.ts'
import { withRoomForName } from './name-room.ts'
import { nearest, neighbour, type Direction, type Spot } from './neighbours.ts'

export interface FeatureHandlers {
  name: (feature: Feature) => string
  onpick: (feature: Feature) => void
  onpoint: (slug: string | null) => void
}

interface Shown {
  feature: Feature
  marker: Marker
  element: HTMLElement
}

/** Large enough for a finger; the dot inside is smaller. */
const TARGET_SIZE = 28
const DOT_RADIUS = 8

/** From here on there are few enough symbols to read their names. */
const NAMES_FROM_ZOOM = 7

/**
 * The symbols on the map: one widget with one Tab stop, at any number of them.
 *
 * The stop is the map itself until an arrow key has led to a symbol, and then that symbol.
 */
export class FeatureLayer {
  readonly #L: Leaflet
  readonly #map: LeafletMap
  readonly #group: LayerGroup
  readonly #handlers: FeatureHandlers
  readonly #shown = new Map<string, Shown>()
  #current: string | undefined
  #highlighted: ReadonlySet<string> = new Set()

  constructor({ L, map }: MapHandle, handlers: FeatureHandlers) {
    this.#L = L
    this.#map = map
    this.#handlers = handlers
    this.#group = L.layerGroup().addTo(map)
    map.on('moveend', this.#forgetUnseen)
    map.on('zoomend', this.#showNames)
  }

  remove(): void {
    this.#map.off('moveend', this.#forgetUnseen)
    this.#map.off('zoomend', this.#showNames)
    this.#group.remove()
  }

  /** Replaces what is shown; what stays the same keeps its element, and with it the focus. */
  show(features: Feature[]): void {
    const focused = this.#focused()
    const keys = new Set(features.map(({ key }) => key))
    for (const [key, { marker }] of this.#shown) {
      if (keys.has(key)) continue
      marker.remove()
      this.#shown.delete(key)
    }
    for (const feature of features) if (!this.#shown.has(feature.key)) this.#add(feature)
    this.#showNames()
    this.highlight(this.#highlighted)

    if (focused && !keys.has(focused.feature.key)) this.#focusNear(focused.feature.position)
    else if (this.#current && !keys.has(this.#current)) this.#stopAt(undefined)
  }

  highlight(keys: ReadonlySet<string>): void {
    this.#highlighted = keys
    for (const [key, { element, marker }] of this.#shown) {
      const isHighlighted = keys.has(key)
      element.toggleAttribute('data-highlighted', isHighlighted)
      marker.setZIndexOffset(isHighlighted ? 10_000 : 0)
    }
  }

  /** The feature that has the focus. */
  get focused(): Feature | undefined {
    return this.#focused()?.feature
  }

  /** Moves the focus to the next feature that way; false when there is none. */
  step(direction: Direction): boolean {
    const spots = this.#spots()
    const from = this.#focused()
    const next = from
      ? neighbour(spots, this.#spot(from), direction)
      : nearest(spots, this.#map.getSize().divideBy(2))
    if (next) this.#focus(next.shown)
    return !!next
  }

  /** Puts the focus on a feature, or on the map where that feature is gone. */
  focus(key: string | undefined): void {
    const shown = key === undefined ? undefined : this.#shown.get(key)
    if (shown) this.#focus(shown)
    else this.#focusMap()
  }

  #focusNear(position: Position): void {
    const point = this.#map.latLngToContainerPoint(toLatLng(position))
    const next = nearest(this.#spots(), point)
    if (next) this.#focus(next.shown)
    else this.#focusMap()
  }

  #focus({ feature, element }: Shown): void {
    this.#stopAt(feature.key)
    element.focus({ preventScroll: true })
  }

  #focusMap(): void {
    this.#stopAt(undefined)
    this.#map.getContainer().focus({ preventScroll: true })
  }

  #stopAt(key: string | undefined): void {
    this.#current = key
    this.#map.getContainer().tabIndex = key === undefined ? 0 : -1
    for (const [each, { element }] of this.#shown) element.tabIndex = each === key ? 0 : -1
  }

  /** A Tab stop outside the view would scroll the map out of its frame. */
  #forgetUnseen = (): void => {
    const shown = this.#current === undefined ? undefined : this.#shown.get(this.#current)
    if (!shown || shown.element === document.activeElement) return
    if (!this.#isInView(this.#spot(shown))) this.#stopAt(undefined)
  }

  #showNames = (): void => {
    const hasNames = this.#map.getZoom() >= NAMES_FROM_ZOOM
    const symbols = [...this.#shown.values()].map((shown) => ({
      ...this.#spot(shown),
      key: shown.feature.key,
      ...sizes(shown),
    }))
    const named = hasNames ? withRoomForName(symbols) : new Set()
    for (const [key, { element }] of this.#shown) {
      element.toggleAttribute('data-named', named.has(key))
    }
    this.#map.fire(SYMBOLS_DRAWN, { boxes: () => this.#boxes() } satisfies SymbolsDrawn)
  }

  /** What the symbols and their names cover, for whatever else is to be written on the map. */
  #boxes(): PixelBox[] {
    return [...this.#shown.values()].map((shown) => {
      const { x, y } = this.#spot(shown)
      const { radius, nameWidth = 0 } = sizes(shown)
      const name = shown.element.hasAttribute('data-named') ? nameWidth : 0
      return { left: x - radius, right: x + radius + name, top: y - radius, bottom: y + radius }
    })
  }

  #focused(): Shown | undefined {
    for (const shown of this.#shown.values()) {
      if (shown.element === document.activeElement) return shown
    }
    return undefined
  }

  #spots(): (Spot & { shown: Shown })[] {
    return [...this.#shown.values()]
      .map((shown) => ({ ...this.#spot(shown), shown }))
      .filter((spot) => this.#isInView(spot))
  }

  #spot({ feature }: Shown): Spot {
    const { x, y } = this.#map.latLngToContainerPoint(toLatLng(feature.position))
    return { x, y }
  }

  #isInView({ x, y }: Spot): boolean {
    const size = this.#map.getSize()
    return x >= 0 && y >= 0 && x <= size.x && y <= size.y
  }

  #add(feature: Feature): void {
    const size = feature.type === 'cluster' ? clusterSize(feature.count) : TARGET_SIZE
    const icon = this.#L.divIcon({
      html: symbol(feature, this.#handlers.name(feature)),
      className: `map-symbol ${feature.type}`,
      iconSize: [size, size],
    })
    const marker = this.#L.marker(toLatLng(feature.position), {
      icon,
      keyboard: false,
      riseOnHover: true,
    })
    marker.on('click', () => {
      this.#handlers.onpick(feature)
    })
    this.#group.addLayer(marker)
    const element = marker.getElement()
    if (!element) return

    element.tabIndex = -1
    element.setAttribute('role', 'button')
    element.setAttribute('aria-label', this.#handlers.name(feature))
    if (feature.type === 'record') {
      const { slug } = feature.record
      for (const event of ['pointerenter', 'focus']) {
        element.addEventListener(event, () => {
          this.#handlers.onpoint(slug)
        })
      }
      for (const event of ['pointerleave', 'blur']) {
        element.addEventListener(event, () => {
          this.#handlers.onpoint(null)
        })
      }
    }
    this.#shown.set(feature.key, { feature, marker, element })
  }
}

/** Reckoned rather than measured: measuring two hundred names would hold up the map. */
function sizes({ feature }: Shown): { radius: number; nameWidth?: number } {
  return feature.type === 'cluster'
    ? { radius: clusterSize(feature.count) / 2 }
    : { radius: DOT_RADIUS, nameWidth: Math.min(feature.record.name.length * 6.6, 180) }
}

/** Names are what strangers wrote: they go in as text, never as markup. */
function symbol(feature: Feature, name: string): HTMLElement {
  const body = document.createElement('span')
  body.className = 'body'
  if (feature.type === 'cluster') {
    body.textContent = String(feature.count)
    return body
  }
  body.toggleAttribute('data-approximate', isApproximate(feature.record))
  const label = document.createElement('span')
  label.className = 'name'
  label.textContent = name
  body.append(label)
  return body
}
