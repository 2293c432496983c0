import type { Box, Position } from './geometry.ts'
import { boxAround, boxAt } from './geometry.ts'

export interface ActorPoint {
  slug: string
  name: string
  kind: string
  coordinates: number[]
  theme: string | null
  precision: 'address' | 'town' | 'region' | 'country' | null
}

/** What the API says about a view: groups of actors that lie close together, and single ones. */
export interface ClusterAnswer {
  clusters: { count: number; center: number[]; bounds: number[] }[]
  actors: ActorPoint[]
  total: number
}

interface Placed {
  /** The same for the same feature in the next answer, so that its symbol and the focus stay. */
  key: string
  position: Position
  box: Box
}

export type Feature = Placed &
  ({ type: 'cluster'; count: number } | { type: 'actor'; actor: ActorPoint })

export const MOST_FEATURES = 200

/** The features of an answer, at most as many as a map can carry. */
export function toFeatures({ clusters, actors }: ClusterAnswer): Feature[] {
  const features: Feature[] = [
    ...clusters.map(({ count, center, bounds }): Feature => {
      const position = toPosition(center)
      const [west = 0, south = 0, east = 0, north = 0] = bounds
      const key = `${String(count)} at ${position.join()}`
      return { type: 'cluster', key, position, box: [west, south, east, north], count }
    }),
    ...actors.map((actor): Feature => {
      const position = toPosition(actor.coordinates)
      return { type: 'actor', key: actor.slug, position, box: boxAt(position), actor }
    }),
  ]
  return features.slice(0, MOST_FEATURES)
}

function toPosition([lng = 0, lat = 0]: number[]): Position {
  return [lng, lat]
}

/** The box around everything in an answer. */
export function extentOf(answer: ClusterAnswer): Box | undefined {
  return boxAround(toFeatures(answer).map(({ box }) => box))
}

/** The width of a cluster's circle in pixels: it grows with each doubling, since areas would fill the map. */
export function clusterSize(count: number): number {
  return Math.round(Math.min(64, 23 + 5 * Math.log2(Math.max(count, 1))))
}

/** Why a symbol may not be where the actor is. */
export function isApproximate({ precision }: ActorPoint): boolean {
  return precision === 'region' || precision === 'country'
}
