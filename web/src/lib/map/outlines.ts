import coarseUrl from 'world-atlas/countries-50m.json?url'
import fineUrl from 'world-atlas/countries-10m.json?url'

/** Tiles of 512 pixels: one zoom less than the map's. */
export interface TileCoords {
  z: number
  x: number
  y: number
}

/** Lines of `x, y, x, y, …` in a tile of `EXTENT` units. */
export interface Shape {
  isLand: boolean
  lines: Int16Array[]
}

export const EXTENT = 4096

/** The middle of a country's mainland and how many degrees of land there are on that parallel. */
export interface CountryArea {
  id: string
  lng: number
  lat: number
  width: number
}

export type Question =
  | { ask: 'open'; coarseUrl: string; fineUrl: string }
  | { ask: 'tile'; id: number; coords: TileCoords }

export type Answer =
  | { tell: 'countries'; countries: CountryArea[] }
  | { tell: 'tile'; id: number; features: Shape[] }
  | { tell: 'refined' }
  | { tell: 'failed' }

export interface Outlines {
  countries: CountryArea[]
  tile: (coords: TileCoords) => Promise<Shape[]>
}

type Change = 'countries' | 'refined'

/**
 * Coasts and borders, read and cut into tiles by a worker, which ends when the signal aborts.
 *
 * The fine atlas is only fetched when a tile wants it; `onchange` then says that tiles look better.
 */
export function openOutlines(signal: AbortSignal, onchange: (change: Change) => void): Outlines {
  const worker = new Worker(new URL('./outlines.worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (features: Shape[]) => void>()
  let asked = 0

  const outlines: Outlines = {
    countries: [],
    tile: (coords) =>
      new Promise((resolve) => {
        asked += 1
        waiting.set(asked, resolve)
        send({ ask: 'tile', id: asked, coords })
      }),
  }

  const send = (question: Question) => {
    worker.postMessage(question)
  }

  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    if (data.tell === 'tile') {
      waiting.get(data.id)?.(data.features)
      waiting.delete(data.id)
      return
    }
    if (data.tell === 'failed') return
    if (data.tell === 'countries') outlines.countries = data.countries
    onchange(data.tell)
  })
  signal.addEventListener('abort', () => {
    worker.terminate()
  })
  send({ ask: 'open', coarseUrl: absolute(coarseUrl), fineUrl: absolute(fineUrl) })
  return outlines
}

const absolute = (url: string) => new URL(url, location.href).href
