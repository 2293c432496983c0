import type { Position } from './geometry.ts'

/** A name and the degrees of longitude that it may take. */
export interface Name {
  text: string
  position: Position
  width: number
}

/** Where a name is drawn: its middle, in pixels of the whole world at one zoom. */
export interface Label {
  text: string
  x: number
  y: number
  width: number
  size: number
}

/** Country names help from the width of a continent to that of a country; nearer, towns take over (PlaceLabels.svelte). */
const sizes: Record<number, number> = { 3: 11, 4: 12, 5: 13, 6: 15 }

/** A position in pixels of the whole world at a zoom (Web Mercator, 256 pixels at zoom 0). */
export function toWorldPixels([lng, lat]: Position, zoom: number): { x: number; y: number } {
  const size = 256 * 2 ** zoom
  const sine = Math.sin((lat * Math.PI) / 180)
  return {
    x: ((lng + 180) / 360) * size,
    y: (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)) * size,
  }
}

/**
 * The names that fit into their countries at a zoom, widest first, none over another.
 *
 * `measure` gives the width of a text in pixels at a size.
 */
export function placeLabels(
  names: readonly Name[],
  zoom: number,
  measure: (text: string, size: number) => number,
): Label[] {
  const size = sizes[zoom]
  if (size === undefined) return []
  const pixelsPerDegree = (256 * 2 ** zoom) / 360
  const placed: Label[] = []

  for (const { text, position, width: room } of names.toSorted((a, b) => b.width - a.width)) {
    const width = measure(text, size)
    if (width > room * pixelsPerDegree) continue
    const label = { text, size, width, ...toWorldPixels(position, zoom) }
    if (!placed.some((other) => overlaps(label, other))) placed.push(label)
  }
  return placed
}

function overlaps(one: Label, other: Label) {
  return (
    Math.abs(one.x - other.x) < (one.width + other.width) / 2 + one.size &&
    Math.abs(one.y - other.y) < one.size * 2
  )
}
