import type * as L from 'leaflet'
import type { Map as LeafletMap, MapOptions } from 'leaflet'
import type { Attachment } from 'svelte/attachments'
import { toLatLngBounds, world, type Box } from './geometry.ts'

export type Leaflet = typeof L

export interface MapHandle {
  L: Leaflet
  map: LeafletMap
}

export const MAX_ZOOM = 17

/** Room around what a view shows, in pixels, so that no symbol lies under an edge. */
export const VIEW_PADDING = 36

/**
 * Turns an element into a Leaflet map, once it is in view.
 *
 * `box` is a function read after an await, so that a new view moves the map instead of rebuilding it.
 */
export function leafletMap(
  box: () => Box,
  options: () => MapOptions,
  ready: (handle: MapHandle | undefined) => void,
): Attachment<HTMLElement> {
  return (element) => {
    const abort = new AbortController()
    const { signal } = abort

    void firstSeen(element, signal)
      .then(() => import('leaflet'))
      .then(({ default: L }) => {
        if (signal.aborted) return
        const map = L.map(element, {
          // Tab stops, keys and credits are ours: see ExploreMap.
          keyboard: false,
          zoomControl: false,
          attributionControl: false,
          minZoom: 2,
          maxZoom: MAX_ZOOM,
          maxBounds: toLatLngBounds(world),
          maxBoundsViscosity: 1,
          ...motion(),
          ...options(),
        }).fitBounds(toLatLngBounds(box()))
        followSize(map, signal)
        signal.addEventListener('abort', () => map.remove())
        ready({ L, map })
      })

    return () => {
      abort.abort()
      ready(undefined)
    }
  }
}

function motion(): MapOptions {
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  return isCalm
    ? { zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false }
    : {}
}

/** Leaflet itself only notices when the window changes its size. */
function followSize(map: LeafletMap, signal: AbortSignal) {
  const observer = new ResizeObserver(() => map.invalidateSize({ animate: false }))
  observer.observe(map.getContainer())
  signal.addEventListener('abort', () => {
    observer.disconnect()
  })
}

function firstSeen(element: HTMLElement, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({ isIntersecting }) => isIntersecting)) return
        observer.disconnect()
        resolve()
      },
      { rootMargin: '100px' },
    )
    observer.observe(element)
    signal.addEventListener('abort', () => {
      observer.disconnect()
    })
  })
}
